// SPDX-License-Identifier: BSD-3-Clause
// The matrix elements of the collective spin's ladder operators, j = N/2.
#pragma once

#include <cmath>
#include <cstdint>

namespace pairtwist {

/// <m+1|J_+|m> = sqrt(j(j+1) - m(m+1)); 0 for every m that is not below j and at least -j.
inline double raising_element(std::int64_t atoms, std::int64_t two_m) {
  const auto up = static_cast<double>(atoms - two_m);
  const auto down = static_cast<double>(atoms + two_m + 2);
  const double product = up * down;
  return product > 0.0 ? 0.5 * std::sqrt(product) : 0.0;
}

}  // namespace pairtwist
