// SPDX-License-Identifier: BSD-3-Clause
// Which samples of the blocks in a pack's lanes are still to be taken. Every lane has times and a
// pace of its own.
#pragma once

#include <cmath>
#include <cstdint>

#include "engines/lanes.hpp"
#include "physics/scalar.hpp"

namespace pairtwist::engines {

template <class S>
class SampleClock {
 public:
  static constexpr int width = Lanes<S>::width;

  /// Lanes that are not set have no samples.
  PT_HD SampleClock() {
    for (int i = 0; i < width; ++i) {
      times_[i] = nullptr;
      photon_scales_[i] = nullptr;
      count_[i] = 0;
      next_[i] = 0;
      waiting_[i] = 0.0;
    }
  }
  /// The lane is at its first sample. times  [count]  absolute, not decreasing; photon_scales
  /// [count]  Batch::photon_scales, or nullptr if nobody asks for them
  PT_HD void set(int lane, const double* times, const double* photon_scales, std::int64_t count) {
    times_[lane] = times;
    photon_scales_[lane] = photon_scales;
    count_[lane] = count;
    next_[lane] = 0;
    waiting_[lane] = waits(lane) ? 1.0 : 0.0;
  }

  /// Whether the lane has a sample `ahead` of its next one, or that.
  PT_HD bool waits(int lane, std::int64_t ahead = 0) const {
    return next_[lane] + ahead < count_[lane];
  }
  PT_HD bool done() const {
    for (int i = 0; i < width; ++i)
      if (waits(i)) return false;
    return true;
  }
  /// 1 on the lanes that have samples left.
  PT_HD S waiting() const { return Lanes<S>::load(waiting_); }

  /// Of a lane: the number of its next sample, and the time of the one that is `ahead` of it.
  PT_HD std::int64_t next(int lane) const { return next_[lane]; }
  PT_HD double time(int lane, std::int64_t ahead = 0) const {
    return times_[lane][next_[lane] + ahead];
  }
  /// What the next sample of a lane needs.
  PT_HD double photon_scale(int lane) const {
    return waits(lane) ? photon_scales_[lane][next_[lane]] : 1.0;
  }
  PT_HD S photon_scale() const {
    double scales[width];
    for (int i = 0; i < width; ++i) scales[i] = photon_scale(i);
    return Lanes<S>::load(scales);
  }
  /// What is needed at the time `now` before, if everything decays with kappa until then.
  PT_HD S photon_scale(const S& now, const S& kappa) const {
    double scales[width], times[width], rates[width];
    Lanes<S>::store(now, times);
    Lanes<S>::store(kappa, rates);
    for (int i = 0; i < width; ++i) {
      scales[i] = photon_scale(i);
      if (scales[i] < 1.0)
        scales[i] = ::fmin(scales[i] * ::exp(rates[i] * (time(i) - times[i])), 1.0);
    }
    return Lanes<S>::load(scales);
  }
  PT_HD void advance(int lane, std::int64_t samples = 1) {
    next_[lane] += samples;
    waiting_[lane] = waits(lane) ? 1.0 : 0.0;
  }

  PT_HD bool due(int lane, double until) const { return waits(lane) && time(lane) <= until; }
  /// Samples of a lane up to and at `until`.
  PT_HD std::int64_t count_due(int lane, double until) const {
    std::int64_t count = 0;
    while (waits(lane, count) && time(lane, count) <= until) ++count;
    return count;
  }

  /// Whether a sample lies in a step that ends at `finish`, of the lanes of `accepted`.
  template <class Mask>
  PT_HD bool any_due(const Mask& accepted, const S& finish) const {
    using physics::select;
    double flags[width], ends[width];
    Lanes<S>::store(select(accepted, S(1.0), S(0.0)), flags);
    Lanes<S>::store(finish, ends);
    for (int i = 0; i < width; ++i)
      if (flags[i] != 0.0 && due(i, ends[i])) return true;
    return false;
  }

  /// Calls sample(x, is_due) with the fraction x of the step at which the next sample of each lane
  /// lies, as long as one is due.
  template <class Mask, class Sample>
  PT_HD void take(const Mask& accepted, const S& begin, const S& h, const S& finish,
                  const Sample& sample) {
    using physics::select;
    double flags[width], begins[width], steps[width], ends[width], x[width];
    Lanes<S>::store(select(accepted, S(1.0), S(0.0)), flags);
    Lanes<S>::store(begin, begins);
    Lanes<S>::store(h, steps);
    Lanes<S>::store(finish, ends);
    for (;;) {
      bool is_due[width];
      bool found = false;
      for (int i = 0; i < width; ++i) {
        is_due[i] = flags[i] != 0.0 && due(i, ends[i]);
        found = found || is_due[i];
        const bool inside = is_due[i] && time(i) < ends[i];
        x[i] = inside ? (time(i) - begins[i]) / steps[i] : 1.0;
      }
      if (!found) return;
      sample(Lanes<S>::load(x), is_due);
      for (int i = 0; i < width; ++i)
        if (is_due[i]) advance(i);
    }
  }

 private:
  const double* times_[width];
  const double* photon_scales_[width];
  std::int64_t count_[width];
  std::int64_t next_[width];
  double waiting_[width];  ///< waits() as a number
};

}  // namespace pairtwist::engines
