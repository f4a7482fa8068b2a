// The points of a scan as tasks, prepared by all threads a little ahead of the batches they go
// into.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "pairtwist/solve.hpp"
#include "plan/batches.hpp"
#include "solve/evaluation.hpp"

namespace pairtwist {

class PointsAhead {
 public:
  /// only: indices into the scan that are to be solved; empty: all. Everything must outlive this.
  PointsAhead(const Scan& scan, const std::vector<std::size_t>& only, const BatchSizer& sizer,
              WorkPlanner& planner, int threads, const StopFlag* stop)
      : scan_(scan),
        only_(only),
        sizer_(sizer),
        planner_(planner),
        threads_(threads),
        stop_(stop) {}

  bool empty() const { return next_ == count(); }
  /// Of the next point, in the scan.
  std::size_t index() const { return index_of(next_); }

  struct Prepared {
    Task task;
    PointBytes bytes;
  };
  /// The next point. Throws what WorkPlanner::work() does, and Interrupted.
  const Prepared& front();
  /// The same, which is gone then.
  Task take();

 private:
  std::size_t count() const { return only_.empty() ? scan_.size() : only_.size(); }
  std::size_t index_of(std::size_t i) const { return only_.empty() ? i : only_[i]; }
  void prepare();

  const Scan& scan_;
  const std::vector<std::size_t>& only_;
  const BatchSizer& sizer_;
  WorkPlanner& planner_;
  int threads_;
  const StopFlag* stop_;
  std::size_t next_ = 0;
  std::vector<Prepared> prepared_;  ///< from point first_prepared_ on
  std::size_t first_prepared_ = 0;
};

}  // namespace pairtwist
