// SPDX-License-Identifier: BSD-3-Clause
// Small start files beside the parts of a scan: the result holds them, too, when it is joined
// later, elsewhere, or after they have gone from where the config has them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "io/start_files.hpp"

namespace pairtwist {

/// Copies the contents of the small ones into the folder, where they are not there yet. Throws
/// IoError.
void store_starts(const std::string& folder, const std::vector<StartFile>& files);

struct FoundStarts {
  std::map<std::string, std::string> contents;  ///< by role, for ResultLayout::start_files
  std::vector<std::string> messages;            ///< of those that cannot be had any more
};
/// Of files as the header of the folder knows them: from the folder, else from their paths where
/// they still have the contents that the scan was begun with.
FoundStarts find_starts(const std::string& folder, const std::vector<StartFile>& files);

}  // namespace pairtwist
