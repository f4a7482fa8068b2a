// SPDX-License-Identifier: BSD-3-Clause
// The Gaussian method on the device: a thread integrates one block from start to end, with its own
// steps (src/engines/gaussian_block.inl, which the host runs several at a time in SIMD lanes).
#include "device/check.hpp"
#include "device_batch.hpp"
#include "engines/gaussian_block.inl"

namespace pairtwist::kernels {
namespace {

constexpr int threads_per_block = 64;

__device__ void solve_block(const DeviceBatch& batch, std::uint32_t p, double k, double l,
                            double* values, std::int64_t row) {
  const physics::PairIndex index = batch.pairs[p];
  engines::GaussianBlocks block{};
  block.point = batch.points[p];
  block.light = batch.lights[p];
  block.tolerance = batch.tolerance;
  block.most_steps = batch.most_steps;
  block.segments = batch.segments + block.point.first_segment;
  block.times = batch.times + p * batch.n_times;
  block.n_times = batch.n_times;
  block.odd = index.odd;
  block.k_lo = index.k_lo;
  block.block_k = &k;
  block.block_l = &l;
  block.blocks = 1;
  block.values = values;
  block.row = row;
  std::int32_t failed = 0;
  block.failed = &failed;
  engines::solve_gaussian<double, true>(block);
  if (failed != 0) atomicOr(batch.failed + p, failed);
}

__global__ void pair_kernel(DeviceBatch batch) {
  const std::int64_t i = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i >= batch.total_pairs) return;
  const PairItem item = batch.pair_items[i];
  solve_block(batch, item.point, item.k, item.l, &batch.coherence[i].x, batch.total_pairs);
}

__global__ void diagonal_kernel(DeviceBatch batch) {
  const std::int64_t i = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i >= batch.total_sectors) return;
  const std::uint32_t p = batch.sector_point[i];
  const auto k = static_cast<double>(i - batch.sector_offset[p]);
  solve_block(batch, p, k, k, &batch.photons[i].x, batch.total_sectors);
}

unsigned blocks_for(std::int64_t items) {
  return static_cast<unsigned>((items + threads_per_block - 1) / threads_per_block);
}

}  // namespace

void solve_gaussian(const DeviceBatch& batch, cudaStream_t stream) {
  if (batch.coherence != nullptr && batch.total_pairs > 0) {
    pair_kernel<<<blocks_for(batch.total_pairs), threads_per_block, 0, stream>>>(batch);
    PT_CUDA_CHECK_LAUNCH(pair_kernel);
  }
  if (batch.photons != nullptr && batch.total_sectors > 0) {
    diagonal_kernel<<<blocks_for(batch.total_sectors), threads_per_block, 0, stream>>>(batch);
    PT_CUDA_CHECK_LAUNCH(diagonal_kernel);
  }
}

}  // namespace pairtwist::kernels
