// SPDX-License-Identifier: BSD-3-Clause
#include "backend/simd_level.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "pairtwist/error.hpp"

namespace pairtwist {

std::vector<SimdLevel> simd_levels() {
  std::vector<SimdLevel> levels = {{"scalar", engines::host_kernels_scalar()}};
#if defined(PAIRTWIST_X86_SIMD)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    levels.push_back({"avx2", engines::host_kernels_avx2()});
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq"))
    levels.push_back({"avx512", engines::host_kernels_avx512()});
#endif
  return levels;
}

SimdLevel chosen_simd_level() {
  const std::vector<SimdLevel> levels = simd_levels();
  const char* wanted = std::getenv("PAIRTWIST_SIMD");
  if (wanted == nullptr || *wanted == '\0') return levels.back();
  std::string names;
  for (const SimdLevel& level : levels) {
    if (level.name == wanted) return level;
    names += (names.empty() ? "" : ", ") + level.name;
  }
  throw UsageError(fmt::format("PAIRTWIST_SIMD = \"{}\": this machine has {}", wanted, names));
}

}  // namespace pairtwist
