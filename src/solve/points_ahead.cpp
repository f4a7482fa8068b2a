// SPDX-License-Identifier: BSD-3-Clause
#include "solve/points_ahead.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engines/run_tasks.hpp"
#include "pairtwist/error.hpp"
#include "plan/point_cost.hpp"
#include "solve/some_points.hpp"

namespace pairtwist {
namespace {

int price_of(const PointCost& cost) {
  constexpr double second = 2e9;  // operations, about
  constexpr double dearest = 1e18;
  const double seconds = std::min(cost.all, dearest) / second;
  return seconds < 1.0 ? 0 : 1 + static_cast<int>(std::log2(seconds) / 2.0);
}

}  // namespace

const PointsAhead::Prepared& PointsAhead::front() {
  if (next_ >= first_prepared_ + prepared_.size()) prepare();
  return prepared_[next_ - first_prepared_];
}

PointsAhead::Prepared PointsAhead::take() {
  front();
  return std::move(prepared_[next_++ - first_prepared_]);
}

void PointsAhead::prepare() {
  constexpr std::size_t together = 1024;
  first_prepared_ = next_;
  std::vector<std::size_t> indices;
  const PointSet next = to_prepare_.next(together);
  for (const PointRange& range : next.ranges())
    for (std::size_t i = 0; i < range.count; ++i) indices.push_back(range.first + i);
  prepared_.clear();
  prepared_.resize(indices.size());
  const auto samples = static_cast<std::int64_t>(scan_.time().size());
  engines::run_short_tasks<WorkPlanner::Recent>(
      static_cast<std::int64_t>(prepared_.size()), threads_,
      [&](std::int64_t i, WorkPlanner::Recent& recent) {
        auto& [index, task, bytes, price] = prepared_[static_cast<std::size_t>(i)];
        index = indices[static_cast<std::size_t>(i)];
        task.number = index;
        task.point = scan_.point(index);
        task.work = planner_.work(task.point, recent);
        bytes = sizer_.bytes(task.point, task.work);
        task.cost = cost_of(job_, task.point, task.work, samples);
        if (dear_last_) price = price_of(task.cost);
      },
      StopFlag::address_of(stop_));
  if (stop_ != nullptr && stop_->raised())
    throw Interrupted("the scan was interrupted; nothing was kept");
  for (const Prepared& prepared : prepared_) cost_ += prepared.task.cost.all;
  if (meter_ != nullptr) tell_cost();
  std::ranges::stable_sort(prepared_, {}, &Prepared::price);
}

/// Of the points to come some are looked at, once.
void PointsAhead::tell_cost() {
  const std::size_t to_come = to_prepare_.left();
  if (to_come > 0 && !average_cost_)
    average_cost_ = look_at_some(job_, scan_, points_, sizer_, planner_).average_cost;
  meter_->expect_in_all(cost_ + static_cast<double>(to_come) * average_cost_.value_or(0.0));
}

}  // namespace pairtwist
