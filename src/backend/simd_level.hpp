// Which SIMD level the host solves with: the widest that both the machine and the build have,
// unless the environment variable PAIRTWIST_SIMD names another ("scalar", "avx2", "avx512").
#pragma once

#include <string>
#include <vector>

#include "engines/closed_form_block.hpp"

namespace pairtwist {

struct SimdLevel {
  std::string name;
  engines::BlockKernel closed_form;
};

/// Those that run on this machine, narrowest first.
std::vector<SimdLevel> simd_levels();

/// Throws UsageError if PAIRTWIST_SIMD names none of simd_levels().
SimdLevel chosen_simd_level();

}  // namespace pairtwist
