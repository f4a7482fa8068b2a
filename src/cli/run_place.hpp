// SPDX-License-Identifier: BSD-3-Clause
// Where the result of a run goes: its name, what must not be overwritten, what is there already.
#pragma once

#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "io/start_files.hpp"
#include "pairtwist/job.hpp"
#include "plan/plan.hpp"

namespace pairtwist::cli {

/// -o FILE, or the config's stem + ".h5". Throws UsageError of a config without a name.
std::string output_path(const RunOptions& options);

/// Throws if the result would take the place of what it is made from.
void spare_inputs(const std::string& path, const RunOptions& options, const Job& job);

/// Whether the file is there, whole and of this job, and is not to be overwritten: said, and what
/// is left of its parts is removed. Throws IoError if it is of another.
bool was_done_before(const RunOptions& options, const std::string& path, const Job& job,
                     const std::vector<StartFile>& files);

/// Warns of a disk that will be full. Of a scan that begins: what is there of one that goes on has
/// its place already.
void look_for_space(const std::string& path, const Plan& plan, const RunOptions& options);

}  // namespace pairtwist::cli
