// SPDX-License-Identifier: BSD-3-Clause
// Points of a result drawn at random, of those that have values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "io/result_rows.hpp"
#include "pairtwist/results.hpp"

namespace pairtwist::cli {

struct DrawnPoints {
  std::vector<std::size_t> points;       ///< in increasing order, each once
  std::map<Status, std::size_t> others;  ///< points of the file without any value
};

/// `count` of them, or all that there are; the same ones for the same seed.
DrawnPoints draw_points(const ResultRows& rows, std::size_t count, std::uint64_t seed);

}  // namespace pairtwist::cli
