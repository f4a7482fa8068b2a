// SPDX-License-Identifier: BSD-3-Clause
#include "text/counted.hpp"

#include <fmt/format.h>

#include <cstddef>

namespace pairtwist {

std::string count_text(std::int64_t count) {
  std::string digits = std::to_string(count);
  for (auto i = static_cast<std::int64_t>(digits.size()) - 3; i > 0; i -= 3)
    digits.insert(static_cast<std::size_t>(i), " ");
  return digits;
}

std::string counted(std::int64_t count, std::string_view what, std::string_view ending) {
  return fmt::format("{} {}{}", count_text(count), what, count == 1 ? "" : ending);
}

}  // namespace pairtwist
