// SPDX-License-Identifier: BSD-3-Clause
#include "cli/manual_pages.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

#include "pairtwist/error.hpp"
#include "pairtwist/version.hpp"

namespace pairtwist::cli {
namespace {

/// docs/interface.md says more on each.
constexpr std::array<std::pair<Exit, const char*>, 6> exit_codes = {{
    {Exit::done, "done"},
    {Exit::usage, "bad usage or config, or something that this version does not have"},
    {Exit::some_failed, "finished, but some points failed; each is NaN in the file, with a status"},
    {Exit::io, "a file could not be read or written"},
    {Exit::device, "a requested device is not there or failed"},
    {Exit::interrupted, "interrupted, or --max-hours was over; the same command goes on"},
}};

/// Of the program's own page.
constexpr const char* description =
    "A config in TOML goes in; a result file, HDF5 that xarray, h5py, Julia and MATLAB open, and a "
    "picture come out. The config names a model, what of it is scanned and what is computed; "
    "pairtwist keys and pairtwist quantities list what it can say.";
constexpr std::array<std::pair<const char*, const char*>, 5> examples = {{
    {"pairtwist config >mine.toml", "a config to start from"},
    {"pairtwist plan mine.toml", "what it would cost"},
    {"pairtwist run mine.toml", "writes mine.h5; after an interruption the same command goes on"},
    {"pairtwist info mine.h5", "what is in it, and whether it is undamaged"},
    {"pairtwist plot mine.h5", "mine.png, and mine.plot.py, which draws it"},
}};

/// Text as roff takes it: no hyphen becomes a dash, and no line a request.
std::string roff(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\')
      result += "\\e";
    else if (c == '-')
      result += "\\-";
    else if ((c == '.' || c == '\'') && result.empty())
      result += std::string("\\&") + c;
    else
      result += c;
  }
  return result;
}

std::string bold(const std::string& text) { return "\\fB" + roff(text) + "\\fR"; }
std::string italic(const std::string& text) { return "\\fI" + roff(text) + "\\fR"; }

/// "KEY=VALUE", or all that it can be: "auto|cpu|cuda".
std::string value_text(const OptionWords& option) {
  return option.choices.empty() ? italic(option.value)
                                : roff(fmt::format("{}", fmt::join(option.choices, "|")));
}

std::string synopsis(const CommandWords& command, const std::string& called) {
  std::string line = bold(called);
  if (!command.commands.empty()) line += " " + italic("COMMAND") + " ...";
  for (const OptionWords& argument : command.arguments) {
    std::string text = italic(argument.names.front()) + (argument.repeatable ? "..." : "");
    line += argument.required ? " " + text : " [" + text + "]";
  }
  if (!command.options.empty()) line += " [" + italic("options") + "]";
  return line;
}

std::string option_text(const OptionWords& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.names) names.push_back(bold(name));
  std::string line = fmt::format("{}", fmt::join(names, ", "));
  if (!option.value.empty()) line += " " + value_text(option);
  return fmt::format(".TP\n{}\n{}\n", line, roff(option.help));
}

std::string argument_text(const OptionWords& argument) {
  std::string help = argument.help;
  if (!argument.choices.empty()) help += fmt::format(": {}", fmt::join(argument.choices, ", "));
  return fmt::format(".TP\n{}\n{}\n", italic(argument.names.front()), roff(help));
}

std::string page_name(const CommandWords& program, const CommandWords& command) {
  return program.name + "-" + command.name;
}

}  // namespace

std::string manual_page(const CommandWords& program, const CommandWords* command) {
  const CommandWords& of = command == nullptr ? program : *command;
  const std::string name = command == nullptr ? program.name : page_name(program, *command);
  const std::string called = command == nullptr ? name : program.name + " " + command->name;
  std::string upper = name;
  std::ranges::transform(upper, upper.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  // The program's description begins with its name, as its help does.
  const std::string colon = program.name + ": ";
  const std::string help = of.help.starts_with(colon) ? of.help.substr(colon.size()) : of.help;

  std::string page = fmt::format(".TH {} 1 \"\" \"{} {}\" \"User Commands\"\n", roff(upper),
                                 program.name, version);
  page += fmt::format(".SH NAME\n{} \\- {}\n", name, roff(help));
  page += fmt::format(".SH SYNOPSIS\n{}\n", synopsis(of, called));
  if (command == nullptr) page += fmt::format(".SH DESCRIPTION\n{}\n", roff(description));
  if (!of.commands.empty()) page += ".SH COMMANDS\n";
  for (const CommandWords& one : of.commands)
    page += fmt::format(".TP\n{}\n{}; see {}(1)\n", bold(one.name), roff(one.help),
                        bold(page_name(program, one)));
  if (!of.arguments.empty()) page += ".SH ARGUMENTS\n";
  for (const OptionWords& argument : of.arguments) page += argument_text(argument);
  if (!of.options.empty()) page += ".SH OPTIONS\n";
  for (const OptionWords& option : of.options) page += option_text(option);
  page += ".SH EXIT STATUS\n";
  for (const auto& [code, meaning] : exit_codes)
    page += fmt::format(".TP\n{}\n{}\n", static_cast<int>(code), roff(meaning));
  if (command != nullptr) return page + fmt::format(".SH SEE ALSO\n{}(1)\n", bold(program.name));
  page += ".SH EXAMPLES\n";
  for (const auto& [line, what] : examples)
    page += fmt::format(".TP\n{}\n{}\n", bold(line), roff(what));
  return page;
}

int write_manual_pages(const CommandWords& program, const std::string& folder) {
  const auto write = [&](const std::string& name, const std::string& text) {
    const std::filesystem::path path = std::filesystem::path(folder) / (name + ".1");
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (!file)
      throw IoError(fmt::format("{} cannot be written: {}", path.string(), std::strerror(errno)));
  };
  write(program.name, manual_page(program, nullptr));
  for (const CommandWords& command : program.commands)
    write(page_name(program, command), manual_page(program, &command));
  return static_cast<int>(Exit::done);
}

}  // namespace pairtwist::cli
