// Progress of a scan on stderr: one live line on a terminal, otherwise one plain line every 30 s.
#pragma once

#include <chrono>
#include <cstdint>

#include "pairtwist/solve.hpp"

namespace pairtwist::cli {

class Progress {
 public:
  Progress(std::int64_t points, bool quiet);
  ~Progress();  ///< ends the live line
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void update(const ScanReport& report);

 private:
  using Clock = std::chrono::steady_clock;
  std::int64_t points_;
  bool quiet_;
  bool live_;
  bool line_open_ = false;
  Clock::time_point started_ = Clock::now();
  Clock::time_point shown_ = started_;
};

}  // namespace pairtwist::cli
