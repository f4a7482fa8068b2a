// SPDX-License-Identifier: BSD-3-Clause
// The closed form in double on the device: a thread block takes the sums of one chunk of a point's
// samples (src/engines/closed_form_team.inl), and nothing is written but sums, and v itself where
// it is asked for.
#include <algorithm>

#include "closed_form_sums.hpp"
#include "device/check.hpp"
#include "engines/closed_form_team.inl"
#include "thread_block.hpp"

namespace pairtwist::kernels {
namespace {

/// Of moments: a thread a sample.
constexpr int threads_of_moments = static_cast<int>(samples_of_chunk);
constexpr int threads_of_pairs = 256;
/// Of one multiprocessor: each warp mostly waits for its own polynomials, so that 80 registers a
/// thread and some spilled ones are less than as many warps. Of pairs shared memory holds no more.
constexpr int resident_moments = 6;
constexpr int resident_pairs = 2;

template <class Team>
__device__ void take_sums(const DeviceSums& sums) {
  extern __shared__ double numbers[];
  for (std::int64_t i = blockIdx.x; i < sums.n_chunks; i += gridDim.x) {
    const SumsChunk item = sums.chunks[i];
    const SumsPoint& of_point = sums.of_points[item.point];
    engines::SumsBlock block{};
    block.point = sums.points[item.point];
    block.segments = sums.segments + block.point.first_segment;
    block.chunks = &item.chunk;
    block.n_chunks = 1;
    block.times = sums.times + item.point * sums.n_times;
    block.n_times = sums.n_times;
    block.near_resonance = of_point.near_resonance;
    block.pairs = sums.pairs[item.point];
    block.sectors = block.pairs.sectors;
    block.weights = of_point.weights;
    block.bell = of_point.bell;
    block.scratch =
        sums.scratch != nullptr ? sums.scratch + blockIdx.x * sums.scratch_of_block : numbers;
    block.tracks = block.scratch + engines::numbers_of_sector * block.sectors;
    block.row_pairs = sums.total_pairs;
    if (sums.coherence != nullptr) block.coherence = sums.coherence + 2 * of_point.first_pair;
    block.places = sums.places;
    block.sums = sums.sums + item.point * sums.places.count * sums.n_times;
    Team(block).run(ThreadBlock{});
    __syncthreads();  // before the next chunk's numbers
  }
}

template <bool may_spread>
__global__ void __launch_bounds__(threads_of_moments, resident_moments)
    moments_kernel(DeviceSums sums) {
  take_sums<engines::ClosedFormTeam<may_spread>>(sums);
}

template <bool may_spread>
__global__ void __launch_bounds__(threads_of_pairs, resident_pairs)
    every_pair_kernel(DeviceSums sums) {
  take_sums<engines::ClosedFormPairsTeam<may_spread>>(sums);
}

}  // namespace

SumsLaunch sums_launch(std::int64_t n_chunks, std::int64_t most_sectors, const SumsKind& kind) {
  constexpr std::int64_t most_blocks = std::int64_t{1} << 30;
  constexpr std::int64_t most_blocks_in_memory = 1024;
  const std::int64_t doubles =
      engines::numbers_of_sector * most_sectors +
      (kind.every_pair ? engines::ClosedFormPairsTeam<true>::scratch(most_sectors) : 0);
  const auto bytes = doubles * static_cast<std::int64_t>(sizeof(double));
  int device = 0;
  int shared = 0;
  PT_CUDA_CHECK(cudaGetDevice(&device));
  PT_CUDA_CHECK(cudaDeviceGetAttribute(&shared, cudaDevAttrMaxSharedMemoryPerBlockOptin, device));
  const bool on_chip = bytes <= shared;
  return {.blocks = static_cast<unsigned>(
              std::min(n_chunks, on_chip ? most_blocks : most_blocks_in_memory)),
          .shared_bytes = static_cast<unsigned>(on_chip ? bytes : 0),
          .scratch_of_block = on_chip ? 0 : doubles};
}

void solve_sums(const DeviceSums& sums, const SumsLaunch& launch, const SumsKind& kind,
                cudaStream_t stream) {
  if (launch.blocks == 0) return;
  auto* const kernel = kind.every_pair
                           ? kind.spread ? every_pair_kernel<true> : every_pair_kernel<false>
                       : kind.spread ? moments_kernel<true>
                                     : moments_kernel<false>;
  const int threads = kind.every_pair ? threads_of_pairs : threads_of_moments;
  PT_CUDA_CHECK(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize,
                                     static_cast<int>(launch.shared_bytes)));
  kernel<<<launch.blocks, threads, launch.shared_bytes, stream>>>(sums);
  PT_CUDA_CHECK_LAUNCH(closed_form_sums);
}

}  // namespace pairtwist::kernels
