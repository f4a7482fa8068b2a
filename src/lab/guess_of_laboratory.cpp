// SPDX-License-Identifier: BSD-3-Clause
#include "lab/guess_of_laboratory.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "config/symbols.hpp"
#include "lab/laboratory_keys.hpp"

namespace pairtwist::lab {
namespace {

struct Place {
  std::string_view section, quantity;
};

/// Where the numbers of `run`'s [model] come from, by its keys and by the symbols of papers.
constexpr std::pair<std::string_view, Place> of_model[] = {
    {"atoms", {"atoms", "number"}},           {"eta", {"cavity", "pump"}},
    {"transverse", {"cavity", "transverse"}}, {"detuning", {"cavity", "detuning"}},
    {"kappa", {"cavity", "kappa"}},           {"Omega", {"molecule", "rabi_frequency"}},
};

/// "atoms" of "N", which is model.atoms for `run`; else the key itself.
std::string_view key_of_model(std::string_view key) {
  std::string_view path = config::key_of_symbol(key);
  constexpr std::string_view model = "model.";
  if (!path.starts_with(model)) return key;
  path.remove_prefix(model.size());
  return path.substr(0, path.find(' '));
}

/// In every unit; a name without its unit is a quantity.
template <class Of>
std::vector<std::string> paths_of(std::string_view wanted, const Of& is_there) {
  std::vector<std::string> paths;
  for (const Key& key : keys())
    if (is_there(key) && (key.quantity == wanted || key.name == wanted)) paths.push_back(key.path);
  return paths;
}

}  // namespace

std::string guess_of_laboratory(std::string_view section, std::string_view key) {
  std::vector<std::string> paths =
      paths_of(key, [section](const Key& each) { return each.section == section; });
  if (paths.empty()) paths = paths_of(key, [](const Key&) { return true; });
  for (const std::string_view name : {key, key_of_model(key)}) {
    if (!paths.empty()) break;
    const auto* found =
        std::ranges::find(of_model, name, &std::pair<std::string_view, Place>::first);
    if (found == std::end(of_model)) continue;
    const Place& place = found->second;
    paths = paths_of(place.quantity,
                     [&place](const Key& each) { return each.section == place.section; });
  }
  if (paths.empty()) return {};
  return fmt::format("; the key is {}.", fmt::join(paths, " or "));
}

}  // namespace pairtwist::lab
