// SPDX-License-Identifier: BSD-3-Clause
#include "backend/place_threads.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace pairtwist {

PlaceThreads::PlaceThreads(std::size_t places, std::size_t slots, Solve solve)
    : solve_(std::move(solve)), slots_(slots) {
  assert(places > 0 && slots >= places);
  for (std::size_t place = 0; place < places; ++place)
    threads_.emplace_back([this, place] { work(place); });
}

PlaceThreads::~PlaceThreads() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  queued_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void PlaceThreads::start(std::size_t slot) {
  {
    const std::lock_guard lock(mutex_);
    assert(slots_.at(slot).stage == Stage::free);
    slots_.at(slot).stage = Stage::queued;
    queue_.push_back(slot);
  }
  queued_.notify_one();
}

void PlaceThreads::wait(std::size_t slot) {
  std::unique_lock lock(mutex_);
  Slot& waited_for = slots_.at(slot);
  assert(waited_for.stage != Stage::free);
  done_.wait(lock, [&] { return waited_for.stage == Stage::done; });
  waited_for.stage = Stage::free;
  if (waited_for.error) std::rethrow_exception(std::exchange(waited_for.error, nullptr));
}

void PlaceThreads::abandon(std::size_t slot) noexcept {
  std::unique_lock lock(mutex_);
  Slot& left = slots_[slot];
  if (left.stage == Stage::queued) queue_.erase(std::find(queue_.begin(), queue_.end(), slot));
  if (left.stage == Stage::under_way) done_.wait(lock, [&] { return left.stage == Stage::done; });
  left = {};
}

void PlaceThreads::work(std::size_t place) {
  std::unique_lock lock(mutex_);
  while (true) {
    queued_.wait(lock, [this] { return over_ || !queue_.empty(); });
    if (over_) return;
    const std::size_t slot = queue_.front();
    queue_.pop_front();
    slots_[slot].stage = Stage::under_way;
    lock.unlock();
    std::exception_ptr error;
    try {
      solve_(place, slot);
    } catch (...) {
      error = std::current_exception();
    }
    lock.lock();
    slots_[slot].error = error;
    slots_[slot].stage = Stage::done;
    done_.notify_all();
  }
}

}  // namespace pairtwist
