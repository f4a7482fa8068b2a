// SPDX-License-Identifier: BSD-3-Clause
#include "cli/completion.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/key_lines.hpp"
#include "lab/laboratory_keys.hpp"
#include "observables/registry.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::cli {
namespace {

std::vector<Candidate> keys_of_config(const std::string& ending) {
  std::vector<Candidate> found;
  for (const config::KeyLine& line : config::key_lines())
    found.push_back({line.path + ending, line.meaning});
  return found;
}

std::vector<Candidate> keys_of_laboratory(const std::string& ending) {
  std::vector<Candidate> found;
  for (const lab::Key& key : lab::keys()) {
    found.push_back({key.path + ending, key.meaning});
    if (!key.complex) continue;
    for (const char* part : {".abs", ".phase"})
      found.push_back({key.path + part + ending, key.meaning});
  }
  return found;
}

/// Those that the file of this command may have.
std::vector<Candidate> keys_of(const CommandWords& command, const std::string& ending) {
  return command.name == "lab" ? keys_of_laboratory(ending) : keys_of_config(ending);
}

std::vector<Candidate> quantity_names() {
  std::vector<Candidate> found;
  for (const Quantity& quantity : quantities())
    found.push_back({std::string(quantity.name), std::string(quantity.long_name)});
  return found;
}

std::vector<Candidate> command_names(const CommandWords& program) {
  std::vector<Candidate> found;
  for (const CommandWords& command : program.commands)
    found.push_back({command.name, command.help});
  return found;
}

/// What may stand where an option or an argument of the command has its value; `before`: of a list
/// parted by commas, what is there already.
Candidates values(const CommandWords& program, const CommandWords& command,
                  const OptionWords& option, std::string& before) {
  Candidates found;
  const std::string& type = option.value;
  if (!option.choices.empty()) {
    for (const std::string& choice : option.choices) found.words.push_back({choice, ""});
  } else if (type == "KEY=VALUE") {
    found.words = keys_of(command, "=");
  } else if (type == "KEY") {
    found.words = keys_of(command, "");
  } else if (type == "Q,...") {
    found.words = quantity_names();
    before.resize(before.rfind(',') + 1);  // npos + 1 is 0
    return found;
  } else if (option.names.front() == "COMMAND") {
    found.words = command_names(program);
  } else {
    found.files = type == "TEXT" || type == "IMAGE" || type == "PAGE";
  }
  before.clear();
  return found;
}

/// Those that begin with `word`, each with `before` in front of it.
Candidates fitting(Candidates all, const std::string& before, const std::string& word) {
  std::vector<Candidate> kept;
  for (Candidate& one : all.words) {
    one.word = before + one.word;
    if (one.word.starts_with(word)) kept.push_back(std::move(one));
  }
  all.words = std::move(kept);
  return all;
}

std::vector<Candidate> option_names(const CommandWords& command) {
  std::vector<Candidate> found;
  for (const OptionWords& option : command.options)
    for (const std::string& name : option.names) found.push_back({name, option.help});
  return found;
}

/// Which argument the last word is, counted from 0, and the option whose value it is, if it is one.
struct Place {
  std::size_t argument = 0;
  const OptionWords* option = nullptr;
  bool only_arguments = false;  ///< after "--"
};

Place place_of_last(const CommandWords& command, const std::vector<std::string>& words,
                    std::size_t first) {
  Place place;
  for (std::size_t i = first; i + 1 < words.size(); ++i) {
    const std::string& word = words[i];
    if (place.option != nullptr) {
      place.option = nullptr;  // this word was its value
    } else if (word == "--") {
      place.only_arguments = true;
    } else if (!place.only_arguments && word.starts_with('-') && word != "-") {
      const OptionWords* option = find_option(command, word);
      if (option != nullptr && !option->value.empty()) place.option = option;
    } else {
      ++place.argument;
    }
  }
  return place;
}

}  // namespace

Candidates candidates(const CommandWords& program, const std::vector<std::string>& words) {
  if (words.empty()) return {};
  const std::string& word = words.back();
  if (words.size() == 1)
    return fitting({word.starts_with('-') ? option_names(program) : command_names(program)}, "",
                   word);
  const auto command = std::ranges::find(program.commands, words.front(), &CommandWords::name);
  if (command == program.commands.end()) return {};

  const Place place = place_of_last(*command, words, 1);
  std::string before = word;
  if (place.option != nullptr) {
    Candidates found = values(program, *command, *place.option, before);
    return fitting(std::move(found), before, word);
  }
  if (!place.only_arguments && word.starts_with('-')) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) return fitting({option_names(*command)}, "", word);
    const OptionWords* option = find_option(*command, word.substr(0, equals));
    if (option == nullptr || option->value.empty()) return {};
    before = word.substr(equals + 1);
    Candidates found = values(program, *command, *option, before);
    return fitting(std::move(found), word.substr(0, equals + 1) + before, word);
  }
  if (command->arguments.empty()) return {};
  const OptionWords& last = command->arguments.back();
  if (place.argument >= command->arguments.size() && !last.repeatable) return {};
  const std::size_t which = std::min(place.argument, command->arguments.size() - 1);
  Candidates found = values(program, *command, command->arguments[which], before);
  return fitting(std::move(found), before, word);
}

int answer_completion(const CommandWords& program, const std::vector<std::string>& words) {
  const Candidates found = candidates(program, words);
  if (found.files) fmt::print(":files\n");
  for (const Candidate& candidate : found.words)
    fmt::print("{}\t{}\n", candidate.word, candidate.help);
  return static_cast<int>(Exit::done);
}

}  // namespace pairtwist::cli
