// SPDX-License-Identifier: BSD-3-Clause
// FILE.parts, the folder of a scan in work, and what it says of the scan as a whole (scan.json),
// which never changes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "io/parts_manifest.hpp"
#include "io/scan_identity.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist {

/// "FILE.parts"
std::string parts_path(const std::string& result);
/// FILE of FILE.parts; "" if the folder has no such name.
std::string result_of_parts(const std::string& folder);

struct PartsHeader {
  ScanIdentity identity;
  std::string config;           ///< as it was read, for provenance
  std::string resolved_config;  ///< of who made the folder
  std::size_t points = 0;
  PartOrigin origin;  ///< of who made the folder
};
PartsHeader parts_header(const Job& job, const std::vector<StartFile>& files, std::size_t points,
                         const PartOrigin& origin);

/// None if there is no such folder, or one in which nothing was written yet. Throws IoError if it
/// is something else, or damaged.
std::optional<PartsHeader> read_parts_header(const std::string& folder);

/// Makes the folder. If another process has done so meanwhile, theirs stays: to be read again.
/// Throws IoError.
void make_parts_folder(const std::string& folder, const PartsHeader& header);

/// Removes all that belongs to a scan's parts, and the folder; true if nothing else was in it. A
/// scan of the same config takes what is left after an interruption for its own. Throws IoError.
bool remove_parts_folder(const std::string& folder);

/// The same for what is left beside a complete result file of that scan; false if nothing was.
bool remove_needless_parts(const std::string& result, const ScanIdentity& identity);

}  // namespace pairtwist
