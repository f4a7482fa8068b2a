// SPDX-License-Identifier: BSD-3-Clause
#include "io/visible_text.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>

namespace pairtwist {
namespace {

struct Character {
  std::size_t bytes = 0;  ///< 0: no UTF-8
  std::uint32_t code = 0;
};

Character first_of(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {1, lead};
  const std::size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < bytes) return {};
  std::uint32_t code = lead & (0x7f >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    code = code << 6 | (byte(i) & 0x3f);
  }
  constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xd800 && code < 0xe000;
  if (code < least[bytes] || code > 0x10ffff || surrogate) return {};
  return {bytes, code};
}

bool commands(std::uint32_t code) {
  const bool control = code < 0x20 || (code >= 0x7f && code < 0xa0);
  const bool line_end = code == 0x2028 || code == 0x2029;
  const bool direction = code == 0x061c || code == 0x200e || code == 0x200f ||
                         (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
  return control || line_end || direction;
}

std::string shown(std::string_view text, std::string_view allowed) {
  std::string result;
  while (!text.empty()) {
    const Character character = first_of(text);
    const std::size_t bytes = character.bytes > 0 ? character.bytes : 1;
    if (character.bytes == 0) {
      result += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
    } else if (commands(character.code) && allowed.find(text.front()) == std::string_view::npos) {
      result += character.code < 0x80 ? fmt::format("\\x{:02x}", character.code)
                                      : fmt::format("\\u{{{:x}}}", character.code);
    } else {
      result += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  return result;
}

}  // namespace

std::string visible(std::string_view text) { return shown(text, ""); }

std::string visible_lines(std::string_view text) { return shown(text, "\n\t"); }

}  // namespace pairtwist
