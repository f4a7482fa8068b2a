// SPDX-License-Identifier: BSD-3-Clause
// Which SIMD level the host solves with: the widest that both the machine and the build have,
// unless the environment variable PAIRTWIST_SIMD names another ("scalar", "avx2", "avx512").
#pragma once

#include <string>
#include <vector>

#include "engines/host_kernels.hpp"

namespace pairtwist {

struct SimdLevel {
  std::string name;
  engines::HostKernels kernels;
};

/// Those that run on this machine, narrowest first.
std::vector<SimdLevel> simd_levels();

/// Throws UsageError if PAIRTWIST_SIMD names none of simd_levels().
SimdLevel chosen_simd_level();

}  // namespace pairtwist
