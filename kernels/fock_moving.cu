// SPDX-License-Identifier: BSD-3-Clause
// Blocks of the Fock method in the moving frame (src/engines/fock_moving.inl), one a thread block,
// small ones one a warp: in shared memory from start to end as far as that reaches, else in global
// memory. (One a thread, its 18 arrays of up to 64 numbers were in memory that no cache holds.)
#include "engines/fock_moving.inl"
#include "fock_launch.hpp"
#include "thread_block.hpp"

namespace pairtwist::kernels {
namespace {

constexpr int threads_of_small = 32;
constexpr int largest_of_small = 8;  // levels
constexpr int threads_of_team = 256;
constexpr unsigned largest_grid = 1U << 20;

/// scratch: of global memory, `stride` doubles a thread block; null: dynamic shared memory.
__global__ void __launch_bounds__(threads_of_team)
    team_kernel(FockWork work, std::int64_t first, std::int64_t last, double* scratch,
                std::int64_t stride) {
  extern __shared__ double on_chip[];
  double* mine = scratch != nullptr ? scratch + blockIdx.x * stride : on_chip;
  for (std::int64_t i = first + blockIdx.x; i < last; i += gridDim.x) {
    const engines::FockGroup group{&work.input, work.items + i, 1, mine, work.outcomes + i};
    engines::solve_moving<double>(group, ThreadBlock{});
    __syncthreads();  // before the next block's arrays are written
  }
}

}  // namespace

void limit_moving(FockClassLimits& limits) {
  const std::int64_t shared = shared_memory_of(team_kernel);
  std::int32_t cutoff = 0;
  while (engines::fock_scratch(cutoff + 1, true) * std::int64_t{sizeof(double)} <= shared) ++cutoff;
  limits.largest[moving_on_chip] = cutoff;
  limits.largest[moving_in_warp] = std::min(cutoff, largest_of_small);
}

void launch_moving(FockClass which, const FockWork& work, const FockRange& range,
                   FockWorkspace& workspace, cudaStream_t stream) {
  const std::int64_t count = range.last - range.first;
  const std::int64_t each = engines::fock_scratch(range.largest_cutoff, true);
  if (which == moving_on_chip || which == moving_in_warp) {
    const int threads = which == moving_in_warp ? threads_of_small : threads_of_team;
    const auto grid = static_cast<unsigned>(std::min<std::int64_t>(count, largest_grid));
    team_kernel<<<grid, threads, static_cast<std::size_t>(each) * sizeof(double), stream>>>(
        work, range.first, range.last, nullptr, 0);
    PT_CUDA_CHECK_LAUNCH(team_kernel);
  } else {
    launch_in_memory(team_kernel, threads_of_team, each, work, range, workspace, stream);
  }
}

}  // namespace pairtwist::kernels
