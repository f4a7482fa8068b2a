// SPDX-License-Identifier: BSD-3-Clause
// Lanes of a SIMD pack, shared by host_kernels_avx2.cpp and host_kernels_avx512.cpp.
#pragma once

#include "engines/lanes.hpp"
#include "physics/pack.hpp"

namespace pairtwist::engines {

template <int W>
struct Lanes<physics::Pack<W>> {
  using S = physics::Pack<W>;
  static constexpr int width = W;
  PT_HD static S load(const double* p) { return S::load(p); }
  PT_HD static void store(S x, double* p) { x.store(p); }
  PT_HD static S iota(double first) {
    S result;
    for (int i = 0; i < W; ++i) result.v[i] = first + i;
    return result;
  }
  PT_HD static S gather(const double* p, S index) {
    S result;
    for (int i = 0; i < W; ++i) result.v[i] = p[static_cast<std::int64_t>(index.v[i])];
    return result;
  }
};

}  // namespace pairtwist::engines
