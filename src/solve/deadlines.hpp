// SPDX-License-Identifier: BSD-3-Clause
// solve.max_seconds: a flag for each batch in work, raised when its time is over or when the scan
// is to stop. Knows nothing of what is solved.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

#include "engines/metering.hpp"
#include "pairtwist/stop_flag.hpp"

namespace pairtwist {

class Deadlines {
 public:
  /// stop: raises every flag; or nullptr.
  Deadlines(std::size_t slots, const StopFlag* stop);
  ~Deadlines();
  Deadlines(const Deadlines&) = delete;
  Deadlines& operator=(const Deadlines&) = delete;

  /// From when its clock is begun on a batch in this slot has so many seconds. Nobody may still
  /// read the slot's flag.
  void set(std::size_t slot, double seconds);
  /// The flag is not raised any more; whether the time was over. `seconds`: how long it took.
  bool lift(std::size_t slot, double& seconds);

  const StopFlag& flag(std::size_t slot) const { return slots_.at(slot).flag; }
  engines::SolveClock& clock(std::size_t slot) { return slots_.at(slot).clock; }

 private:
  struct Slot {
    StopFlag flag;
    engines::SolveClock clock;
    double seconds = 0.0;
    bool set = false;
    bool over = false;
  };
  void watch();

  const StopFlag* stop_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Slot> slots_;
  bool end_ = false;
  std::thread thread_;  ///< the last: it uses the others
};

}  // namespace pairtwist
