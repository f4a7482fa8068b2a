// SPDX-License-Identifier: BSD-3-Clause
// Blocks of the Fock method in the laboratory frame (src/engines/fock_laboratory.inl), one a thread
// block, the smallest one a warp. Up to 96 levels in shared memory and registers from start to end
// (src/engines/series_in_registers.inl), beyond in global memory. Of the global memory of the
// former only diagonals are written, for samples, and above 64 levels the sum of the series, where
// shared memory does not hold it.
#include "engines/fock_laboratory.inl"
#include "engines/series_in_registers.inl"
#include "fock_launch.hpp"
#include "thread_block.hpp"

namespace pairtwist::kernels {
namespace {

using engines::FockGroup;

constexpr int threads_of_team = 256;

__global__ void __launch_bounds__(threads_of_team)
    memory_kernel(FockWork work, std::int64_t first, std::int64_t last, double* scratch,
                  std::int64_t stride) {
  for (std::int64_t i = first + blockIdx.x; i < last; i += gridDim.x) {
    const FockGroup group{&work.input, work.items + i, 1, scratch + blockIdx.x * stride,
                          work.outcomes + i};
    engines::solve_laboratory<double>(group, ThreadBlock{});
    __syncthreads();  // before the next block's arrays are written
  }
}

/// Where a thread block of strips_kernel has its numbers.
template <class Layout>
struct StripsMemory {
  // Sizes do not depend on the terms.
  using Series = engines::SeriesInRegisters<ThreadBlock, 1, Layout>;
  using Notes = engines::LaboratoryNotes<double>;

  static __host__ __device__ std::int64_t near(std::int32_t cutoff) {
    return engines::laboratory_near<double, Series>(cutoff);
  }
  static __host__ __device__ std::int64_t far(std::int32_t cutoff) {
    return Notes::moments(cutoff) + Series::sum_scratch(cutoff);
  }
};

template <int terms, class Layout, int threads>
__global__ void __launch_bounds__(threads, 1)
    strips_kernel(FockWork work, std::int64_t first, std::int64_t last, double* scratch,
                  std::int64_t stride, bool sum_is_near) {
  using Memory = StripsMemory<Layout>;
  extern __shared__ double on_chip[];
  double* const far = scratch + blockIdx.x * stride;
  for (std::int64_t i = first + blockIdx.x; i < last; i += gridDim.x) {
    const FockGroup group{&work.input, work.items + i, 1, nullptr, work.outcomes + i};
    if (engines::laboratory_terms(group) != terms) continue;
    const std::int32_t cutoff = group.items[0].cutoff;
    double* const sum =
        sum_is_near ? on_chip + Memory::near(cutoff) : far + Memory::Notes::moments(cutoff);
    engines::walk_laboratory<engines::SeriesInRegisters<ThreadBlock, terms, Layout>>(
        group, ThreadBlock{}, static_cast<double*>(on_chip), far, sum);
    __syncthreads();  // before the next block's arrays are written
  }
}

/// The launches of one layout: a kernel for each set of terms, each of which takes its own.
template <class Layout, int largest, int most_threads>
struct StripsLaunch {
  using Memory = StripsMemory<Layout>;
  static_assert(Layout::count(largest) <= most_threads);

  static std::int32_t limit() {
    using namespace physics::fock;
    const std::int64_t doubles =
        std::min({shared_memory_of(strips_kernel<raising, Layout, most_threads>),
                  shared_memory_of(strips_kernel<(raising | bath), Layout, most_threads>),
                  shared_memory_of(
                      strips_kernel<(raising | bath | two_photon), Layout, most_threads>)}) /
        static_cast<std::int64_t>(sizeof(double));
    std::int32_t cutoff = largest;
    while (cutoff > 0 && Memory::near(cutoff) > doubles) --cutoff;
    return cutoff;
  }

  static void run(const FockWork& work, const FockRange& range, FockWorkspace& workspace,
                  cudaStream_t stream) {
    using namespace physics::fock;
    run_terms<raising>(work, range, workspace, stream);
    run_terms<(raising | bath)>(work, range, workspace, stream);
    run_terms<(raising | bath | two_photon)>(work, range, workspace, stream);
  }

 private:
  template <int terms>
  static void run_terms(const FockWork& work, const FockRange& range, FockWorkspace& workspace,
                        cudaStream_t stream) {
    const auto kernel = strips_kernel<terms, Layout, most_threads>;
    const std::int32_t cutoff = range.largest_cutoff;
    const int strips = Layout::count(cutoff);
    const int threads = (strips + 31) / 32 * 32;
    constexpr auto size = static_cast<std::int64_t>(sizeof(double));
    const std::int64_t with_sum =
        (Memory::near(cutoff) + Memory::Series::sum_scratch(cutoff)) * size;
    const bool sum_is_near = with_sum <= shared_memory_of(kernel);
    const std::int64_t shared = sum_is_near ? with_sum : Memory::near(cutoff) * size;
    const std::int64_t each = Memory::far(cutoff);
    const unsigned grid = resident_blocks(kernel, threads, shared, range.last - range.first, each);
    workspace.scratch.reserve(static_cast<std::size_t>(grid * each));
    kernel<<<grid, threads, static_cast<std::size_t>(shared), stream>>>(
        work, range.first, range.last, workspace.scratch.data(), each, sum_is_near);
    PT_CUDA_CHECK_LAUNCH(strips_kernel);
  }
};

// Strips grow with the block, so that F_{k-1} and the sum, 8 registers an element, stay within the
// 65536 of a multiprocessor; above 64 levels, without the sum, a third of F_{k-1} still spills.
using Strips16 = StripsLaunch<engines::Strips<4, 1, true>, 16, 64>;
using Strips40 = StripsLaunch<engines::Strips<8, 1, true>, 40, 224>;
using Strips64 = StripsLaunch<engines::Strips<16, 1, true>, 64, 256>;
using Strips96 = StripsLaunch<engines::Strips<24, 1, false>, 96, 384>;

}  // namespace

void limit_laboratory(FockClassLimits& limits) {
  limits.largest[laboratory_strips_16] = Strips16::limit();
  limits.largest[laboratory_strips_40] = Strips40::limit();
  limits.largest[laboratory_strips_64] = Strips64::limit();
  limits.largest[laboratory_strips_96] = Strips96::limit();
}

void launch_laboratory(FockClass which, const FockWork& work, const FockRange& range,
                       FockWorkspace& workspace, cudaStream_t stream) {
  if (which == laboratory_strips_16) {
    Strips16::run(work, range, workspace, stream);
  } else if (which == laboratory_strips_40) {
    Strips40::run(work, range, workspace, stream);
  } else if (which == laboratory_strips_64) {
    Strips64::run(work, range, workspace, stream);
  } else if (which == laboratory_strips_96) {
    Strips96::run(work, range, workspace, stream);
  } else {
    launch_in_memory(memory_kernel, threads_of_team,
                     engines::fock_scratch(range.largest_cutoff, false), work, range, workspace,
                     stream);
  }
}

}  // namespace pairtwist::kernels
