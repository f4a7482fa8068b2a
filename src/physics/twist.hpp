// SPDX-License-Identifier: BSD-3-Clause
// What the atoms' own interaction U J_z² makes of a block, whatever its light: a phase. It is put
// on at the end, with all its digits, and never integrated.
#pragma once

#include "physics/dd_math.hpp"

namespace pairtwist::physics {

/// z e^{-i U (m² - m'²) t}; difference = m² - m'², an exact integer. Not a number where that phase
/// is lost (expi).
PT_HD Complex<double> twisted(Complex<double> z, double U, double difference, double time) {
  if (U == 0.0) return z;
  const ComplexDD<double> turn = expi(two_prod(U, -difference) * time);
  return z * Complex<double>{turn.re.hi, turn.im.hi};
}

}  // namespace pairtwist::physics
