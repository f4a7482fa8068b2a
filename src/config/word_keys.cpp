// SPDX-License-Identifier: BSD-3-Clause
#include "config/word_keys.hpp"

#include <algorithm>
#include <array>

#include "config/enum_names.hpp"

namespace pairtwist::config {
namespace {

template <class Enum>
Enum by_number(std::size_t number) {
  return EnumNames<Enum>::table.at(number).first;
}

constexpr std::array kKeys = {
    WordKey{"light.state", "light at t = 0", all_names<LightState>,
            [](Parameters& p, std::size_t i) { p.light.state = by_number<LightState>(i); }},
    WordKey{"atoms.state", "atoms at t = 0", all_names<AtomsState>,
            [](Parameters& p, std::size_t i) { p.atoms.state = by_number<AtomsState>(i); }},
    WordKey{"solve.method", "method asked for", all_names<Method>,
            [](Parameters& p, std::size_t i) { p.method = by_number<Method>(i); }},
    WordKey{"solve.frame", "frame of the Fock method asked for", all_names<Frame>,
            [](Parameters& p, std::size_t i) { p.frame = by_number<Frame>(i); }},
};

}  // namespace

std::span<const WordKey> word_keys() { return kKeys; }

const WordKey* find_word_key(std::string_view path) {
  const auto found = std::ranges::find(kKeys, path, &WordKey::path);
  return found == kKeys.end() ? nullptr : &*found;
}

}  // namespace pairtwist::config
