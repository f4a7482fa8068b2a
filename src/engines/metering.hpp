// What a batch tells of itself while it is solved.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "pairtwist/work_meter.hpp"

namespace pairtwist::engines {

/// Of one batch: when a place has begun to solve it. Waiting for a place is nobody's work.
class SolveClock {
 public:
  using Clock = std::chrono::steady_clock;

  void reset() { began_ = never; }
  void begin() { began_ = Clock::now().time_since_epoch().count(); }
  /// Seconds since begin(); 0 before it.
  double seconds() const {
    const Clock::rep began = began_;
    if (began == never) return 0.0;
    return std::chrono::duration<double>(Clock::now() - Clock::time_point(Clock::duration(began)))
        .count();
  }

 private:
  static constexpr Clock::rep never = -1;
  std::atomic<Clock::rep> began_{never};
};

inline void expect(WorkMeter* meter, std::int64_t parts, double work) {
  if (meter != nullptr) meter->expect(parts, work);
}
inline void add(WorkMeter* meter, std::int64_t parts, double work) {
  if (meter != nullptr) meter->add(parts, work);
}

}  // namespace pairtwist::engines
