// SPDX-License-Identifier: BSD-3-Clause
#include "cli/misspelt.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "config/suggest.hpp"

namespace pairtwist::cli {

std::string hint_of_command(const CommandWords& program, const std::string& word) {
  std::vector<std::string> names;
  for (const CommandWords& command : program.commands) names.push_back(command.name);
  return config::did_you_mean(config::lower_case(word), names);
}

std::string hint_of_option(const CommandWords& program, const std::vector<std::string>& words) {
  if (words.empty()) return {};
  const auto command = std::ranges::find(program.commands, words.front(), &CommandWords::name);
  if (command == program.commands.end()) return {};
  for (const std::string& word : words) {
    if (!word.starts_with("--")) continue;
    if (word == "--") return {};  // what follows are no options
    const std::string name = word.substr(0, word.find('='));
    if (find_option(*command, name) != nullptr) continue;
    std::vector<std::string> known;
    for (const OptionWords& option : command->options)
      known.insert(known.end(), option.names.begin(), option.names.end());
    if (std::string guess = config::did_you_mean(name, known); !guess.empty()) return guess;
    std::vector<std::string> others;
    for (const CommandWords& other : program.commands)
      if (find_option(other, name) != nullptr) others.push_back(other.name);
    if (others.empty()) return {};
    return fmt::format("; {} is an option of {}", name, fmt::join(others, ", "));
  }
  return {};
}

}  // namespace pairtwist::cli
