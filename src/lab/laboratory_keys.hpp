// SPDX-License-Identifier: BSD-3-Clause
// The keys of the file of `pairtwist lab` in one table, for its reader and for completion. What has
// a unit has a key for each unit that it may be given in, whose name ends with it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/document.hpp"

namespace pairtwist::lab {

/// l and omega are those of the trap across: l = √(ħ/m omega), its harmonic length.
enum class Unit { none, u, kg, a0, m, per_m, Hz, l, per_l, omega };

struct Key {
  std::string path;           ///< "molecule.condon_radius_a0"
  std::string_view section;   ///< "molecule"
  std::string name;           ///< "condon_radius_a0"
  std::string_view quantity;  ///< "condon_radius"
  std::string_view alike;     ///< "size": keys of a section that have the same one say the same
  Unit unit = Unit::none;
  std::string meaning;  ///< a line, for people
  bool complex = false;
};

/// All of them, section by section.
const std::vector<Key>& keys();

/// The sections, each once.
std::vector<std::string> sections();
/// The names of a section's keys.
std::vector<std::string> names_in(std::string_view section);
/// The paths of complex ones.
std::vector<std::string> complex_keys();
/// All pairs of keys that say the same.
std::vector<config::Rivals> rivals();

}  // namespace pairtwist::lab
