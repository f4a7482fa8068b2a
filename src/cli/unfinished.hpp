// SPDX-License-Identifier: BSD-3-Clause
// A result that is asked for and is not there yet.
#pragma once

#include <string>

namespace pairtwist::cli {

/// If `path` is not there and has no parts, but is being written: that, for people; else "".
std::string in_work_text(const std::string& path);

/// Throws IoError if `path` is not there but FILE.parts beside it is, or is such a folder itself,
/// or is being written: how far the scan is, and how to come to a result.
void refuse_unfinished(const std::string& path);

}  // namespace pairtwist::cli
