// What a SIMD level offers: every method's innermost work, compiled for it. One file each
// (host_kernels_*.cpp) is compiled for that instruction set, and no other file is.
#pragma once

#include "engines/closed_form_block.hpp"
#include "engines/fock_block.hpp"
#include "engines/gaussian_block.hpp"

namespace pairtwist::engines {

struct HostKernels {
  void (*closed_form)(const PointBlock&);
  void (*gaussian)(const GaussianBlocks&);
  void (*fock_lanes)(const FockGroup&);  ///< `lanes` small blocks side by side
  void (*fock_rows)(const FockGroup&);   ///< one block, its rows in SIMD registers
  int lanes;                             ///< padding of sectors, pairs and blocks
};

HostKernels host_kernels_scalar();
#if defined(PAIRTWIST_X86_SIMD)
HostKernels host_kernels_avx2();
HostKernels host_kernels_avx512();
#endif

}  // namespace pairtwist::engines
