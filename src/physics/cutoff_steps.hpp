// SPDX-License-Identifier: BSD-3-Clause
// With which other cutoff one is compared: for engines that solve both, and for who says of a
// result why a cutoff did not do.
#pragma once

#include <cstdint>

#include "physics/host_device.hpp"

namespace pairtwist::physics {

/// The next cutoff to compare with: two levels more at least, since light of even or odd parity, of
/// a cat or squeezed, has every other level empty, and one more would show nothing.
PT_HD std::int32_t larger_cutoff(std::int32_t cutoff) {
  const std::int32_t quarter_more = (5 * cutoff + 3) / 4;
  return quarter_more < cutoff + 2 ? cutoff + 2 : quarter_more;
}

/// What checks a cutoff that is given: if nothing is gained from here to there, there is enough.
/// Costs half of that one, where the next larger one costs twice as much. Two levels less, too; one
/// or two levels are not checked so.
PT_HD std::int32_t smaller_cutoff(std::int32_t cutoff) {
  if (cutoff <= 2) return cutoff;
  const std::int32_t fifth_less = 4 * cutoff / 5;
  return fifth_less > cutoff - 2 ? cutoff - 2 : fifth_less;
}

}  // namespace pairtwist::physics
