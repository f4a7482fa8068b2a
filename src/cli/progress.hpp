// Progress of a scan on stderr: one live line on a terminal, otherwise one plain line every 30 s.
#pragma once

#include <chrono>
#include <cstdint>

#include "pairtwist/solve.hpp"

namespace pairtwist::cli {

class Progress {
 public:
  /// present: so many of the points are there already.
  Progress(std::int64_t points, bool quiet, std::int64_t present = 0);
  ~Progress();  ///< ends the live line
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void update(const ScanReport& report);

 private:
  using Clock = std::chrono::steady_clock;
  std::int64_t points_;
  std::int64_t present_;
  bool quiet_;
  bool live_;
  bool line_open_ = false;
  Clock::time_point started_ = Clock::now();
  Clock::time_point shown_ = started_;
};

}  // namespace pairtwist::cli
