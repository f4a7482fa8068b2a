// SPDX-License-Identifier: BSD-3-Clause
// A short run of a part of a scan, to tell how long the whole will take and how large it will get.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "backend/backend.hpp"
#include "pairtwist/job.hpp"
#include "pairtwist/scan.hpp"
#include "pairtwist/solve.hpp"
#include "plan/state_readers.hpp"

namespace pairtwist::cli {

struct PilotEstimate {
  std::int64_t points = 0;  ///< solved by the pilot, or begun
  double seconds = 0.0;     ///< for the whole scan; of a pilot that was stopped the least
  bool stopped = false;     ///< these points alone take longer than the pilot may
  double share = 1.0;       ///< of these points' work that it did
  /// The most that the whole will take, where the pilot was stopped and anything is known.
  std::optional<double> most_seconds;
  std::optional<double> row_bytes;  ///< of a point's numbers, compressed, if known
  std::int64_t empty_bytes = 0;     ///< of a file without numbers
  /// By how much it made the process's largest memory grow: batches, rows, and what blocks and
  /// states are solved in, which nobody knows before. Of a pilot that was stopped the least.
  std::int64_t host_bytes = 0;
  ScanReport report;  ///< of its points that came to an end
  /// Of the time that its threads wanted to work, how much they had a processor.
  double processor_share = 1.0;
};

/// Solves blocks of points spread over the scan, more and more of them until about half a second
/// has passed, and writes them to a file in memory. Is stopped after ten seconds: what it says then
/// is taken from the blocks that it finished.
PilotEstimate fly_pilot(const Job& job, const Scan& scan, Backend& backend, int threads,
                        const StateReaders& readers);

/// "3 of the pilot's 64 points: 2 not_converged, 1 below_precision"; "" if none failed.
std::string failures_text(const ScanReport& of_pilot);

}  // namespace pairtwist::cli
