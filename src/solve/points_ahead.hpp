// SPDX-License-Identifier: BSD-3-Clause
// The points of a scan as tasks, prepared by all threads a little ahead of the batches they go
// into; on demand dear ones behind cheap ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "pairtwist/point_set.hpp"
#include "pairtwist/scan.hpp"
#include "pairtwist/stop_flag.hpp"
#include "pairtwist/work_meter.hpp"
#include "plan/batches.hpp"
#include "scan/points_in_turn.hpp"
#include "solve/evaluation.hpp"

namespace pairtwist {

class PointsAhead {
 public:
  /// meter: told what all of the points cost, or nullptr; average_cost: of a point, if somebody has
  /// looked at some already; dear_last: as in SolveOptions. All else must outlive this.
  PointsAhead(const Job& job, const Scan& scan, const PointSet& points, const BatchSizer& sizer,
              WorkPlanner& planner, int threads, const StopFlag* stop, WorkMeter* meter,
              std::optional<double> average_cost, bool dear_last)
      : job_(job),
        scan_(scan),
        points_(points),
        to_prepare_(points),
        sizer_(sizer),
        planner_(planner),
        threads_(threads),
        stop_(stop),
        meter_(meter),
        average_cost_(average_cost),
        dear_last_(dear_last) {}

  bool empty() const { return next_ == points_.size(); }

  struct Prepared {
    std::size_t index;  ///< of the point in the scan
    Task task;
    PointBytes bytes;
    /// With dear_last: 0 of all that takes less than a second, and each further one is four times
    /// as dear. Points of one batch are of one.
    int price = 0;
  };
  /// The next point. Throws what WorkPlanner::work() does, and Interrupted.
  const Prepared& front();
  /// The same, which is gone then.
  Prepared take();

 private:
  void prepare();
  void tell_cost();

  const Job& job_;
  const Scan& scan_;
  const PointSet& points_;
  PointsInTurn to_prepare_;
  const BatchSizer& sizer_;
  WorkPlanner& planner_;
  int threads_;
  const StopFlag* stop_;
  WorkMeter* meter_;
  double cost_ = 0.0;                   ///< of what was prepared so far
  std::optional<double> average_cost_;  ///< of some of the others
  bool dear_last_;
  std::size_t next_ = 0;            ///< so many points are gone
  std::vector<Prepared> prepared_;  ///< the points from first_prepared_ on
  std::size_t first_prepared_ = 0;
};

}  // namespace pairtwist
