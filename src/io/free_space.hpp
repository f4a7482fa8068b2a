// SPDX-License-Identifier: BSD-3-Clause
// Whether what a run is going to write has room where it goes, before anything is solved.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace pairtwist {

/// Bytes that may be written to the folder of a file; nothing where nobody says so.
std::optional<std::uintmax_t> free_space(const std::string& path);

/// bytes: of the numbers before compression; free: beside that, in bytes. "" where they fit even
/// so, else a warning; throws IoError where they cannot fit however well they compress.
std::string space_warning(const std::string& path, std::int64_t bytes, std::uintmax_t free);

}  // namespace pairtwist
