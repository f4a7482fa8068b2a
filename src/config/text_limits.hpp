// SPDX-License-Identifier: BSD-3-Clause
// A look at the raw text before the TOML parser sees it: the parser recurses once per part of a
// dotted key and per level of nesting, and overflows the stack on a key of 100 000 parts.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pairtwist::config {

inline constexpr std::size_t kMaxBytes = std::size_t{4} << 20;
inline constexpr int kMaxKeyParts = 16;
inline constexpr int kMaxNesting = 32;

/// Throws UsageError, naming `where` (and, for a file, the line) if the text exceeds one of the
/// limits above. Dots and brackets in strings and comments do not count. Says nothing about whether
/// the text is TOML.
void check_text_limits(std::string_view text, const std::string& where, bool with_line);

}  // namespace pairtwist::config
