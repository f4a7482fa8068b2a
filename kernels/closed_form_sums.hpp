// SPDX-License-Identifier: BSD-3-Clause
// Sums of the closed form in double, as plain functions over device memory.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

#include "engines/closed_form_sums.hpp"

namespace pairtwist::kernels {

/// What a thread block takes at a time.
struct SumsChunk {
  std::uint32_t point;
  engines::SampleChunk chunk;
};

/// What of a point is not in the batch's arrays.
struct SumsPoint {
  MomentWeightsView weights;  ///< in device memory
  engines::BellView bell;     ///< the same
  double near_resonance;      ///< engines::SumsBlock
  std::int64_t first_pair;    ///< Batch::pair_offset
};

struct DeviceSums {
  const physics::CoherentPoint* points;
  const physics::CoherentSegment* segments;
  const physics::PairIndex* pairs;
  const SumsPoint* of_points;  ///< [p]
  const double* times;
  std::int64_t n_times;
  const SumsChunk* chunks;
  std::int64_t n_chunks;
  double* coherence;  ///< as engines::BatchView; nullptr: not wanted
  std::int64_t total_pairs;
  SumPlaces places;
  double* scratch;  ///< [block][scratch_of_block], or nullptr: it is in shared memory
  std::int64_t scratch_of_block;
  double* sums;  ///< as engines::BatchView
};

/// How the kernel is started on the current device; bits do not depend on it.
struct SumsLaunch {
  unsigned blocks;
  unsigned shared_bytes;
  std::int64_t scratch_of_block;  ///< doubles in global memory, where sectors are too many
};
/// What a batch asks of the kernel.
struct SumsKind {
  bool every_pair;
  bool spread;  ///< some point's light has one
};
SumsLaunch sums_launch(std::int64_t n_chunks, std::int64_t most_sectors, const SumsKind& kind);

/// kind: as sums_launch() was told.
void solve_sums(const DeviceSums& sums, const SumsLaunch& launch, const SumsKind& kind,
                cudaStream_t stream);

}  // namespace pairtwist::kernels
