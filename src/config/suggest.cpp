// SPDX-License-Identifier: BSD-3-Clause
#include "config/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace pairtwist::config {
namespace {

constexpr int kClose = 2;
constexpr std::size_t kLongestName = 64;  // the distance takes the product of the lengths

}  // namespace

int edit_distance(std::string_view a, std::string_view b) {
  // Optimal string alignment, three rows of the table at a time.
  std::vector<int> before(b.size() + 1);
  std::vector<int> previous(b.size() + 1);
  std::vector<int> row(b.size() + 1);
  std::iota(previous.begin(), previous.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({previous[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before.swap(previous);
    previous.swap(row);
  }
  return previous[b.size()];
}

std::string nearest(std::string_view name, std::span<const std::string> candidates) {
  if (name.size() > kLongestName) return {};
  std::string best;
  int best_distance = kClose + 1;
  for (const std::string& candidate : candidates) {
    const int distance = edit_distance(name, candidate);
    // A name of one or two letters is two edits away from everything of its length.
    if (distance < best_distance && distance < static_cast<int>(candidate.size())) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string meant_word(const std::string& word, std::span<const std::string> words) {
  const std::string lower = lower_case(word);
  for (const std::string& known : words) {
    if (lower_case(known) == lower || (lower == "gpu" && known == "cuda")) return known;
  }
  return nearest(word, words);
}

std::string did_you_mean(std::string_view name, std::span<const std::string> candidates) {
  const std::string guess = nearest(name, candidates);
  return guess.empty() ? guess : fmt::format("; did you mean {}?", guess);
}

std::string lower_case(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::string join(std::span<const std::string> names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace pairtwist::config
