// SPDX-License-Identifier: BSD-3-Clause
// What must hold where a state is to be a mean over quantum trajectories.
#pragma once

#include <optional>

#include "config/axes.hpp"

namespace pairtwist::config {

/// The first thing that is in the way of solve.trajectories at this point, which this method
/// solves; nothing where none are asked for. A rule as method_violation() has them.
std::optional<Violation> trajectory_violation(const Job& job, const Parameters& point,
                                              Method method);

}  // namespace pairtwist::config
