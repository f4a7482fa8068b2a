// SPDX-License-Identifier: BSD-3-Clause
// The group of a result file that holds its small start files, byte by byte. Readers of netCDF look
// at the root alone, and find it as it was. A Dataset, which has no groups, holds them in
// attributes of the root, light_start and atoms_start, of int8: netCDF's classic form has no
// unsigned bytes.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "io/h5.hpp"

namespace pairtwist {

inline constexpr const char* start_group_name = "start_files";

/// Contents by role, "light" or "atoms"; writes nothing where there are none.
void write_stored_starts(hid_t file, const std::map<std::string, std::string>& contents);

/// nullptr if the file does not have it. Throws IoError if it cannot be read, or is not of the
/// SHA-256 that the root's attribute says.
std::shared_ptr<const std::string> read_stored_start(hid_t file, const std::string& role);

/// All that are stored, likewise.
void check_stored_starts(hid_t file);

}  // namespace pairtwist
