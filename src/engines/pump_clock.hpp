// SPDX-License-Identifier: BSD-3-Clause
// Which segment of constant pump the block in each lane of a pack is in. Every lane has segments of
// its own.
#pragma once

#include <cstdint>

#include "engines/lanes.hpp"
#include "physics/coherent_point.hpp"
#include "physics/scalar.hpp"

namespace pairtwist::engines {

template <class S>
class PumpClock {
 public:
  static constexpr int width = Lanes<S>::width;

  /// The lane is at t = 0 and runs until `stop`; segments  [count], count > 0
  PT_HD void set(int lane, const physics::CoherentSegment* segments, std::uint32_t count,
                 double stop) {
    segment_[lane] = segments;
    last_[lane] = segments + (count - 1);
    stop_[lane] = stop;
    leave(lane, 0.0);
  }

  PT_HD const physics::CoherentSegment& segment(int lane) const { return *segment_[lane]; }
  /// Of the segment, as far as the lane runs.
  PT_HD double end(int lane) const {
    const double until = segment_[lane]->until;
    return until < stop_[lane] ? until : stop_[lane];
  }
  PT_HD double stop(int lane) const { return stop_[lane]; }

  /// 1 on the lanes of `moved` that at `time` have come to the end of a segment that is not their
  /// last: they go over to the next one.
  template <class Mask>
  PT_HD S next(const Mask& moved, const S& time) {
    using physics::select;
    double flags[width], now[width];
    Lanes<S>::store(select(moved, S(1.0), S(0.0)), flags);
    Lanes<S>::store(time, now);
    for (int i = 0; i < width; ++i) flags[i] = flags[i] != 0.0 && leave(i, now[i]) ? 1.0 : 0.0;
    return Lanes<S>::load(flags);
  }

 private:
  /// While, not if: a segment may have no length.
  PT_HD bool leave(int lane, double now) {
    bool over = false;
    while (now >= end(lane) && now < stop_[lane] && segment_[lane] < last_[lane]) {
      ++segment_[lane];
      over = true;
    }
    return over;
  }

  const physics::CoherentSegment* segment_[width];
  const physics::CoherentSegment* last_[width];
  double stop_[width];
};

}  // namespace pairtwist::engines
