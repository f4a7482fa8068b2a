// SPDX-License-Identifier: BSD-3-Clause
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

PointsAhead::Prepared PointsAhead::take() {
  front();
  return std::move(prepared_[next_++ - first_prepared_]);
}

std::vector<std::size_t> PointsAhead::next_indices(std::size_t count) {
  std::vector<std::size_t> indices;
  indices.reserve(count);
  while (indices.size() < count) {
    const PointRange& range = points_.ranges()[range_];
    if (within_ == range.count) {
      ++range_;
      within_ = 0;
    } else {
      indices.push_back(range.first + within_++);
    }
  }
  return indices;
}

void PointsAhead::prepare() {
  constexpr std::size_t together = 1024;
  first_prepared_ = next_;
  const std::vector<std::size_t> indices = next_indices(std::min(together, points_.size() - next_));
  prepared_.clear();
  prepared_.resize(indices.size());
  engines::run_short_tasks<WorkPlanner::Recent>(
      static_cast<std::int64_t>(prepared_.size()), threads_,
      [&](std::int64_t i, WorkPlanner::Recent& recent) {
        auto& [index, task, bytes] = prepared_[static_cast<std::size_t>(i)];
        index = indices[static_cast<std::size_t>(i)];
        task.number = index;
        task.point = scan_.point(index);
        task.work = planner_.work(task.point, recent);
        bytes = sizer_.bytes(task.point, task.work);
      },
      StopFlag::address_of(stop_));
  if (stop_ != nullptr && stop_->raised())
    throw Interrupted("the scan was interrupted; nothing was kept");
}

}  // namespace pairtwist
