// SPDX-License-Identifier: BSD-3-Clause
// All keys of the config with a line each, from the tables of keys and the resolved config of
// defaults; what of a resolved config is not default; a template.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace pairtwist::config {

/// A line on a key, for people.
struct KeyLine {
  std::string path;           ///< "model.kappa"
  std::string default_value;  ///< as TOML; empty where there is none
  std::string allowed;
  std::string meaning;
  bool axis = false;  ///< whether a scan axis may vary it
};

/// Every key once, section by section; parts of complex numbers and keys of segments included.
std::vector<KeyLine> key_lines();

/// Of a text that to_toml() wrote, its keys and values in their order: {"model.kappa", "0.5"}.
std::vector<std::pair<std::string, std::string>> resolved_values(const std::string& resolved);

/// Those that are not the keys' defaults.
std::vector<std::pair<std::string, std::string>> not_default(const std::string& resolved);

/// A config that runs, with every other key as a comment beside its default and its meaning.
std::string config_template();

}  // namespace pairtwist::config
