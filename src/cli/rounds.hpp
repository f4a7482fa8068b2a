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
    double share = 0.0;    ///< of the work, or of evaluating it, when that began
    double seconds = 0.0;  ///< since then
  };

  /// To be called often; seconds: since the scan was begun.
  Round look(const WorkMeter::Reading& reading, double seconds) {
    const bool evaluating = reading.evaluating();
    const double share = evaluating ? reading.evaluated : reading.share;
    if (reading.points_done != points_done_) {
      points_done_ = reading.points_done;
      round_ = {};
      began_ = seconds;
      share_ = 0.0;
    } else if (evaluating != evaluating_) {
      // Making quantities of what is solved has a pace of its own.
      const bool again = evaluating_ && share < 1.0;
      round_ = {.number = round_.number + (again ? 1 : 0), .share = share};
      began_ = seconds;
    } else if (share < share_ - least_fall) {
      round_ = {.number = round_.number + 1, .share = share};
      began_ = seconds;
    }
    evaluating_ = evaluating;
    share_ = share;
    round_.seconds = seconds - began_;
    return round_;
  }

 private:
  /// A few steps more than were thought are no further round.
  static constexpr double least_fall = 0.02;

  std::int64_t points_done_ = 0;
  bool evaluating_ = false;
  double share_ = 0.0;
  double began_ = 0.0;
  Round round_;
};

}  // namespace pairtwist::cli
