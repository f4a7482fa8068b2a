// SPDX-License-Identifier: BSD-3-Clause
// What must hold between a point and the method that solves it.
#pragma once

#include <optional>

#include "config/axes.hpp"

namespace pairtwist::config {

/// The first thing at this point that its method cannot treat. Like every rule of point_rules.cpp
/// it depends on magnitudes only, and holds between two values that keep it.
std::optional<Violation> method_violation(const Job& job, const Parameters& point);

}  // namespace pairtwist::config
