// SPDX-License-Identifier: BSD-3-Clause
// How the innermost work talks to memory for a scalar S of one or more doubles.
#pragma once

#include <cstdint>

#include "physics/host_device.hpp"

namespace pairtwist::engines {

template <class S>
struct Lanes;  // width, load, store, iota, gather: per SIMD level

template <>
struct Lanes<double> {
  static constexpr int width = 1;
  PT_HD static double load(const double* p) { return *p; }
  PT_HD static void store(double x, double* p) { *p = x; }
  PT_HD static double iota(double first) { return first; }
  PT_HD static double gather(const double* p, double index) {
    return p[static_cast<std::int64_t>(index)];
  }
};

}  // namespace pairtwist::engines
