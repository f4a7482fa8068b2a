// SPDX-License-Identifier: BSD-3-Clause
// The Fock method on the host without SIMD; the other methods are in host_kernels_scalar.cpp.
#include "engines/fock_block.inl"
#include "engines/host_kernels.hpp"

namespace pairtwist::engines {

FockKernels fock_kernels_scalar() {
  using Pack = double;
  return {&solve_fock_on_host<Pack, Alone<Lanes<Pack>::width>>,
          &solve_fock_on_host<double, AloneByRows<Pack>>};
}

}  // namespace pairtwist::engines
