// The closed form on the host for AVX2; compiled with that instruction set and no other file is.
#include "engines/closed_form_pack.inl"

namespace pairtwist::engines {

BlockKernel closed_form_avx2() {
  return {&solve_block<physics::WidestPack>, Lanes<physics::WidestPack>::width};
}

}  // namespace pairtwist::engines
