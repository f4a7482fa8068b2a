// SPDX-License-Identifier: BSD-3-Clause
// The methods on the host for AVX-512F; compiled with that instruction set and no other file is.
#include "engines/closed_form_block.inl"
#include "engines/closed_form_pairs.inl"
#include "engines/gaussian_block.inl"
#include "engines/host_kernels.hpp"
#include "engines/joint_terms.inl"
#include "engines/lanes_pack.inl"
#include "physics/pack_math.hpp"

namespace pairtwist::engines {

HostKernels host_kernels_avx512() {
  using Pack = physics::WidestPack;
  constexpr int lanes = Lanes<Pack>::width;
  return {&solve_block<Pack>,    &sum_closed_form<Pack>, &solve_gaussian<Pack>,
          fock_kernels_avx512(), joint_kernels<Pack>(),  lanes};
}

}  // namespace pairtwist::engines
