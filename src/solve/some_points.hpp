// SPDX-License-Identifier: BSD-3-Clause
// What is to be expected of a scan's points, by a look at some of them.
#pragma once

#include <cstdint>

#include "pairtwist/point_set.hpp"
#include "pairtwist/scan.hpp"
#include "plan/batches.hpp"

namespace pairtwist {

struct SomePoints {
  double average_cost = 0.0;     ///< PointCost::all
  double most_operations = 0.0;  ///< PointBytes::operations
  std::int64_t most_bytes = 0;   ///< PointBytes::solve
};

/// Of points evenly spread over the set. Throws what WorkPlanner::work() does.
SomePoints look_at_some(const Job& job, const Scan& scan, const PointSet& points,
                        const BatchSizer& sizer, WorkPlanner& planner);

}  // namespace pairtwist
