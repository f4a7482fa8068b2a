#include "solve/points_ahead.hpp"

#include <algorithm>
#include <utility>

#include "engines/run_tasks.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {

const PointsAhead::Prepared& PointsAhead::front() {
  if (next_ >= first_prepared_ + prepared_.size()) prepare();
  return prepared_[next_ - first_prepared_];
}

Task PointsAhead::take() {
  front();
  return std::move(prepared_[next_++ - first_prepared_].task);
}

void PointsAhead::prepare() {
  constexpr std::size_t together = 1024;
  first_prepared_ = next_;
  prepared_.clear();
  prepared_.resize(std::min(together, count() - next_));
  engines::run_short_tasks<WorkPlanner::Recent>(
      static_cast<std::int64_t>(prepared_.size()), threads_,
      [&](std::int64_t i, WorkPlanner::Recent& recent) {
        auto& [task, bytes] = prepared_[static_cast<std::size_t>(i)];
        task.point = scan_.point(index_of(next_ + static_cast<std::size_t>(i)));
        task.work = planner_.work(task.point, recent);
        bytes = sizer_.bytes(task.point, task.work);
      },
      stop_ != nullptr ? stop_->address() : nullptr);
  if (stop_ != nullptr && stop_->raised())
    throw Interrupted("the scan was interrupted; nothing was kept");
}

}  // namespace pairtwist
