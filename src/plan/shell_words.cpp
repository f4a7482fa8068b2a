// SPDX-License-Identifier: BSD-3-Clause
#include "plan/shell_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pairtwist {
namespace {

/// Asked of ASCII alone: what a locale calls a letter is no matter here.
bool means_itself(char letter) {
  constexpr std::string_view others = "+,-./:@_=";
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || others.find(letter) != std::string_view::npos;
}

/// U+0080 ... U+009F are control characters of terminals, too: in UTF-8 0xc2 and such a byte.
bool is_control(std::string_view text, std::size_t i) {
  const auto byte = static_cast<unsigned char>(text[i]);
  if (byte < 0x20 || byte == 0x7f) return true;
  return byte >= 0x80 && byte < 0xa0 && i > 0 && static_cast<unsigned char>(text[i - 1]) == 0xc2;
}

std::string with_escapes(std::string_view text) {
  std::string word = "$'";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_control(text, i))
      word += fmt::format("\\{:03o}", static_cast<unsigned char>(text[i]));
    else if (text[i] == '\'' || text[i] == '\\')
      word += {'\\', text[i]};
    else
      word += text[i];
  }
  return word + '\'';
}

std::string in_quotes(std::string_view text) {
  std::string word = "'";
  for (const char letter : text) {
    if (letter == '\'')
      word += "'\\''";
    else
      word += letter;
  }
  return word + '\'';
}

}  // namespace

std::string shell_word(std::string_view text) {
  // A word with = that is no option may be an assignment.
  const bool assigns = text.find('=') != std::string_view::npos && !text.starts_with('-');
  if (!text.empty() && std::ranges::all_of(text, means_itself) && !assigns)
    return std::string(text);
  for (std::size_t i = 0; i < text.size(); ++i)
    if (is_control(text, i)) return with_escapes(text);
  return in_quotes(text);
}

std::string shell_words(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + shell_word(word);
  return line;
}

}  // namespace pairtwist
