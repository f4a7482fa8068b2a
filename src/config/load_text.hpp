// SPDX-License-Identifier: BSD-3-Clause
// A config file into memory, or an error that says why not.
#pragma once

#include <string>
#include <string_view>

namespace pairtwist::config {

/// Reads at most the config's size limit. Throws IoError if the file cannot be read, UsageError if
/// it is larger (before reading it, where the size is known); what: how these name the file.
std::string load_text(const std::string& path, std::string_view what = "the config");

/// The same from standard input.
std::string load_stdin();

}  // namespace pairtwist::config
