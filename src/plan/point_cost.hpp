// SPDX-License-Identifier: BSD-3-Clause
// How much work a point is, about: floating-point operations counted from its sizes and rates
// alone. Good to compare ways to solve it; what a second is worth, a pilot says
// (src/cli/pilot.hpp).
#pragma once

#include <cstdint>

#include "pairtwist/scan.hpp"
#include "plan/point_work.hpp"

namespace pairtwist {

/// trajectories: of each point, where its method has them.
double operations(const Point& point, const PointWork& work, std::int64_t samples,
                  std::int64_t trajectories);

}  // namespace pairtwist
