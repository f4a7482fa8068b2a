// SPDX-License-Identifier: BSD-3-Clause
// A config as it is printed for people: what stands at a key that an axis varies is no value of its
// own.
#pragma once

#include <string>

#include "pairtwist/job.hpp"

namespace pairtwist::cli {

/// to_toml(job) with "# an axis: 10 values, 0 ... 3" behind each key that an axis varies.
std::string toml_with_axis_comments(const Job& job);

}  // namespace pairtwist::cli
