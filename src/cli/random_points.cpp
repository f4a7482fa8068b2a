// SPDX-License-Identifier: BSD-3-Clause
#include "cli/random_points.hpp"

#include <random>
#include <set>

namespace pairtwist::cli {
namespace {

bool has_values(Status status) { return status == Status::good || status == Status::partly; }

/// `count` numbers below `size`, each once (Floyd's way).
std::set<std::size_t> draw(std::size_t size, std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::set<std::size_t> drawn;
  for (std::size_t last = size - count; last < size; ++last) {
    const std::size_t one = random() % (last + 1);
    drawn.insert(drawn.contains(one) ? last : one);
  }
  return drawn;
}

}  // namespace

DrawnPoints draw_points(const ResultRows& rows, std::size_t count, std::uint64_t seed) {
  DrawnPoints found;
  std::size_t there = 0;
  rows.for_each_status([&](std::size_t, std::int8_t code) {
    const auto status = static_cast<Status>(code);
    if (has_values(status))
      ++there;
    else
      ++found.others[status];
  });
  const std::set<std::size_t> drawn = draw(there, std::min(count, there), seed);
  auto next = drawn.begin();
  std::size_t rank = 0;
  rows.for_each_status([&](std::size_t point, std::int8_t code) {
    if (!has_values(static_cast<Status>(code))) return;
    if (next != drawn.end() && *next == rank) {
      found.points.push_back(point);
      ++next;
    }
    ++rank;
  });
  return found;
}

}  // namespace pairtwist::cli
