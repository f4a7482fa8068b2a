// SPDX-License-Identifier: BSD-3-Clause
#include "cli/shard_option.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

#include "pairtwist/error.hpp"

namespace pairtwist::cli {
namespace {

template <class Number>
std::optional<Number> read_number(std::string_view text) {
  Number number = 0;
  const auto [after, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || after != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

Shard read_shard(const std::string& text) {
  constexpr std::size_t most = 1'000'000;
  const std::size_t slash = text.find('/');
  if (slash != std::string::npos) {
    const auto index = read_number<std::size_t>(std::string_view(text).substr(0, slash));
    const auto count = read_number<std::size_t>(std::string_view(text).substr(slash + 1));
    if (index && count && *index < *count && *count <= most) return {*index, *count};
  }
  throw UsageError(
      fmt::format("--shard: found \"{}\"; allowed: I/N with I = 0 ... N-1, as in 0/8 (N up to {})",
                  text, most));
}

std::optional<int> local_rank(const std::function<const char*(const char*)>& environment) {
  for (const char* name : {"SLURM_LOCALID", "OMPI_COMM_WORLD_LOCAL_RANK", "MPI_LOCALRANKID"}) {
    const char* text = environment(name);
    if (text == nullptr) continue;
    if (const auto rank = read_number<int>(text); rank && *rank >= 0) return rank;
  }
  return std::nullopt;
}

}  // namespace pairtwist::cli
