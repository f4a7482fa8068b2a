// SPDX-License-Identifier: BSD-3-Clause
// A result that is asked for and is not there yet.
#pragma once

#include <string>

namespace pairtwist::cli {

/// Throws IoError if `path` is not there but FILE.parts beside it is, or is such a folder itself:
/// how far the scan is, and how to come to a result.
void refuse_unfinished(const std::string& path);

}  // namespace pairtwist::cli
