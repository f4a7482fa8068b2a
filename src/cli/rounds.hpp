// SPDX-License-Identifier: BSD-3-Clause
// Which time it is that the points in work are solved: once more with more photon levels, or at
// times between the samples. A meter tells of each solution as if there was nothing else.
#pragma once

#include "pairtwist/work_meter.hpp"

namespace pairtwist::cli {

class Rounds {
 public:
  struct Round {
    int number = 1;
    double share = 0.0;    ///< of the work, when it began
    double seconds = 0.0;  ///< since then
  };

  /// To be called often; seconds: since the scan was begun.
  Round look(const WorkMeter::Reading& reading, double seconds) {
    if (reading.points_done != points_done_) {
      points_done_ = reading.points_done;
      round_ = {};
      began_ = seconds;
      share_ = 0.0;
    } else if (reading.share < share_ - least_fall) {
      round_ = {.number = round_.number + 1, .share = reading.share};
      began_ = seconds;
    }
    share_ = reading.share;
    round_.seconds = seconds - began_;
    return round_;
  }

 private:
  /// A few steps more than were thought are no further round.
  static constexpr double least_fall = 0.02;

  std::int64_t points_done_ = 0;
  double share_ = 0.0;
  double began_ = 0.0;
  Round round_;
};

}  // namespace pairtwist::cli
