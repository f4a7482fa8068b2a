#include "engines/host_solver.hpp"

namespace pairtwist::engines {

void solve_on_host(const Batch& batch, const HostKernels& kernels, int threads,
                   HostResult& result) {
  const auto pairs = static_cast<std::size_t>(batch.n_times * batch.total_pairs());
  const auto sectors = static_cast<std::size_t>(batch.n_times * batch.total_sectors());
  result.coherence.resize(batch.want_coherence ? pairs : 0);
  result.extended.resize(batch.want_extended ? pairs : 0);
  result.photons.resize(batch.want_photons ? sectors : 0);
  result.failed.assign(static_cast<std::size_t>(batch.size()), 0);
  const bool fock = batch.method == Method::fock;
  result.coherence_before.resize(fock ? result.coherence.size() : 0);
  result.photons_before.resize(fock ? result.photons.size() : 0);
  const std::size_t distributions =
      fock ? result.photons.size() * static_cast<std::size_t>(batch.distribution_levels) : 0;
  result.distribution.resize(distributions);
  result.distribution_before.resize(distributions);
  result.cutoff.assign(fock ? result.failed.size() : 0, 0);
  result.tail.assign(fock ? result.failed.size() : 0, 0.0);
  if (fock)
    solve_fock(batch, kernels, threads, result);
  else if (batch.method == Method::gaussian)
    solve_gaussian(batch, kernels, threads, result);
  else
    solve_closed_form(batch, kernels, threads, result);
}

}  // namespace pairtwist::engines
