// The methods on the host for AVX-512F; compiled with that instruction set and no other file is.
#include "engines/closed_form_block.inl"
#include "engines/gaussian_block.inl"
#include "engines/host_kernels.hpp"
#include "engines/lanes_pack.inl"

namespace pairtwist::engines {

HostKernels host_kernels_avx512() {
  return {&solve_block<physics::WidestPack>, &solve_gaussian<physics::WidestPack>,
          Lanes<physics::WidestPack>::width};
}

}  // namespace pairtwist::engines
