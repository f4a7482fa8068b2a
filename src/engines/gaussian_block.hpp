// SPDX-License-Identifier: BSD-3-Clause
// The innermost work of the Gaussian method on the host: blocks of one point, adaptively
// integrated, side by side in SIMD lanes. Compiled once per SIMD level like closed_form_block.hpp,
// with the same rule: plain pointers only.
#pragma once

#include <cstdint>

#include "engines/gaussian_light.hpp"
#include "physics/coherent.hpp"
#include "physics/gaussian.hpp"

namespace pairtwist::engines {

struct GaussianBlocks {
  physics::CoherentPoint point;
  GaussianLight light;
  double tolerance;  ///< on v, and on photon moments as light.log_scale says
  double most_steps;
  const physics::CoherentSegment* segments;  ///< [point.segments]
  const double* times;                       ///< [n_times]  absolute, not decreasing
  std::int64_t n_times;

  std::uint32_t odd;
  std::int64_t k_lo;
  const double* block_k;  ///< [blocks]  relative to k_lo
  const double* block_l;  ///< the same; k = l: a diagonal block
  std::int64_t blocks;

  /// [n_times][row][2]: re, im of v; of a diagonal block <a†a>, <a†²a²>.
  double* values;
  std::int64_t row;
  std::int32_t* failed;  ///< [1]  gets the BlockKind bits of those that could not be integrated
  const int* stop;       ///< as Batch::stop
  /// Told on the way what is done, in blocks; or nullptr.
  void (*tell)(void* meter, double work);
  void* meter;
};

}  // namespace pairtwist::engines
