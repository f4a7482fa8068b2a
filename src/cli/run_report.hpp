// SPDX-License-Identifier: BSD-3-Clause
// What a run says when it is through, and its exit code.
#pragma once

#include <string>

#include "cli/run_rows.hpp"

namespace pairtwist::cli {

/// solved: what this process did, and what has become of all rows; seconds: what it took. Returns
/// the exit code.
int report_run(const RunInputs& run, const std::string& path, const SolvedRows& solved,
               double seconds);

}  // namespace pairtwist::cli
