// SPDX-License-Identifier: BSD-3-Clause
// TOML text into a tree of nodes: all there is to know of the TOML parser.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "config/node.hpp"

namespace pairtwist::config {

struct NotToml : std::runtime_error {
  NotToml(std::uint32_t at_line, const std::string& message)
      : std::runtime_error(message), line(at_line) {}
  std::uint32_t line;  ///< from 1
};

/// The root table. The text must have passed check_text_limits(). Throws NotToml.
Node parse_toml(std::string_view text);

}  // namespace pairtwist::config
