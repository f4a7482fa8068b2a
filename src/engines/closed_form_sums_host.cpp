// SPDX-License-Identifier: BSD-3-Clause
// The closed form in double over a batch: closed_form_sums.hpp, point by point.
#include <limits>

#include "engines/aligned_doubles.hpp"
#include "engines/host_solver.hpp"
#include "engines/run_tasks.hpp"
#include "engines/sample_chunks.hpp"
#include "observables/bell_amplitudes.hpp"

namespace pairtwist::engines {
namespace {

struct Scratch {
  std::vector<double> numbers;
  std::vector<SampleChunk> chunks;
  AlignedDoubles tracks;
};

void solve_point(const Batch& batch, const HostKernels& kernels, std::int64_t p, Scratch& scratch,
                 HostResult& result) {
  const auto times = std::span(batch.times)
                         .subspan(static_cast<std::size_t>(p * batch.n_times),
                                  static_cast<std::size_t>(batch.n_times));
  SumsBlock block = sums_block(batch, p, times, scratch.chunks);
  block.places = SumPlaces(batch.want_sums);
  block.near_resonance = batch.near_resonance(p);
  block.weights = batch.starts[p]->moments.view(batch.sums_of(p));
  if ((batch.want_sums & want_bell) != 0) {
    const BellAmplitudes& bell = *batch.starts[p]->bell;
    block.bell = {bell.x.data(), bell.y.data(), bell.modulus.data()};
  }
  if (batch.want_coherence) {
    // std::complex is an array of 2 doubles by definition.
    block.coherence = reinterpret_cast<double*>(result.coherence.data() + batch.pair_offset[p]);
    block.row_pairs = batch.total_pairs();
  }
  if (batch.want_coherence || (batch.want_sums & want_every_pair) != 0)
    block.tracks = scratch.tracks.reserve(tracks_scratch(block.sectors));
  scratch.numbers.resize(static_cast<std::size_t>(sums_scratch(block.sectors)));
  block.scratch = scratch.numbers.data();
  block.sums = result.sums.data() + p * block.places.count * batch.n_times;
  kernels.sums(block);
}

}  // namespace

void solve_sums(const Batch& batch, const HostKernels& kernels, int threads, HostResult& result) {
  result.sums.resize(
      static_cast<std::size_t>(SumPlaces(batch.want_sums).count * batch.size() * batch.n_times));
  // A value takes some ten nanoseconds.
  const std::int64_t values = batch.n_times * (batch.total_sectors() + batch.total_pairs()) / 4;
  expect(batch.meter, batch.size(), static_cast<double>(batch.size()));
  run_tasks<Scratch>(batch.size(), threads_for(values, threads), batch.stop,
                     [&](std::int64_t p, Scratch& scratch) {
                       solve_point(batch, kernels, p, scratch, result);
                       add(batch.meter, 1, 1.0);
                     });
}

}  // namespace pairtwist::engines
