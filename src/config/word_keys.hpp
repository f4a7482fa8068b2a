// SPDX-License-Identifier: BSD-3-Clause
// The keys whose values are words and that a scan axis may vary: what each may be, and the choice
// behind it. A word's number is its place among the names of its enum.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pairtwist/model.hpp"

namespace pairtwist::config {

struct WordKey {
  std::string_view path;  ///< "light.state"
  std::string_view long_name;
  std::vector<std::string> (*names)();  ///< by their numbers
  void (*set)(Parameters&, std::size_t number);
};

std::span<const WordKey> word_keys();

/// nullptr if there is none of this path.
const WordKey* find_word_key(std::string_view path);

}  // namespace pairtwist::config
