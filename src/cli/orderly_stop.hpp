// SPDX-License-Identifier: BSD-3-Clause
// How a run is stopped: by a signal, or when its time is up, the batches under way are finished if
// that does not take long.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "pairtwist/stop_flag.hpp"

namespace pairtwist::cli {

class OrderlyStop {
 public:
  /// watch_for_interruption() must have been called. worth_finishing: whether batches that are
  /// finished would be kept after a signal; when the time is up, they are. hours: from now on;
  /// none: no end.
  OrderlyStop(std::function<bool()> worth_finishing, std::optional<double> hours);
  ~OrderlyStop();
  OrderlyStop(const OrderlyStop&) = delete;
  OrderlyStop& operator=(const OrderlyStop&) = delete;

  /// Raised first: no further batch. For SolveOptions::finish.
  const StopFlag& finish() const { return finish_; }
  /// Raised 20 s later, or at once if nothing is worth finishing. For SolveOptions::stop.
  const StopFlag& drop() const { return drop_; }
  /// Raised with the first of these: for what leaves nothing to finish.
  const StopFlag& requested() const { return requested_; }
  /// It was the time, no signal.
  bool time_is_up() const { return time_is_up_; }
  /// The same in words.
  std::string reason() const;

 private:
  using Clock = std::chrono::steady_clock;
  void watch();

  std::function<bool()> worth_finishing_;
  Clock::time_point end_;
  StopFlag requested_;
  StopFlag finish_;
  StopFlag drop_;
  std::atomic<bool> time_is_up_ = false;
  std::atomic<bool> over_ = false;
  std::thread thread_;  // the last: it uses the others
};

}  // namespace pairtwist::cli
