// SPDX-License-Identifier: BSD-3-Clause
// "did you mean ...?" for misspelt names.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace pairtwist::config {

/// Insertions, deletions, replacements and swaps of neighbours that turn one name into the other.
int edit_distance(std::string_view a, std::string_view b);

/// The candidate at distance 1 or 2 that is nearest (the first of several); empty if none is close.
std::string nearest(std::string_view name, std::span<const std::string> candidates);

/// The one of these words that is meant by another, by its case or what it is called elsewhere
/// ("gpu"); else the nearest.
std::string meant_word(const std::string& word, std::span<const std::string> words);

/// "; did you mean X?" or nothing.
std::string did_you_mean(std::string_view name, std::span<const std::string> candidates);

/// A ... Z as a ... z, whatever the locale.
std::string lower_case(std::string text);

/// The names with ", " in between.
std::string join(std::span<const std::string> names);

}  // namespace pairtwist::config
