// SPDX-License-Identifier: BSD-3-Clause
// The methods on the host without SIMD: every machine, and the judge of the wider levels.
#include "engines/closed_form_block.inl"
#include "engines/closed_form_pairs.inl"
#include "engines/gaussian_block.inl"
#include "engines/host_kernels.hpp"
#include "engines/joint_terms.inl"

namespace pairtwist::engines {

HostKernels host_kernels_scalar() {
  using Pack = double;
  constexpr int lanes = Lanes<Pack>::width;
  return {&solve_block<Pack>,    &sum_closed_form<Pack>, &solve_gaussian<Pack>,
          fock_kernels_scalar(), joint_kernels<Pack>(),  lanes};
}

}  // namespace pairtwist::engines
