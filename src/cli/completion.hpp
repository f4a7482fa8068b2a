// SPDX-License-Identifier: BSD-3-Clause
// What can come next on a command line: the shells' completion asks the program itself, so that it
// knows the commands, keys and quantities of the version that is installed.
#pragma once

#include <string>
#include <vector>

#include "cli/command_words.hpp"

namespace pairtwist::cli {

/// How the shells ask: `pairtwist __complete -- WORD...`, the last word being the one that is
/// completed, perhaps empty.
inline constexpr const char* completion_request = "__complete";

struct Candidate {
  std::string word;  ///< all of the word that is completed
  std::string help;
};

struct Candidates {
  std::vector<Candidate> words;
  bool files = false;  ///< the word is the name of a file, which the shell completes
};

/// What the last word can be; those before it say whose option or argument it is.
Candidates candidates(const CommandWords& program, const std::vector<std::string>& words);

/// Prints them, a line each, its help behind a tabulator; ":files" where the shell is to go on.
int answer_completion(const CommandWords& program, const std::vector<std::string>& words);

/// Prints the script that makes a shell ask; shell: one of completed_shells().
int print_completion(const std::string& shell);
std::vector<std::string> completed_shells();

}  // namespace pairtwist::cli
