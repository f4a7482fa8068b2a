// SPDX-License-Identifier: BSD-3-Clause
// Progress of a scan on stderr: a line by a meter.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "cli/progress_line.hpp"
#include "cli/rounds.hpp"
#include "pairtwist/solve.hpp"
#include "pairtwist/work_meter.hpp"

namespace pairtwist::cli {

/// "3 / 10 points, 1.5 points/s, about 5 s left, 0 failed"; with what is done of the batch in work,
/// where few points are. What is left is by what points were counted to cost; before the first one
/// has an end the least of this round, once there is ground for that. present: as many of the
/// points were there before; elapsed: seconds since the scan was begun; still: since when nothing
/// has been gained; max_seconds: that solving a point may take, and so what is left at most.
std::string progress_text(const WorkMeter::Reading& reading, const Rounds::Round& round,
                          std::int64_t points, std::int64_t failed, double elapsed,
                          std::int64_t present, double still, double max_seconds);

class Progress {
 public:
  /// present: so many of the points are there already; max_seconds: solve.max_seconds; notes: said
  /// of a scan that takes over a second.
  Progress(std::int64_t points, bool quiet, std::int64_t present = 0,
           double max_seconds = std::numeric_limits<double>::infinity(),
           std::vector<std::string> notes = {});

  /// For SolveOptions::meter.
  WorkMeter* meter() { return &meter_; }
  void update(const ScanReport& report) { failed_ = report.failed; }

 private:
  using Clock = std::chrono::steady_clock;
  void look();
  std::string text() const;

  WorkMeter meter_;
  std::int64_t points_;
  std::int64_t present_;
  double max_seconds_;
  std::atomic<std::int64_t> failed_{0};
  Clock::time_point started_ = Clock::now();
  WorkMeter::Reading reading_;  ///< when it was looked at last
  Rounds rounds_;
  Rounds::Round round_;
  double gained_ = 0.0;                         ///< of all, then
  Clock::time_point gained_at_ = Clock::now();  ///< and was more than before
  ProgressLine line_;                           ///< the last: its thread uses the others
};

}  // namespace pairtwist::cli
