// The closed form in double over a batch: closed_form_sums.hpp, point by point.
#include <algorithm>
#include <cmath>

#include "engines/coherence_bound.hpp"
#include "engines/host_solver.hpp"
#include "engines/run_tasks.hpp"

namespace pairtwist::engines {
namespace {

struct Scratch {
  std::vector<double> numbers;
  std::vector<SampleChunk> chunks;
};

/// Spacing of samples that lie on a grid to a few roundings, else 0.
double spacing_of(std::span<const double> times) {
  if (times.size() < 2) return 0.0;
  const double spacing = (times.back() - times.front()) / static_cast<double>(times.size() - 1);
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double expected = times.front() + static_cast<double>(i) * spacing;
    if (!(std::abs(times[i] - expected) <= 0x1p-51 * times.back())) return 0.0;
  }
  return spacing;
}

void list_chunks(const physics::CoherentPoint& point, const physics::CoherentSegment* segments,
                 std::span<const double> times, std::vector<SampleChunk>& chunks) {
  chunks.clear();
  double from = 0.0;
  std::size_t first = 0;
  for (std::uint32_t i = 0; i < point.segments && first < times.size(); ++i) {
    const double until = segments[i].until;
    while (first < times.size() && times[first] <= until) {
      const std::size_t end = (first / samples_of_chunk + 1) * samples_of_chunk;
      std::size_t last = first;
      while (last < std::min(end, times.size()) && times[last] <= until) ++last;
      chunks.push_back({i, from, static_cast<std::int64_t>(first),
                        static_cast<std::int64_t>(last - first),
                        spacing_of(times.subspan(first, last - first))});
      first = last;
    }
    from = until;
  }
}

void solve_point(const Batch& batch, const HostKernels& kernels, std::int64_t p, Scratch& scratch,
                 HostResult& result) {
  const physics::PairIndex& index = batch.pairs[p];
  const auto times = std::span(batch.times)
                         .subspan(static_cast<std::size_t>(p * batch.n_times),
                                  static_cast<std::size_t>(batch.n_times));
  SumsBlock block{};
  block.places = SumPlaces(batch.want_sums);
  block.point = batch.points[p];
  block.segments = batch.segments.data() + block.point.first_segment;
  list_chunks(block.point, block.segments, times, scratch.chunks);
  block.chunks = scratch.chunks.data();
  block.n_chunks = static_cast<std::int64_t>(scratch.chunks.size());
  block.times = times.data();
  block.n_times = batch.n_times;
  block.near_resonance =
      near_resonance(coherence_size(block.point, block.segments, index), batch.phase_error);
  block.odd = index.odd;
  block.k_lo = index.k_lo;
  block.sectors = index.sectors;
  block.weights = batch.weights[p]->view(batch.sums_of(p));
  scratch.numbers.resize(static_cast<std::size_t>(sums_scratch(index.sectors)));
  block.scratch = scratch.numbers.data();
  block.sums = result.sums.data() + p * block.places.count * batch.n_times;
  kernels.sums(block);
}

}  // namespace

void solve_sums(const Batch& batch, const HostKernels& kernels, int threads, HostResult& result) {
  result.sums.resize(
      static_cast<std::size_t>(SumPlaces(batch.want_sums).count * batch.size() * batch.n_times));
  // A value takes some ten nanoseconds.
  const std::int64_t values = batch.n_times * batch.total_sectors() / 2;
  run_tasks<Scratch>(
      batch.size(), threads_for(values, threads), batch.stop,
      [&](std::int64_t p, Scratch& scratch) { solve_point(batch, kernels, p, scratch, result); });
}

}  // namespace pairtwist::engines
