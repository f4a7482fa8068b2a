// SPDX-License-Identifier: BSD-3-Clause
// The TOML file of `pairtwist lab` (docs/lab.md).
#pragma once

#include <string>
#include <vector>

#include "lab/laboratory.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist::lab {

/// Reads and validates a laboratory. A table of the trap's potential is looked for beside the file.
/// notes: what of the file the changes leave out is appended. Throws UsageError (naming file, line,
/// key, what was found and what is allowed), IoError if a file cannot be read.
Laboratory read_laboratory(const std::string& path, const ConfigChanges& changes,
                           std::vector<std::string>& notes);

}  // namespace pairtwist::lab
