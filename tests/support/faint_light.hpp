// SPDX-License-Identifier: BSD-3-Clause
// Configs and comparisons of tests on faint light.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "support/run_job.hpp"

namespace pairtwist::test {

inline const std::string light_alone =
    "[output]\nquantities = [\"photon_number\", \"g2\", \"mandel_q\"]\n";

inline std::string solved_by(const std::string& method, double tolerance = 1e-8) {
  const bool frame = method == "moving" || method == "laboratory";
  return fmt::format("[solve]\ntolerance = {}\nmethod = \"{}\"\n{}", tolerance,
                     frame ? "fock" : method, frame ? "frame = \"" + method + "\"\n" : "");
}

/// At sample `first` and all after it, relative to the larger of 1 and the value.
inline void expect_same_light(const JobResult& result, const JobResult& expected, std::size_t first,
                              double tolerance) {
  for (const std::string name : {"g2", "mandel_q", "photon_number"})
    for (std::size_t k = first; k < expected[name].size(); ++k)
      EXPECT_NEAR(result[name][k], expected[name][k],
                  tolerance * std::max(1.0, std::abs(expected[name][k])))
          << name << " " << k;
}

}  // namespace pairtwist::test
