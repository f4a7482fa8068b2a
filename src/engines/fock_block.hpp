// SPDX-License-Identifier: BSD-3-Clause
// The innermost work of the Fock method: a group of blocks with the same cutoff, each integrated
// adaptively from t = 0 to its point's last sample. Plain data; on the host a group rides in the
// lanes of SIMD packs, on the device it is one block. Compiled once per SIMD level like
// closed_form_block.hpp, with the same rule: plain pointers only.
#pragma once

#include <cstdint>

#include "physics/coherent_point.hpp"
#include "physics/faber.hpp"
#include "physics/host_device.hpp"

namespace pairtwist::engines {

/// What the equations need of a point: in the frame of its blocks of pairs, or in that of its
/// diagonal blocks.
struct FockPoint {
  double U;
  double two_W0;
  double detuning;
  double kappa;
  double thermal_photons;
  double kerr;
  double two_photon_loss;
  double alpha0_re;  ///< mean field at t = 0: of coherent light in the moving frame, else 0
  double alpha0_im;
  double stop;                  ///< where the integration ends, whichever samples are asked for
  std::uint32_t first_segment;  ///< into the batch's segments
  std::uint32_t segments;
  std::uint32_t moving;  ///< 1: the frame moves with the mean fields
  std::uint32_t odd;
  std::int64_t k_lo;
  std::int64_t first_time;   ///< into the batch's times
  std::int64_t first_light;  ///< into the batch's lights: <n|R(0)|k>, levels × levels
  std::int32_t levels;
  std::int32_t populated;  ///< levels that hold nearly all of the start, for a first cutoff
  std::int32_t holding;    ///< levels that lack nothing of the start: two solutions with fewer of
                           ///< them may agree and lack the same
  std::int32_t terms;      ///< physics::fock::Terms
};

/// One block to integrate.
struct FockItem {
  std::int64_t out;    ///< place of its value among the pairs or the sectors of one time
  std::int32_t point;  ///< FockInput::points of it, block_point
  std::int32_t k;      ///< sectors relative to k_lo; k = l: a diagonal block
  std::int32_t l;
  std::int32_t cutoff;         ///< levels 0 ... cutoff - 1
  std::int32_t solved;         ///< how often before, at smaller cutoffs
  std::int32_t cutoff_before;  ///< of the last one
  double change;               ///< from the solution before last to the last one
  double edge;                 ///< of the last one, FockOutcome::edge; 0: says nothing of the next
};

/// Where in FockInput::points a point of the batch has what its blocks need, and back.
PT_HD constexpr std::int64_t block_point(std::int64_t point, bool diagonal) {
  return 2 * point + (diagonal ? 1 : 0);
}
PT_HD constexpr std::int64_t point_of(const FockItem& item) { return item.point / 2; }

/// What became of a block.
struct FockOutcome {
  double tail;          ///< largest squared norm of a top row or column at any step
  double edge;          ///< the same, at t = 0 and on the way of long steps, too; -1: not looked at
  double corner;        ///< largest modulus of the element of both, then; -1: not looked at
  double inner;         ///< what tail is of inner_level(cutoff); -1: not looked at
  std::int32_t failed;  ///< 1: too many or too small steps, or numbers ceased to be finite
};

/// The level whose norm beside that of the uppermost one tells how steeply light falls there: of
/// the same parity, an eighth of all levels below, two at least.
PT_HD constexpr int inner_level(int cutoff) {
  const int below = cutoff < 32 ? 2 : 2 * (cutoff / 16);
  return cutoff > below ? cutoff - 1 - below : 0;
}

/// Where the numbers of one solution of a batch are.
struct FockSolution {
  double* coherence;     ///< [n_times][pairs][2]  re, im of v
  double* photons;       ///< [n_times][sectors][2]  <a†a>, <a†²a²>
  double* distribution;  ///< [n_times][sectors][distribution_levels]  <n|R|n>, or nullptr
};

/// Read by all groups of a batch.
struct FockInput {
  const FockPoint* points;  ///< [2 p + diagonal]  of the batch's point p
  const physics::CoherentSegment* segments;
  const double* times;          ///< [point][n_times]  absolute, not decreasing
  const double* photon_scales;  ///< [point][n_times]  Batch::photon_scales
  const double* lights;         ///< re, im
  const double* roots;  ///< √0, √1, ... beyond the largest cutoff; before √0 stands another 0
  std::int64_t n_times;
  double tolerance;     ///< on v, and on photon moments as photon_scales says
  double phase_error;   ///< Batch::phase_error
  double most_steps;    ///< of a block
  FockSolution now;     ///< written at the present cutoffs
  FockSolution before;  ///< what stood there of the cutoffs before
  std::int64_t pairs;
  std::int64_t sectors;
  std::int64_t distribution_levels = 0;
  const int* stop = nullptr;  ///< as Batch::stop
  /// Told on the way what part of a group is done, from one telling to the next, times its
  /// FockGroup::work; or nullptr. On a device: nobody.
  void (*tell)(void* meter, double work) = nullptr;
  void* meter = nullptr;
};

struct FockGroup {
  const FockInput* input;
  const FockItem* items;  ///< [count]  all with the same cutoff, frame and terms
  std::int32_t count;     ///< at most as many as there are lanes
  double* scratch;        ///< fock_scratch(...) doubles a lane
  FockOutcome* outcomes;  ///< [count]
  double work = 0.0;      ///< beside other groups
};

/// Length of a matrix row that is computed `columns` at a time.
PT_HD constexpr int fock_stride(int cutoff, int columns) {
  return (cutoff + columns - 1) / columns * columns;
}

/// Of a row in the laboratory frame: empty columns in front, two behind, whole packs. Of packs an
/// odd number: a column of a row of 512 bytes would have an eighth of a cache's sets to lie in.
PT_HD constexpr int laboratory_stride(int cutoff, int columns) {
  const int packs = fock_stride(columns + cutoff + 2, columns) / columns;
  return columns * (columns > 1 ? packs | 1 : packs);
}

/// Doubles that a block needs in each lane: in the moving frame the stages of an integrator; in the
/// laboratory frame three matrices of a series, tables, and the diagonals of all its terms. grows:
/// one more, and edges, of a block whose levels in use follow the light (laboratory_walk.inl).
PT_HD constexpr std::int64_t fock_scratch(int cutoff, bool moving, int columns = 1,
                                          bool grows = false) {
  const std::int64_t stride = fock_stride(cutoff, columns);
  if (moving) return 18 * 2 * cutoff * stride + 2 * (cutoff + 4) * (stride + 4) + 32 * stride;
  constexpr std::int64_t coefficients = physics::faber::most_terms + 1;
  const std::int64_t moments = 2 * coefficients * (cutoff + 1);
  constexpr std::int64_t directions =
      physics::faber::Box::directions + physics::faber::Outline::directions;
  const std::int64_t extent = laboratory_stride(cutoff, columns);
  const std::int64_t matrix = 2 * (cutoff + 3) * extent;
  const std::int64_t matrices = grows ? 4 * matrix + 6 * coefficients : 3 * matrix;
  return matrices + 14 * extent + 2 * coefficients + moments + directions + 1;
}

}  // namespace pairtwist::engines
