// SPDX-License-Identifier: BSD-3-Clause
// Whole numbers of JSON that anybody may have written: a number with a fraction, or beyond its
// type, would be cut to some other one.
#pragma once

#include <cstdint>
#include <stdexcept>

namespace pairtwist {

/// More points than any scan has, and still no sum of a few such numbers overflows.
inline constexpr std::int64_t most_points = std::int64_t{1} << 48;

/// Json: nlohmann::json or ordered_json. Throws std::invalid_argument unless it is a whole number
/// from `least` to `largest`.
template <class Number, class Json>
Number whole_number(const Json& json, std::int64_t least, std::int64_t largest) {
  const bool too_large = json.is_number_unsigned() &&
                         json.template get<std::uint64_t>() > static_cast<std::uint64_t>(largest);
  if (!json.is_number_integer() || too_large || json.template get<std::int64_t>() < least ||
      json.template get<std::int64_t>() > largest)
    throw std::invalid_argument("a number is none that it can have");
  return static_cast<Number>(json.template get<std::int64_t>());
}

}  // namespace pairtwist
