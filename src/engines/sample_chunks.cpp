// SPDX-License-Identifier: BSD-3-Clause
#include "engines/sample_chunks.hpp"

#include <algorithm>
#include <cmath>

namespace pairtwist::engines {
namespace {

/// Spacing of samples that lie on a grid to a few roundings, else 0.
double spacing_of(std::span<const double> times) {
  if (times.size() < 2) return 0.0;
  const double spacing = (times.back() - times.front()) / static_cast<double>(times.size() - 1);
  const double allowed = 0x1p-51 * times.back();
  bool uneven = false;  // of all: no way out of the loop, so that SIMD takes it
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double expected = times.front() + static_cast<double>(static_cast<int>(i)) * spacing;
    uneven |= !(std::abs(times[i] - expected) <= allowed);
  }
  return uneven ? 0.0 : spacing;
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

}  // namespace

SumsBlock sums_block(const Batch& batch, std::int64_t p, std::span<const double> times,
                     std::vector<SampleChunk>& chunks) {
  const physics::PairIndex& index = batch.pairs[p];
  SumsBlock block{};
  block.point = batch.points[p];
  block.segments = batch.segments.data() + block.point.first_segment;
  list_chunks(block.point, block.segments, times, chunks);
  block.chunks = chunks.data();
  block.n_chunks = static_cast<std::int64_t>(chunks.size());
  block.times = times.data();
  block.n_times = static_cast<std::int64_t>(times.size());
  block.pairs = index;
  block.sectors = index.sectors;
  return block;
}

}  // namespace pairtwist::engines
