// SPDX-License-Identifier: BSD-3-Clause
// Sums from coherences in device memory: a thread block takes a few samples of one point
// (src/engines/coherence_sums.inl), a warp the pairs of one sample, so that threads side by side
// read side by side.
#include <algorithm>

#include "coherence_sums.hpp"
#include "device/check.hpp"
#include "engines/coherence_sums.inl"
#include "thread_block.hpp"

namespace pairtwist::kernels {
namespace {

constexpr int threads_per_block = 256;
constexpr int samples_together = 8;
constexpr int parts_of_sample = 32;
constexpr int doubles_of_part = static_cast<int>(sizeof(engines::PartOfSums) / sizeof(double));

__global__ void sums_of_coherences(DeviceBatch batch, DeviceWeights weights, double* sums) {
  __shared__ double parts[samples_together * parts_of_sample * doubles_of_part];
  const std::int64_t stretches = (batch.n_times + samples_together - 1) / samples_together;
  for (std::int64_t i = blockIdx.x; i < batch.n_points * stretches; i += gridDim.x) {
    const std::int64_t p = i / stretches;
    engines::CoherenceBlock block{};
    block.pairs = batch.pairs[p];
    block.weights = weights.of_points[p].moments;
    block.of_pairs = weights.of_points[p].of_pairs;
    if (batch.coherence != nullptr)
      block.coherence = reinterpret_cast<const double*>(batch.coherence + batch.pair_offset[p]);
    block.row_pairs = batch.total_pairs;
    if (batch.photons != nullptr)
      block.photons = reinterpret_cast<const double*>(batch.photons + batch.sector_offset[p]);
    block.row_sectors = batch.total_sectors;
    block.n_times = batch.n_times;
    block.first = i % stretches * samples_together;
    block.count = min(std::int64_t{samples_together}, batch.n_times - block.first);
    block.parts_of_sample = parts_of_sample;
    block.parts = reinterpret_cast<engines::PartOfSums*>(parts);
    block.places = weights.places;
    block.sums = sums + p * block.places.count * batch.n_times;
    engines::CoherenceSums(block).run(ThreadBlock{});
    __syncthreads();  // before the next parts
  }
}

}  // namespace

void sum_coherences(const DeviceBatch& batch, const DeviceWeights& weights, double* sums,
                    cudaStream_t stream) {
  constexpr std::int64_t most_blocks = std::int64_t{1} << 30;
  const std::int64_t items =
      batch.n_points * ((batch.n_times + samples_together - 1) / samples_together);
  if (items == 0 || weights.places.count == 0) return;
  sums_of_coherences<<<static_cast<unsigned>(std::min(items, most_blocks)), threads_per_block, 0,
                       stream>>>(batch, weights, sums);
  PT_CUDA_CHECK_LAUNCH(sums_of_coherences);
}

}  // namespace pairtwist::kernels
