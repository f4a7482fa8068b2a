// SPDX-License-Identifier: BSD-3-Clause
// A line of batches: takes points from their preparation to their rows. A scan has one line that
// all threads work on or, if its points are many and cheap, one for each thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "pairtwist/point_set.hpp"
#include "pairtwist/rows.hpp"
#include "pairtwist/scan.hpp"
#include "pairtwist/solve.hpp"
#include "plan/batches.hpp"
#include "solve/batch_pace.hpp"
#include "solve/columns.hpp"
#include "solve/evaluator.hpp"
#include "solve/events.hpp"
#include "solve/extrema.hpp"
#include "solve/points_ahead.hpp"
#include "solve/switch_off.hpp"

namespace pairtwist {

/// What the lines of a scan have in common; it must outlive them.
struct LineTools {
  const Job& job;
  const Scan& scan;
  const SolveOptions& options;
  const ResultLayout& layout;
  WorkPlanner& planner;
  Evaluator& evaluator;
  const BatchSizer& sizer;
  int slots = 1;                            ///< of the backend, that each line has for itself
  int threads = 1;                          ///< that work on a line
  const StopFlag* finish = nullptr;         ///< raised, it ends a line behind its batches in work
  WorkMeter* meter = nullptr;               ///< told what all of its points cost
  std::optional<double> average_cost = {};  ///< of the scan's points, if somebody has looked
};

/// Rows, and what there is to say of their points.
struct FinishedBatch {
  std::vector<RowBlock> blocks;
  ScanReport report;
  PointCost cost;
};

class BatchLine {
 public:
  BatchLine(const LineTools& tools, int first_slot);
  /// After an exception batches may still be under way.
  ~BatchLine();
  BatchLine(const BatchLine&) = delete;
  BatchLine& operator=(const BatchLine&) = delete;

  /// Solves the points batch by batch, in their order, and gives each batch away as soon as its
  /// rows are made. In every slot is a batch in work: while the backend solves some, the host
  /// reduces the oldest. Once `finish` is raised no further batch is begun; false: points are left
  /// then. Throws what run_scan() does.
  bool solve(const PointSet& points, const std::function<void(FinishedBatch)>& give);

 private:
  using Clock = std::chrono::steady_clock;

  /// Some points, from preparation to rows. Stays where it is while the evaluator holds on to
  /// `samples`.
  struct BatchInWork {
    bool busy = false;
    PointSet points;
    std::vector<Task> tasks;
    std::vector<PumpEnd> pump_ends;  ///< only for switch_off = "max_qfi"
    FoundEvents events;              ///< empty without events
    Evaluation samples;              ///< at all times, or at the last one
    Extrema extrema;                 ///< only for over_time = "extrema"
    Clock::time_point started;
    PointCost cost;  ///< of all of them

    PumpEnd pump_end(std::int64_t p) const {
      return pump_ends.empty() ? PumpEnd::found : pump_ends[static_cast<std::size_t>(p)];
    }
    /// Whether solve.max_seconds ended the point, at its samples, between or before them.
    bool timed_out(std::int64_t p) const {
      const auto one = [p](const std::vector<char>& of) {
        return !of.empty() && of[static_cast<std::size_t>(p)] != 0;
      };
      return one(samples.timed_out) || one(events.timed_out) || one(extrema.timed_out) ||
             pump_end(p) == PumpEnd::timed_out;
    }
  };

  void begin_batch(int slot, PointsAhead& points);
  FinishedBatch finish_batch(int slot);
  Evaluation evaluation_of(const std::vector<Task>& tasks,
                           const std::vector<const Quantity*>& quantities, bool all_times) const;
  Status write_point(const BatchInWork& batch, std::int64_t p, double runtime,
                     Columns& columns) const;
  bool lacks_a_quantity(const Evaluation& samples, std::int64_t p) const;

  LineTools tools_;
  int first_slot_;
  BatchSizer sizer_;
  BatchPace pace_;
  Clock::time_point last_finish_;
  TrajectoryMeans kept_means_;
  std::vector<const Quantity*> requested_;
  std::vector<const Quantity*> of_events_;
  std::vector<BatchInWork> in_work_;  ///< [slot - first_slot]
};

}  // namespace pairtwist
