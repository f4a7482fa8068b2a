// SPDX-License-Identifier: BSD-3-Clause
#include "engines/host_solver.hpp"

#include "engines/engine.hpp"
#include "engines/run_tasks.hpp"
#include "model/methods.hpp"

namespace pairtwist::engines {
namespace {

/// The sums of point p at time k from its coherences and blocks.
void sum_point(const Batch& batch, std::int64_t p, std::int64_t k,
               const std::complex<double>* coherence, const PhotonMoments* photons,
               std::vector<double>& sums) {
  const MomentWeightsView weights = batch.starts[p]->moments.view(batch.sums_of(p));
  const physics::PairIndex& index = batch.pairs[p];
  double found[moment_sums] = {};
  if ((weights.wanted & ~std::uint32_t{want_light}) != 0) {
    const std::complex<double>* v = coherence + k * batch.total_pairs() + batch.pair_offset[p];
    sum_moments(
        weights, index.sectors,
        [&](std::int64_t a, std::int64_t b) {
          const std::complex<double> value = v[index.rank(a, b)];
          return physics::Complex<double>{value.real(), value.imag()};
        },
        found);
  }
  if ((weights.wanted & want_light) != 0) {
    const PhotonMoments* blocks = photons + k * batch.total_sectors() + batch.sector_offset[p];
    sum_light(
        weights, index.sectors, [&](std::int64_t s) { return blocks[s].number; },
        [&](std::int64_t s) { return blocks[s].pairs; }, found);
  }
  store_sums(batch, p, k, found, sums.data());
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
      .photons_before = result.photons_before.data(),
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
  struct Nothing {};
  const std::int64_t values = batch.n_times * (batch.total_pairs() + batch.total_sectors());
  run_tasks<Nothing>(batch.size(), threads_for(values, threads), batch.stop,
                     [&](std::int64_t p, Nothing&) {
                       for (std::int64_t k = 0; k < batch.n_times; ++k)
                         sum_point(batch, p, k, coherence, photons, sums);
                     });
}

void size_result(const Batch& batch, HostResult& result) {
  const bool twice = traits(batch.method).has_cutoff;
  const bool blocks = traits(batch.method).blocks;
  result.failed.assign(static_cast<std::size_t>(batch.size()), 0);
  const auto pairs = static_cast<std::size_t>(batch.n_times * batch.total_pairs());
  const auto sectors = static_cast<std::size_t>(batch.n_times * batch.total_sectors());
  result.coherence.resize((batch.in_double ? batch.want_coherence : batch.needs_pairs()) ? pairs
                                                                                         : 0);
  result.extended.resize(batch.want_extended ? pairs : 0);
  result.photons.resize(batch.want_photons && !batch.in_double ? sectors : 0);
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
  result.photon_rounding.assign(!blocks && batch.want_photons ? points * times : 0, {});
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
