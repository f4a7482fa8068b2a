// SPDX-License-Identifier: BSD-3-Clause
// The example of trajectories, with what --set would say over it.
#pragma once

#include <string>
#include <vector>

#include "pairtwist/job.hpp"
#include "support/source_dir.hpp"

namespace pairtwist::test {

inline Job example_of_trajectories(const std::vector<std::string>& overrides) {
  return read_config(source_dir() + "/configs/examples/trajectories.toml", overrides);
}

}  // namespace pairtwist::test
