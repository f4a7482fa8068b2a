// SPDX-License-Identifier: BSD-3-Clause
// What a run says when it is through, and its exit code.
#pragma once

#include <string>

#include "backend/backend.hpp"
#include "cli/commands.hpp"
#include "io/scan_output.hpp"
#include "pairtwist/job.hpp"
#include "pairtwist/scan.hpp"
#include "pairtwist/solve.hpp"

namespace pairtwist::cli {

/// solved_now: by this process, of all that outcome tells. Returns the exit code.
int report_run(const RunOptions& options, const Job& job, const Scan& scan, const Backend& backend,
               const std::string& path, const ScanReport& solved_now,
               const ScanOutput::Outcome& outcome, double seconds);

}  // namespace pairtwist::cli
