// SPDX-License-Identifier: BSD-3-Clause
// The innermost work of the closed form on the host: one point over a stretch of sample times.
// Written once over a scalar S, and compiled once per SIMD level into a function of its own; the
// caller (closed_form_host.cpp) picks one at run time. Plain pointers only: nothing of the standard
// library may be instantiated in a file that is compiled for a wider machine than the one it runs
// on.
#pragma once

#include <cstdint>

#include "physics/spread_light.hpp"

namespace pairtwist::engines {

/// A stretch of constant pump from `first` on, to be taken by `time`, with e^{-kappa time/2}.
struct Step {
  std::uint32_t segment;
  physics::DD<double> time;
  physics::DD<double> decay;
};

struct PointBlock {
  physics::CoherentPoint point;
  const physics::CoherentSegment* segments;  ///< [point.segments]
  const Step* whole_segments;                ///< [point.segments - 1]  each from end to end
  const Step* samples;                       ///< [n_times]  from its segment's start to the sample
  const double* times;                       ///< [n_times]  absolute, not decreasing
  std::int64_t n_times;

  std::uint32_t odd;
  std::int64_t k_lo;
  std::int64_t sectors;
  std::int64_t padded_sectors;  ///< up to a multiple of lanes
  const double* pair_k;         ///< [pairs, padded up to a multiple of lanes]  relative to k_lo
  const double* pair_l;         ///< the same, k < l
  std::int64_t pairs;

  /// [n_times][rows][padded_sectors]  re.hi re.lo im.hi im.lo of alpha, drive and, of light with a
  /// spread, Response's decay and lead.
  double* state;
  double* coherence;  ///< [n_times][row_pairs][2]  re, im; nullptr: not wanted
  double* extended;   ///< [n_times][row_pairs][4]  re.hi re.lo im.hi im.lo; nullptr: not wanted
  std::int64_t row_pairs;

  PT_HD std::int64_t rows() const { return point.spread() ? 16 : 8; }
};

}  // namespace pairtwist::engines
