// SPDX-License-Identifier: BSD-3-Clause
// What came of holding values against others, counted.
#pragma once

#include <cstddef>
#include <string>

namespace pairtwist {

/// A value and the other one.
struct Pair {
  std::size_t point = 0;  ///< flat, first axis slowest
  std::string where;      ///< "time = 0.01, theta = 0.5"; empty where the point says it all
  double there = 0.0;     ///< in the file
  double here = 0.0;
  double difference = 0.0;  ///< over solve.tolerance times the scale; infinite: no number
};

struct Tally {
  std::string name;  ///< of a variable
  std::size_t compared = 0;
  std::size_t lost = 0;     ///< in the file, which says so: nothing is claimed
  std::size_t unknown = 0;  ///< of the file's values, that the other solution does not have
  std::size_t beyond = 0;   ///< that differ by more than is allowed
  Pair worst = {};          ///< the largest difference, where any was compared

  void count(const Pair& pair, double allowed) {
    if (compared++ == 0 || pair.difference > worst.difference) worst = pair;
    if (!(pair.difference <= allowed)) ++beyond;
  }
};

}  // namespace pairtwist
