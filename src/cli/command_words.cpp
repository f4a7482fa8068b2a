// SPDX-License-Identifier: BSD-3-Clause
#include "cli/command_words.hpp"

#include <algorithm>

namespace pairtwist::cli {
namespace {

/// "TEXT:{auto,cpu,cuda}" as its parts: what the value is called, and what it can be. CLI11 keeps
/// the choices of IsMember nowhere else. The colon of "V[:LABEL]" is the value's own.
void read_type(const std::string& type, OptionWords& words) {
  const std::size_t open = type.find(":{");
  std::size_t colon = type.find(':');
  while (colon != std::string::npos && colon > 0 && type[colon - 1] == '[')
    colon = type.find(':', colon + 1);
  words.value = type.substr(0, colon);
  if (open == std::string::npos || type.back() != '}') return;
  words.choices = CLI::detail::split(type.substr(open + 2, type.size() - open - 3), ',');
}

OptionWords words_of(const CLI::Option& option) {
  OptionWords words;
  words.help = option.get_description();
  words.required = option.get_required();
  if (option.get_positional()) {
    words.names = {option.get_single_name()};
  } else {
    for (const std::string& name : option.get_snames()) words.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) words.names.push_back("--" + name);
  }
  if (option.get_items_expected_max() == 0) return words;
  read_type(option.get_type_name(), words);
  // Of an option that takes one value a time, "repeatable" is what its help says: CLI11 does not
  // know what the callback does with the second.
  words.repeatable = option.get_positional() ? option.get_items_expected_max() > 1
                                             : words.help.find("repeatable") != std::string::npos;
  return words;
}

CommandWords words_of(const CLI::App& app) {
  CommandWords words;
  words.name = app.get_name();
  words.help = app.get_description();
  for (const CLI::Option* option : app.get_options())
    (option->get_positional() ? words.arguments : words.options).push_back(words_of(*option));
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    words.commands.push_back(words_of(*command));
  std::ranges::sort(words.commands, {}, &CommandWords::name);
  return words;
}

}  // namespace

CommandWords program_words(const CLI::App& app) {
  CommandWords words = words_of(app);
  words.name = "pairtwist";  // CLI11 calls it by the path that started it
  return words;
}

const OptionWords* find_option(const CommandWords& command, const std::string& name) {
  for (const OptionWords& option : command.options)
    if (std::ranges::find(option.names, name) != option.names.end()) return &option;
  return nullptr;
}

}  // namespace pairtwist::cli
