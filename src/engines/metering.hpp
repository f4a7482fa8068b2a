// SPDX-License-Identifier: BSD-3-Clause
// What a batch tells of itself while it is solved.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "pairtwist/work_meter.hpp"

namespace pairtwist::engines {

/// Of one batch: since when a place solves it, and until when. Waiting for a place before, and for
/// somebody to look at what is solved, is nobody's work.
class SolveClock {
 public:
  using Clock = std::chrono::steady_clock;

  void reset() { began_ = ended_ = never; }
  void begin() {
    ended_ = never;
    began_ = now();
  }
  void end() { ended_ = now(); }
  /// Seconds from begin() to end() or, before that, until now; 0 before begin().
  double seconds() const {
    const Clock::rep began = began_;
    const Clock::rep ended = ended_;
    if (began == never) return 0.0;
    return std::chrono::duration<double>(Clock::duration((ended == never ? now() : ended) - began))
        .count();
  }

 private:
  static constexpr Clock::rep never = -1;
  static Clock::rep now() { return Clock::now().time_since_epoch().count(); }

  std::atomic<Clock::rep> began_{never};
  std::atomic<Clock::rep> ended_{never};
};

inline void expect(WorkMeter* meter, std::int64_t parts, double work) {
  if (meter != nullptr) meter->expect(parts, work);
}
inline void add(WorkMeter* meter, std::int64_t parts, double work) {
  if (meter != nullptr) meter->add(parts, work);
}
/// For code that knows of no WorkMeter, of any SIMD level: out of line.
inline void tell_of_work(void* meter, double work) { static_cast<WorkMeter*>(meter)->add(0, work); }

}  // namespace pairtwist::engines
