// SPDX-License-Identifier: BSD-3-Clause
// How much work a point is, about: floating-point operations counted from its sizes and rates
// alone. Good to compare ways to solve it; what a second is worth, a pilot says
// (src/cli/pilot.hpp).
#pragma once

#include <cstdint>

#include "pairtwist/job.hpp"
#include "pairtwist/scan.hpp"
#include "plan/point_work.hpp"

namespace pairtwist {

/// trajectories: of each point, where its method has them. At its samples alone.
double operations(const Point& point, const PointWork& work, std::int64_t samples,
                  std::int64_t trajectories);

/// How often looks between the samples, for extrema and events, have a point solved, about; of the
/// exact form, which gives single times for little, once.
double solutions(const OutputSpec& output, Method method);

/// Of all eigenvalues of a complex Hermitian matrix with so many rows.
double operations_of_eigenvalues(std::int64_t rows);

struct PointCost {
  double all = 0.0;         ///< from planning to rows, looks between the samples included
  double solution = 0.0;    ///< of that, solving it once at its samples
  double evaluation = 0.0;  ///< and making the quantities of that

  PointCost& operator+=(const PointCost& other) {
    all += other.all;
    solution += other.solution;
    evaluation += other.evaluation;
    return *this;
  }
};
PointCost cost_of(const Job& job, const Point& point, const PointWork& work, std::int64_t samples);

}  // namespace pairtwist
