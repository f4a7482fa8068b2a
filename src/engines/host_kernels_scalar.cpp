// The methods on the host without SIMD: every machine, and the judge of the wider levels.
#include "engines/closed_form_block.inl"
#include "engines/gaussian_block.inl"
#include "engines/host_kernels.hpp"

namespace pairtwist::engines {

HostKernels host_kernels_scalar() {
  return {&solve_block<double>, &solve_gaussian<double>, Lanes<double>::width};
}

}  // namespace pairtwist::engines
