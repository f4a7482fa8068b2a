// SPDX-License-Identifier: BSD-3-Clause
// The closed form in double over a batch: closed_form_sums.hpp, point by point.
#include <algorithm>
#include <span>

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

/// Those of the point's chunks whose samples are first ... first + count - 1.
std::span<const SampleChunk> chunks_of(const std::vector<SampleChunk>& chunks, std::int64_t first,
                                       std::int64_t count) {
  const auto from = std::ranges::lower_bound(chunks, first, {}, &SampleChunk::first);
  const auto to = std::ranges::lower_bound(chunks, first + count, {}, &SampleChunk::first);
  return {from, to};
}

void solve_point(const Batch& batch, const HostKernels& kernels, std::int64_t p, std::int64_t first,
                 std::int64_t count, Scratch& scratch, HostResult& result) {
  const auto times = std::span(batch.times)
                         .subspan(static_cast<std::size_t>(p * batch.n_times),
                                  static_cast<std::size_t>(batch.n_times));
  SumsBlock block = sums_block(batch, p, times, scratch.chunks);
  const std::span<const SampleChunk> chunks = chunks_of(scratch.chunks, first, count);
  block.chunks = chunks.data();
  block.n_chunks = static_cast<std::int64_t>(chunks.size());
  block.places = SumPlaces(batch.want_sums);
  block.near_resonance = batch.near_resonance(p);
  block.weights = batch.starts[p]->moments.view(batch.sums_of(p));
  if ((batch.want_sums & want_bell) != 0) {
    const BellAmplitudes& bell = *batch.starts[p]->bell;
    block.bell = {bell.x.data(), bell.y.data(), bell.modulus.data()};
  }
  if (batch.keeps_coherence()) {
    // std::complex is an array of 2 doubles by definition.
    block.coherence = reinterpret_cast<double*>(result.coherence.data() + batch.pair_offset[p]);
    block.row_pairs = batch.total_pairs();
  }
  if (batch.keeps_coherence() || (batch.want_sums & want_every_pair) != 0)
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
  // Of many pairs a chunk alone, which is the same beside others and by itself: a task is over
  // within a second then, and few points keep all threads at work.
  constexpr std::int64_t many_values = std::int64_t{1} << 21;
  const std::int64_t of_point = values / std::max<std::int64_t>(batch.size(), 1);
  const std::int64_t stretch =
      of_point > many_values ? samples_of_chunk : std::max<std::int64_t>(batch.n_times, 1);
  const std::int64_t stretches = (batch.n_times + stretch - 1) / stretch;
  const std::int64_t tasks = batch.size() * stretches;
  expect(batch.meter, tasks, static_cast<double>(tasks));
  run_tasks<Scratch>(tasks, threads_for(values, threads), batch.stop,
                     [&](std::int64_t task, Scratch& scratch) {
                       solve_point(batch, kernels, task / stretches, task % stretches * stretch,
                                   stretch, scratch, result);
                       add(batch.meter, 1, 1.0);
                     });
}

}  // namespace pairtwist::engines
