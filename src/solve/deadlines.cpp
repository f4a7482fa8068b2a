// SPDX-License-Identifier: BSD-3-Clause
#include "solve/deadlines.hpp"

#include <algorithm>
#include <chrono>

namespace pairtwist {
namespace {

/// How late a flag may be.
constexpr std::chrono::milliseconds between_looks{20};

}  // namespace

Deadlines::Deadlines(std::size_t slots, const StopFlag* stop)
    : stop_(stop), slots_(slots), thread_([this] { watch(); }) {}

Deadlines::~Deadlines() {
  {
    const std::lock_guard lock(mutex_);
    end_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Deadlines::set(std::size_t slot, double seconds) {
  {
    const std::lock_guard lock(mutex_);
    Slot& s = slots_.at(slot);
    s.flag = StopFlag();
    s.clock.reset();
    s.seconds = seconds;
    s.set = true;
    s.over = false;
  }
  changed_.notify_one();
}

bool Deadlines::lift(std::size_t slot, double& seconds) {
  const std::lock_guard lock(mutex_);
  Slot& s = slots_.at(slot);
  s.set = false;
  seconds = s.clock.seconds();
  return s.over;
}

void Deadlines::watch() {
  std::unique_lock lock(mutex_);
  while (!end_) {
    bool any = false;
    for (Slot& s : slots_) {
      if (!s.set) continue;
      any = true;
      s.over = s.over || s.clock.seconds() > s.seconds;
      if (s.over || (stop_ != nullptr && stop_->raised())) s.flag.raise();
    }
    if (any)
      changed_.wait_for(lock, between_looks);
    else
      changed_.wait(lock);
  }
}

}  // namespace pairtwist
