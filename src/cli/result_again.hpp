// SPDX-License-Identifier: BSD-3-Clause
// A finished result to be solved again: its job, its start files, its numbers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backend/backend.hpp"
#include "cli/commands.hpp"
#include "io/result_rows.hpp"
#include "io/start_files.hpp"
#include "pairtwist/job.hpp"
#include "pairtwist/results.hpp"
#include "pairtwist/scan.hpp"
#include "plan/state_readers.hpp"

namespace pairtwist::cli {

struct ResultAgain {
  Job job;
  std::vector<StartFile> files;
  Scan scan;
  ResultLayout layout;
  StateReaders readers;
};

/// Throws IoError if FILE is no result file or damaged, or if a start file that it does not hold
/// is another one now.
ResultAgain read_result_again(const std::string& path);

/// What --backend and --device ask for; none: anything will do.
std::optional<BackendChoice> backend_asked_for(const VerifyOptions& options);

/// What is known of who made the file, as root attributes; "" where the file does not say.
struct Maker {
  std::string version, git_commit, build, backend, device, simd;
  std::string merged;  ///< ranges of trajectories that were solved apart
};
Maker maker_of(const ResultRows& rows);

}  // namespace pairtwist::cli
