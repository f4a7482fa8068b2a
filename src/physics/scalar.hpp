// SPDX-License-Identifier: BSD-3-Clause
// What the templates of src/physics ask of a scalar, for double; pack.hpp has the same for SIMD
// packs.
#pragma once

#include <cmath>

#include "physics/host_device.hpp"

namespace pairtwist::physics {

PT_HD double fused_mul_add(double a, double b, double c) { return ::fma(a, b, c); }
/// a b + c, rounded once where that costs no more: without the instruction fma is a slow call.
PT_HD double multiply_add(double a, double b, double c) {
#if defined(__FMA__) || defined(__CUDA_ARCH__)
  return ::fma(a, b, c);
#else
  return a * b + c;
#endif
}
/// c - a b, likewise.
PT_HD double subtract_product(double c, double a, double b) { return multiply_add(-a, b, c); }
PT_HD double round_to_int(double a) { return ::rint(a); }
PT_HD double select(bool mask, double a, double b) { return mask ? a : b; }
PT_HD bool any(bool mask) { return mask; }
PT_HD double square_root(double a) { return ::sqrt(a); }
PT_HD double exponential(double x) { return ::exp(x); }
PT_HD void sine_cosine(double x, double& s, double& c) {
#if defined(__CUDA_ARCH__)
  ::sincos(x, &s, &c);
#else
  s = ::sin(x);
  c = ::cos(x);
#endif
}

/// 2^k for an integer -1022 <= k <= 0; what is not a number gives anything finite.
PT_HD double power_of_two(double k) {
  return k >= -1022.0 ? ::ldexp(1.0, static_cast<int>(k)) : 0.0;
}

}  // namespace pairtwist::physics
