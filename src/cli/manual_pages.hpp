// SPDX-License-Identifier: BSD-3-Clause
// The man pages, made from the same tables as the help.
#pragma once

#include <string>

#include "cli/command_words.hpp"

namespace pairtwist::cli {

/// Of the program, or of one of its commands, as roff.
std::string manual_page(const CommandWords& program, const CommandWords* command);

/// Writes pairtwist.1 and a pairtwist-COMMAND.1 for each command into an existing folder, over
/// those that are there. Throws IoError.
int write_manual_pages(const CommandWords& program, const std::string& folder);

}  // namespace pairtwist::cli
