// SPDX-License-Identifier: BSD-3-Clause
// From the command line to a job: the config file, stdin or a result file, then --unset and --set,
// then flags.
#pragma once

#include <vector>

#include "cli/commands.hpp"
#include "io/start_files.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist::cli {

struct ReadJob {
  Job job;
  std::vector<StoredStart> stored;  ///< start files of a result file
};

/// What the user is to be told of it is said on stderr. Throws UsageError and IoError.
ReadJob read_job(const ConfigOptions& options);

}  // namespace pairtwist::cli
