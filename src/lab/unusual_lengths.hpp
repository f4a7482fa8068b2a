// SPDX-License-Identifier: BSD-3-Clause
// Lengths that no laboratory has: most likely a number in another unit than its key says.
#pragma once

#include <string>
#include <vector>

#include "lab/laboratory.hpp"

namespace pairtwist::lab {

struct UnusualLength {
  std::string what;
  double value;     ///< m
  double from, to;  ///< that laboratories have, m
};

/// Of the light, of the trap and of the molecule; the model itself may hold for them.
std::vector<UnusualLength> unusual_lengths(const Laboratory& lab, const Derived& derived);

}  // namespace pairtwist::lab
