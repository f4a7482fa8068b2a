// SPDX-License-Identifier: BSD-3-Clause
#include "solve/stretches.hpp"

#include <utility>

namespace pairtwist {

Stretches::Stretches(PointSet points, std::size_t each, int lines, const StopFlag* finish,
                     Give give)
    : each_(each),
      most_ahead_(2 * static_cast<std::size_t>(lines)),
      finish_(finish),
      give_(std::move(give)),
      points_(std::move(points)) {}

std::optional<Stretches::Stretch> Stretches::next() {
  std::unique_lock lock(mutex_);
  given_.wait(lock, [this] { return failure_ || next_ < due_ + most_ahead_; });
  if (failure_ || points_.left() == 0 || (finish_ != nullptr && finish_->raised()))
    return std::nullopt;
  return Stretch{next_++, points_.next(each_)};
}

void Stretches::done(const Stretch& stretch, std::vector<FinishedBatch> batches) {
  const std::lock_guard lock(mutex_);
  waiting_[stretch.number] = std::move(batches);
  try {
    give_what_is_due();
  } catch (...) {
    end_by_exception();
    throw;
  }
}

void Stretches::give_what_is_due() {
  // Behind a fault nothing is given any more.
  for (auto first = waiting_.begin(); !failure_ && first != waiting_.end() && first->first == due_;
       first = waiting_.begin()) {
    for (FinishedBatch& batch : first->second) give_(std::move(batch));
    waiting_.erase(first);
    ++due_;
    given_.notify_all();
  }
}

void Stretches::fail() noexcept {
  const std::lock_guard lock(mutex_);
  end_by_exception();
}

void Stretches::end_by_exception() noexcept {
  if (!failure_) failure_ = std::current_exception();
  given_.notify_all();
}

bool Stretches::end() {
  if (failure_) std::rethrow_exception(failure_);
  return points_.left() == 0;
}

}  // namespace pairtwist
