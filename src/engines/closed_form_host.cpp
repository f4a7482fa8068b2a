// SPDX-License-Identifier: BSD-3-Clause
// The closed form over a batch: the blocks of closed_form_block.hpp, point by point.

#include <algorithm>

#include "engines/host_solver.hpp"
#include "engines/run_tasks.hpp"

namespace pairtwist::engines {
namespace {

using physics::CoherentSegment;
using physics::DD;
using physics::PairIndex;

std::int64_t round_up(std::int64_t n, int lanes) { return (n + lanes - 1) / lanes * lanes; }

/// One thread's buffers, kept from block to block.
struct Scratch {
  std::vector<double> state;
  std::vector<double> pair_k;
  std::vector<double> pair_l;
  std::vector<Step> whole_segments;
  std::vector<Step> samples;
  PairIndex listed{-1, -1, 0, 0};  ///< whose pairs pair_k, pair_l hold

  void list_pairs(const PairIndex& index, int lanes) {
    if (index.k_lo == listed.k_lo && index.sectors == listed.sectors &&
        index.demand == listed.demand && index.odd == listed.odd)
      return;
    pair_k.clear();
    pair_l.clear();
    for (std::int64_t rank = 0; rank < index.count(); ++rank) {
      const physics::SectorPair pair = index.pair(rank);
      pair_k.push_back(static_cast<double>(pair.k));
      pair_l.push_back(static_cast<double>(pair.l));
    }
    const auto padded = static_cast<std::size_t>(round_up(index.count(), lanes));
    pair_k.resize(padded, 0.0);
    pair_l.resize(padded, 0.0);
    listed = index;
  }

  void list_steps(const physics::CoherentPoint& point, const CoherentSegment* segments,
                  std::span<const double> times) {
    whole_segments.clear();
    samples.clear();
    double start = 0.0;
    std::uint32_t segment = 0;
    const auto step_to = [&](double end) {
      const DD<double> stretch = physics::two_sum(end, -start);
      return Step{segment, stretch, physics::field_decay(point.kappa, stretch)};
    };
    for (const double time : times) {
      for (; time > segments[segment].until; ++segment) {
        whole_segments.push_back(step_to(segments[segment].until));
        start = segments[segment].until;
      }
      samples.push_back(step_to(time));
    }
  }
};

void solve_stretch(const Batch& batch, const HostKernels& kernels, std::int64_t p,
                   std::int64_t first_time, std::int64_t n_times, Scratch& scratch,
                   HostResult& result) {
  const PairIndex& index = batch.pairs[p];
  const physics::CoherentPoint& point = batch.points[p];
  const CoherentSegment* segments = batch.segments.data() + point.first_segment;
  const double* times = batch.times.data() + p * batch.n_times + first_time;

  scratch.list_pairs(index, kernels.lanes);
  scratch.list_steps(point, segments, {times, static_cast<std::size_t>(n_times)});
  const std::int64_t padded = round_up(index.sectors, kernels.lanes);

  const std::int64_t first_pair = first_time * batch.total_pairs() + batch.pair_offset[p];
  PointBlock block{};
  block.point = point;
  block.segments = segments;
  block.whole_segments = scratch.whole_segments.data();
  block.samples = scratch.samples.data();
  block.times = times;
  block.n_times = n_times;
  block.odd = index.odd;
  block.k_lo = index.k_lo;
  block.sectors = index.sectors;
  block.padded_sectors = padded;
  block.pair_k = scratch.pair_k.data();
  block.pair_l = scratch.pair_l.data();
  block.pairs = index.count();
  scratch.state.resize(static_cast<std::size_t>(block.rows() * padded * n_times));
  block.state = scratch.state.data();
  // std::complex and ComplexDD are arrays of 2 and 4 doubles by definition.
  if (batch.needs_pairs())
    block.coherence = reinterpret_cast<double*>(result.coherence.data() + first_pair);
  if (batch.want_extended)
    block.extended = reinterpret_cast<double*>(result.extended.data() + first_pair);
  block.row_pairs = batch.total_pairs();
  kernels.closed_form(block);

  if (!batch.needs_photons()) return;
  const auto spread = physics::spread_of<double>(point);
  for (std::int64_t t = 0; t < n_times; ++t) {
    const double* row = block.state + block.rows() * padded * t;
    auto* out =
        result.photons.data() + (first_time + t) * batch.total_sectors() + batch.sector_offset[p];
    for (std::int64_t s = 0; s < index.sectors; ++s) {
      const auto complex_at = [&](std::int64_t i) {
        return physics::Complex<double>{row[i * padded + s], row[(i + 2) * padded + s]};
      };
      physics::Complex<double> decay = {0.0, 0.0};
      if (point.spread()) decay = complex_at(8);
      physics::light_moments(complex_at(0), decay, spread, out[s].number, out[s].pairs);
    }
  }
}

}  // namespace

void solve_closed_form(const Batch& batch, const HostKernels& kernels, int threads,
                       HostResult& result) {
  if (batch.in_double) {
    solve_sums(batch, kernels, threads, result);
    return;
  }
  // Each time is computed from its segment's start, so that the division does not change a bit.
  const std::int64_t stretch =
      stretch_of_task(batch.size(), batch.n_times, batch.total_pairs(), threads);
  const std::int64_t stretches = (batch.n_times + stretch - 1) / stretch;
  const std::int64_t values = batch.n_times * (batch.total_sectors() + batch.total_pairs());
  const int team = threads_for(values, threads);
  expect(batch.meter, batch.size() * stretches, static_cast<double>(batch.size() * stretches));
  run_tasks<Scratch>(batch.size() * stretches, team, batch.stop,
                     [&](std::int64_t task, Scratch& scratch) {
                       const std::int64_t first = task % stretches * stretch;
                       solve_stretch(batch, kernels, task / stretches, first,
                                     std::min(stretch, batch.n_times - first), scratch, result);
                       add(batch.meter, 1, 1.0);
                     });
}

}  // namespace pairtwist::engines
