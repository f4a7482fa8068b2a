// SPDX-License-Identifier: BSD-3-Clause
// What may have been meant by words of the command line that nobody knows.
#pragma once

#include <string>
#include <vector>

#include "cli/command_words.hpp"

namespace pairtwist::cli {

/// "; did you mean run?", or nothing.
std::string hint_of_command(const CommandWords& program, const std::string& word);

/// words: as they were typed, the command first. Of its first option that it does not have: the
/// nearest that it has, else the commands that have it; or nothing.
std::string hint_of_option(const CommandWords& program, const std::vector<std::string>& words);

}  // namespace pairtwist::cli
