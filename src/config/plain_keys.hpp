// SPDX-License-Identifier: BSD-3-Clause
// The keys of the config that are no numbers of a point: words, texts, arrays, and the numbers of
// [time], [solve] and [output]. What each may be and a line on it; together with numeric_keys every
// key there is.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pairtwist::config {

struct PlainKey {
  std::string_view path;     ///< "solve.tolerance"
  std::string_view allowed;  ///< for people; of words, which `names` has, empty
  std::string_view long_name;
  std::vector<std::string> (*names)() = nullptr;
};

/// In the order of the documentation.
std::span<const PlainKey> plain_keys();

/// Names of all keys of a section, for Section and messages: those of parts of complex numbers and
/// of the pump's segments left out.
std::vector<std::string> keys_of(std::string_view section);

}  // namespace pairtwist::config
