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
/// The same where the two modes could not be found: of the potential's minima in their place.
std::vector<UnusualLength> unusual_lengths(const Laboratory& lab);

/// "2.20e+00  distance of the two modes in m: laboratories have ...": a line of its own, or behind
/// a refusal.
std::string unusual_text(const UnusualLength& length);

}  // namespace pairtwist::lab
