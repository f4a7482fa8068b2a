// SPDX-License-Identifier: BSD-3-Clause
#include "engines/host_solver.hpp"

#include <algorithm>

#include "engines/coherence_sums.inl"
#include "engines/engine.hpp"
#include "engines/run_tasks.hpp"
#include "engines/team.hpp"
#include "model/methods.hpp"
#include "observables/bell_amplitudes.hpp"

namespace pairtwist::engines {
namespace {

/// Of a stretch of samples, one after another.
using SumsScratch = std::vector<PartOfSums>;

/// The sums of point p at times first ... first + count - 1 from its coherences and blocks.
void sum_stretch(const Batch& batch, std::int64_t p, std::int64_t first, std::int64_t count,
                 const std::complex<double>* coherence, const PhotonMoments* photons,
                 SumsScratch& scratch, std::vector<double>& sums) {
  scratch.resize(static_cast<std::size_t>(count));
  CoherenceBlock block{};
  block.pairs = batch.pairs[p];
  block.weights = batch.starts[p]->moments.view(batch.sums_of(p));
  block.of_pairs = pair_sums_of(*batch.starts[p]);
  // std::complex and PhotonMoments are pairs of doubles.
  if (batch.needs_pairs())
    block.coherence = reinterpret_cast<const double*>(coherence + batch.pair_offset[p]);
  block.row_pairs = batch.total_pairs();
  if (batch.needs_photons())
    block.photons = reinterpret_cast<const double*>(photons + batch.sector_offset[p]);
  block.row_sectors = batch.total_sectors();
  block.n_times = batch.n_times;
  block.first = first;
  block.count = count;
  block.parts_of_sample = 1;
  block.parts = scratch.data();
  block.places = SumPlaces(batch.want_sums);
  block.sums = sums.data() + p * block.places.count * batch.n_times;
  CoherenceSums(block).run(Alone<0>{});
}

}  // namespace

void store_sums(const Batch& batch, std::int64_t p, std::int64_t k, const double* found,
                double* sums) {
  const SumPlaces places(batch.want_sums);
  for (int s = 0; s < moment_sums; ++s)
    if (places.of[s] >= 0) sums[(p * places.count + places.of[s]) * batch.n_times + k] = found[s];
}

BatchView view_of(const HostResult& result) {
  return {
      .sums = result.sums.data(),
      .coherence = result.coherence.data(),
      .extended = result.extended.data(),
      .photons = result.photons.data(),
      .distribution = result.distribution.data(),
      .density = result.density.data(),
      .state_rounding = result.state_rounding.empty() ? nullptr : result.state_rounding.data(),
      .photon_rounding = result.photon_rounding.empty() ? nullptr : result.photon_rounding.data(),
      .failed = result.failed.data(),
      .sums_before = result.sums_before.data(),
      .coherence_before = result.coherence_before.data(),
      .distribution_before = result.distribution_before.data(),
      .density_before = result.density_before.data(),
      .cutoff = result.cutoff.data(),
      .tail = result.tail.data(),
      .sums_without = result.sums_without.data(),
      .distribution_without = result.distribution_without.data(),
      .density_without = result.density_without.data()};
}

void sum_on_host(const Batch& batch, int threads, const std::complex<double>* coherence,
                 const PhotonMoments* photons, std::vector<double>& sums) {
  sums.resize(
      static_cast<std::size_t>(SumPlaces(batch.want_sums).count * batch.size() * batch.n_times));
  if (sums.empty()) return;
  const std::int64_t values = batch.n_times * (batch.total_pairs() + batch.total_sectors());
  const std::int64_t stretch =
      stretch_of_task(batch.size(), batch.n_times, batch.total_pairs(), threads);
  const std::int64_t stretches = (batch.n_times + stretch - 1) / stretch;
  run_tasks<SumsScratch>(batch.size() * stretches, threads_for(values, threads), batch.stop,
                         [&](std::int64_t task, SumsScratch& scratch) {
                           const std::int64_t first = task % stretches * stretch;
                           sum_stretch(batch, task / stretches, first,
                                       std::min(stretch, batch.n_times - first), coherence, photons,
                                       scratch, sums);
                         });
}

void size_result(const Batch& batch, HostResult& result) {
  const bool twice = traits(batch.method).has_cutoff;
  const bool blocks = traits(batch.method).blocks;
  result.failed.assign(static_cast<std::size_t>(batch.size()), 0);
  const auto pairs = static_cast<std::size_t>(batch.n_times * batch.total_pairs());
  const auto sectors = static_cast<std::size_t>(batch.n_times * batch.total_sectors());
  result.coherence.resize((batch.in_double ? batch.keeps_coherence() : batch.needs_pairs()) ? pairs
                                                                                            : 0);
  result.extended.resize(batch.want_extended ? pairs : 0);
  result.photons.resize(batch.needs_photons() && !batch.in_double ? sectors : 0);
  result.coherence_before.resize(twice ? result.coherence.size() : 0);
  result.photons_before.resize(twice ? result.photons.size() : 0);
  const std::size_t distributions =
      twice ? result.photons.size() * static_cast<std::size_t>(batch.distribution_levels) : 0;
  result.distribution.resize(distributions);
  result.distribution_before.resize(distributions);
  result.cutoff.assign(twice ? result.failed.size() : 0, 0);
  result.tail.assign(twice ? result.failed.size() : 0, 0.0);
  const auto times = static_cast<std::size_t>(batch.n_times);
  const auto points = static_cast<std::size_t>(batch.size());
  result.density.resize(!blocks && batch.want_coherence
                            ? times * static_cast<std::size_t>(batch.total_density())
                            : 0);
  result.density_before.resize(result.density.size());
  result.state_rounding.assign(blocks ? 0 : points, 0.0);
  result.photon_rounding.assign(!blocks && batch.needs_photons() ? points * times : 0, {});
  if (!blocks) {
    const auto sums = static_cast<std::size_t>(SumPlaces(batch.want_sums).count);
    result.sums.resize(sums * points * times);
    result.sums_before.resize(result.sums.size());
  }
  const auto groups =
      static_cast<std::size_t>(batch.trajectories.count > 0 ? kTrajectoryGroups : 0);
  result.sums_without.resize(groups * result.sums.size());
  result.distribution_without.resize(groups * result.distribution.size());
  result.density_without.resize(groups * result.density.size());
}

void solve_on_host(const Batch& batch, const HostKernels& kernels, int threads,
                   HostResult& result) {
  batch.begin();
  size_result(batch, result);
  engine_of(batch.method).solve(batch, kernels, threads, result);
  batch.end();
  if (batch.in_double || !traits(batch.method).blocks) return;
  sum_on_host(batch, threads, result.coherence.data(), result.photons.data(), result.sums);
  if (!traits(batch.method).has_cutoff) return;
  sum_on_host(batch, threads, result.coherence_before.data(), result.photons_before.data(),
              result.sums_before);
}

}  // namespace pairtwist::engines
