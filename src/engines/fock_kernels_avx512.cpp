// SPDX-License-Identifier: BSD-3-Clause
// The Fock method on the host for AVX-512; the other methods are in host_kernels_avx512.cpp.
#include "engines/fock_block.inl"
#include "engines/host_kernels.hpp"
#include "engines/lanes_pack.inl"

namespace pairtwist::engines {

FockKernels fock_kernels_avx512() {
  using Pack = physics::WidestPack;
  return {&solve_fock_on_host<Pack, Alone<Lanes<Pack>::width>>,
          &solve_fock_on_host<double, AloneByRows<Pack>>};
}

}  // namespace pairtwist::engines
