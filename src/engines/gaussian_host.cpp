// SPDX-License-Identifier: BSD-3-Clause
// The Gaussian method over a batch: the blocks of gaussian_block.hpp, a few of a point at a time.
#include <algorithm>

#include "engines/host_solver.hpp"
#include "engines/run_tasks.hpp"

namespace pairtwist::engines {
namespace {

using physics::PairIndex;

/// The blocks that a task takes: enough to pay for starting it.
constexpr std::int64_t blocks_per_task = 64;

struct Scratch {
  std::vector<double> k;
  std::vector<double> l;
};

/// A stretch of one point's pairs, or of its diagonal blocks.
struct Stretch {
  std::int64_t point;
  bool diagonal;
  std::int64_t first;
  std::int64_t count;
};

std::vector<Stretch> stretches_of(const Batch& batch) {
  std::vector<Stretch> result;
  for (std::int64_t p = 0; p < batch.size(); ++p) {
    const PairIndex& index = batch.pairs[p];
    const std::int64_t pairs = batch.needs_pairs() ? index.count() : 0;
    const std::int64_t diagonals = batch.needs_photons() ? index.sectors : 0;
    for (std::int64_t i = 0; i < pairs; i += blocks_per_task)
      result.push_back({p, false, i, std::min(blocks_per_task, pairs - i)});
    for (std::int64_t i = 0; i < diagonals; i += blocks_per_task)
      result.push_back({p, true, i, std::min(blocks_per_task, diagonals - i)});
  }
  return result;
}

/// The sectors (k, l) of a stretch.
void list_blocks(const PairIndex& index, const Stretch& stretch, Scratch& scratch) {
  scratch.k.clear();
  scratch.l.clear();
  const std::int64_t end = stretch.first + stretch.count;
  if (stretch.diagonal) {
    for (std::int64_t k = stretch.first; k < end; ++k) scratch.k.push_back(static_cast<double>(k));
    scratch.l = scratch.k;
  } else {
    for (std::int64_t rank = stretch.first; rank < end; ++rank) {
      const physics::SectorPair pair = index.pair(rank);
      scratch.k.push_back(static_cast<double>(pair.k));
      scratch.l.push_back(static_cast<double>(pair.l));
    }
  }
}

}  // namespace

void solve_gaussian(const Batch& batch, const HostKernels& kernels, int threads,
                    HostResult& result) {
  const std::vector<Stretch> stretches = stretches_of(batch);
  const auto solve = [&](std::int64_t task, Scratch& scratch) {
    const Stretch& stretch = stretches[task];
    const std::int64_t p = stretch.point;
    list_blocks(batch.pairs[p], stretch, scratch);

    GaussianBlocks blocks{};
    blocks.point = batch.points[p];
    blocks.light = batch.lights[p];
    blocks.tolerance = batch.tolerance;
    blocks.most_steps = batch.most_steps;
    blocks.segments = batch.segments.data() + blocks.point.first_segment;
    blocks.times = batch.times.data() + p * batch.n_times;
    blocks.n_times = batch.n_times;
    blocks.odd = batch.pairs[p].odd;
    blocks.k_lo = batch.pairs[p].k_lo;
    blocks.block_k = scratch.k.data();
    blocks.block_l = scratch.l.data();
    blocks.blocks = stretch.count;
    // std::complex and PhotonMoments are pairs of doubles.
    if (stretch.diagonal) {
      blocks.values =
          reinterpret_cast<double*>(result.photons.data() + batch.sector_offset[p] + stretch.first);
      blocks.row = batch.total_sectors();
    } else {
      blocks.values =
          reinterpret_cast<double*>(result.coherence.data() + batch.pair_offset[p] + stretch.first);
      blocks.row = batch.total_pairs();
    }
    std::int32_t failed = 0;
    blocks.failed = &failed;
    blocks.stop = batch.stop;
    blocks.tell = batch.meter != nullptr ? tell_of_work : nullptr;
    blocks.meter = batch.meter;
    kernels.gaussian(blocks);
    if (!StopFlag::raised_at(batch.stop)) add(batch.meter, stretch.count, 0.0);
    if (failed != 0) {
#pragma omp atomic
      result.failed[p] |= failed;
    }
  };
  std::int64_t blocks = 0;
  for (const Stretch& stretch : stretches) blocks += stretch.count;
  expect(batch.meter, blocks, static_cast<double>(blocks));
  run_tasks<Scratch>(static_cast<std::int64_t>(stretches.size()), threads, batch.stop, solve);
}

}  // namespace pairtwist::engines
