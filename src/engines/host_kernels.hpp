// SPDX-License-Identifier: BSD-3-Clause
// What a SIMD level offers: every method's innermost work, compiled for it. Two files each
// (host_kernels_*.cpp, fock_kernels_*.cpp) are compiled for that instruction set, and no other file
// is.
#pragma once

#include "engines/closed_form_block.hpp"
#include "engines/closed_form_sums.hpp"
#include "engines/fock_block.hpp"
#include "engines/gaussian_block.hpp"
#include "engines/joint_terms.hpp"

namespace pairtwist::engines {

struct FockKernels {
  void (*lanes)(const FockGroup&);  ///< small blocks side by side
  void (*rows)(const FockGroup&);   ///< one block, its rows in SIMD registers
};

struct HostKernels {
  void (*closed_form)(const PointBlock&);
  void (*sums)(const SumsBlock&);
  void (*gaussian)(const GaussianBlocks&);
  FockKernels fock;
  JointKernels joint;
  int lanes;  ///< padding of sectors, pairs and blocks
};

FockKernels fock_kernels_scalar();
HostKernels host_kernels_scalar();
#if defined(PAIRTWIST_X86_SIMD)
FockKernels fock_kernels_avx2();
FockKernels fock_kernels_avx512();
HostKernels host_kernels_avx2();
HostKernels host_kernels_avx512();
#endif

}  // namespace pairtwist::engines
