// SPDX-License-Identifier: BSD-3-Clause
// The command line as plain data, read from CLI11's own tables: what man pages and completion are
// made of, so that neither has a list of its own.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace pairtwist::cli {

struct OptionWords {
  std::vector<std::string> names;    ///< {"-o", "--output"}; of an argument its name alone, "FILE"
  std::string value;                 ///< what its value is called: "KEY=VALUE"; empty: a flag
  std::vector<std::string> choices;  ///< all values that it takes; empty: any
  std::string help;
  bool required = false;
  bool repeatable = false;
};

struct CommandWords {
  std::string name;  ///< "run"; of the program itself "pairtwist"
  std::string help;
  std::vector<OptionWords> arguments;  ///< those without a flag, in their order
  std::vector<OptionWords> options;
  std::vector<CommandWords> commands;  ///< of the program; a command has none
};

/// The program with all its commands, sorted by name.
CommandWords program_words(const CLI::App& app);

/// The option that has this name, null if there is none.
const OptionWords* find_option(const CommandWords& command, const std::string& name);

}  // namespace pairtwist::cli
