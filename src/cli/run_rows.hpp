// SPDX-License-Identifier: BSD-3-Clause
// The rows of a run: solved, written, and kept as parts where an error or a signal ends it.
#pragma once

#include <string>
#include <vector>

#include "backend/backend.hpp"
#include "cli/commands.hpp"
#include "cli/orderly_stop.hpp"
#include "io/file_work.hpp"
#include "io/scan_output.hpp"
#include "pairtwist/job.hpp"
#include "pairtwist/scan.hpp"
#include "pairtwist/solve.hpp"
#include "plan/state_readers.hpp"

namespace pairtwist::cli {

/// What a run solves, and with what.
struct RunInputs {
  const Job& job;
  const Scan& scan;
  Backend& backend;
  const StateReaders& readers;
  const RunOptions& options;
};

struct SolvedRows {
  ScanReport report;  ///< of the points that were left
  ScanOutput::Outcome outcome;
};

/// Solves what output lacks and writes it. notes: said if that takes long. An error leaves what was
/// solved until then in parts, where that is any, and its message says so.
SolvedRows solve_rows(const RunInputs& run, const OrderlyStop& stop, const FileWork& work,
                      std::vector<std::string> notes, ScanOutput& output);

}  // namespace pairtwist::cli
