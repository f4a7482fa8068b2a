// SPDX-License-Identifier: BSD-3-Clause
// The threads behind a backend of several places: one thread for each place, a queue of slots that
// wait for whichever place is free next.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace pairtwist {

class PlaceThreads {
 public:
  /// Solves what is in a slot, on the place's thread. What it throws, wait(slot) throws.
  using Solve = std::function<void(std::size_t place, std::size_t slot)>;

  PlaceThreads(std::size_t places, std::size_t slots, Solve solve);
  /// Ends what is under way; starts nothing that still waits.
  ~PlaceThreads();
  PlaceThreads(const PlaceThreads&) = delete;
  PlaceThreads& operator=(const PlaceThreads&) = delete;

  /// Returns at once. The slot must be free.
  void start(std::size_t slot);
  /// Blocks until the slot's work is done, and frees the slot.
  void wait(std::size_t slot);
  /// The same without its outcome; work that has not begun is left out.
  void abandon(std::size_t slot) noexcept;

 private:
  enum class Stage { free, queued, under_way, done };
  struct Slot {
    Stage stage = Stage::free;
    std::exception_ptr error;
  };

  void work(std::size_t place);

  Solve solve_;
  std::mutex mutex_;
  std::condition_variable queued_;  ///< or over
  std::condition_variable done_;
  std::vector<Slot> slots_;
  std::deque<std::size_t> queue_;
  bool over_ = false;
  std::vector<std::thread> threads_;  ///< the last: they use the others
};

}  // namespace pairtwist
