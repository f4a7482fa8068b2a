// SPDX-License-Identifier: BSD-3-Clause
#include "config/key_lines.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "config/numeric_keys.hpp"
#include "config/plain_keys.hpp"
#include "config/toml_text.hpp"
#include "config/word_keys.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist::config {
namespace {

constexpr const char* kSections[] = {"model", "light", "atoms", "pump",
                                     "time",  "scan",  "solve", "output"};

/// What a config says that says nothing but what it must; `output` as an inline table.
std::vector<std::pair<std::string, std::string>> defaults_with(const std::string& output) {
  return resolved_values(to_toml(
      parse_config("model.atoms = 1\ntime.stop = 1.0\noutput = " + output + "\n", "defaults")));
}

/// Defaults by path. Those of the light's and atoms' numbers stand in Parameters, whatever state
/// they belong to; those of quantities' keys come with the quantities.
std::map<std::string, std::string> defaults() {
  std::map<std::string, std::string> values;
  for (const char* output : {"{}", "{ quantities = [\"husimi\", \"photon_distribution\"] }"}) {
    for (auto& [path, value] : defaults_with(output)) values.try_emplace(path, value);
  }
  Parameters base;
  for (const NumericKey& key : numeric_keys()) {
    const std::string path(key.path);
    if (key.required || key.of_segment()) {
      values.erase(path);
    } else if (key.part == KeyPart::complex) {
      values[path] = toml_complex(key.complex(base));
    } else if (key.part == KeyPart::real) {
      const auto value = key.get(base);
      if (value) values[path] = key.integer ? plain_number(*value) : toml_number(*value);
    }
  }
  return values;
}

std::string allowed_text(const PlainKey& key) {
  if (key.names == nullptr) return std::string(key.allowed);
  std::vector<std::string> quoted;
  for (const std::string& name : key.names()) quoted.push_back(toml_string(name));
  return fmt::format("{}", fmt::join(quoted, ", "));
}

KeyLine line_of(const NumericKey& key) {
  std::string allowed(key.allowed);
  if (key.part == KeyPart::complex) allowed = "a number, [re, im] or { abs, phase }";
  if (key.path == "pump.switch_off") allowed += ", or \"max_qfi\"";
  return {std::string(key.path), {}, allowed, std::string(key.long_name), true};
}

std::string comment(const KeyLine& key) {
  return fmt::format("# {}: {}", key.meaning, key.allowed);
}

}  // namespace

std::vector<KeyLine> key_lines() {
  std::vector<KeyLine> lines;
  std::set<std::string, std::less<>> seen;
  const auto add = [&](KeyLine line) {
    if (seen.insert(line.path).second) {
      lines.push_back(std::move(line));
    } else if (KeyLine& same = lines.back();
               same.path == line.path && same.allowed != line.allowed) {
      same.allowed += "; with another state " + line.allowed;  // light.n
    }
  };
  const auto add_plain = [&](std::string_view path) {
    for (const PlainKey& key : plain_keys()) {
      if (key.path == path)
        add({std::string(path),
             {},
             allowed_text(key),
             std::string(key.long_name),
             find_word_key(path) != nullptr});
    }
  };
  add_plain("title");
  for (const std::string section : kSections) {
    for (const std::string& name : keys_of(section)) {
      const std::string path = section + "." + name;
      add_plain(path);
      for (const NumericKey& key : numeric_keys()) {
        const bool part = key.path.starts_with(path + ".");
        if (key.path == path || part) add(line_of(key));
      }
    }
    for (const NumericKey& key : numeric_keys()) {
      if (key.section() == section) add(line_of(key));  // those of segments
    }
  }
  const std::map<std::string, std::string> values = defaults();
  for (KeyLine& line : lines) {
    const auto found = values.find(line.path);
    if (found != values.end()) line.default_value = found->second;
  }
  return lines;
}

std::vector<std::pair<std::string, std::string>> resolved_values(const std::string& resolved) {
  std::vector<std::pair<std::string, std::string>> values;
  std::istringstream lines(resolved);
  std::string section;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("[")) {
      section = line.substr(1, line.size() - 2) + ".";
      continue;
    }
    const std::size_t equals = line.find(" = ");
    if (equals == std::string::npos) continue;
    std::string value = line.substr(equals + 3);
    if (value == "[") {
      // One entry a line, each with a comma behind it.
      for (std::string entry; std::getline(lines, entry) && entry != "]";)
        value += (value == "[" ? "" : " ") +
                 entry.substr(std::min(entry.find_first_not_of(' '), entry.size()));
      if (value.ends_with(",")) value.pop_back();
      value += "]";
    }
    values.emplace_back(section + line.substr(0, equals), value);
  }
  return values;
}

std::vector<std::pair<std::string, std::string>> not_default(const std::string& resolved) {
  const std::map<std::string, std::string> values = defaults();
  auto given = resolved_values(resolved);
  std::erase_if(given, [&values](const auto& key) {
    const auto found = values.find(key.first);
    return found != values.end() && found->second == key.second;
  });
  return given;
}

std::string config_template() {
  const std::map<std::string, std::string> starter = {{"model.atoms", "100"},
                                                      {"model.eta", "320.0"},
                                                      {"time.stop", "0.03"},
                                                      {"output.quantities", "[\"qfi\"]"}};
  std::string text =
      "# A config of pairtwist with every key. Lines that begin with # show defaults, and ... "
      "where "
      "there is none.\n\n";
  std::string section;
  for (const KeyLine& key : key_lines()) {
    const std::size_t dot = key.path.find('.');
    const std::string name = dot == std::string::npos ? key.path : key.path.substr(dot + 1);
    if (name.find('.') != std::string::npos || name.find('[') != std::string::npos) continue;
    if (dot != std::string::npos && key.path.substr(0, dot) != section) {
      section = key.path.substr(0, dot);
      text += fmt::format("\n[{}]\n", section);
    }
    const auto given = starter.find(key.path);
    const std::string assignment =
        given != starter.end()
            ? fmt::format("{} = {}", name, given->second)
            : fmt::format("# {} = {}", name, key.default_value.empty() ? "..." : key.default_value);
    text += fmt::format("{:<34} {}\n", assignment, comment(key));
  }
  return text;
}

}  // namespace pairtwist::config
