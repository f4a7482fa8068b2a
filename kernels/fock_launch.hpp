// SPDX-License-Identifier: BSD-3-Clause
// The Fock method on the device, between its rounds (fock.cu) and the kernels that integrate blocks
// (fock_moving.cu, fock_laboratory.cu): what a kernel is given, and which kernel takes which block.
#pragma once

#include <algorithm>

#include "device/check.hpp"
#include "device_batch.hpp"

namespace pairtwist::kernels {

/// Everything a kernel needs of a batch; items are sorted by class, the large cutoffs first.
struct FockWork {
  DeviceBatch batch;
  DeviceFock fock;
  engines::FockInput input;
  engines::FockItem* items;
  engines::FockOutcome* outcomes;
};

/// How a block is integrated, the dear ones first.
enum FockClass : std::int32_t {
  laboratory_in_memory,  ///< a thread block; matrices in global memory
  laboratory_strips_96,  ///< a thread block; matrices in registers and shared memory
  laboratory_strips_64,
  laboratory_strips_40,
  laboratory_strips_16,
  moving_in_memory,  ///< a thread block; arrays in global memory
  moving_on_chip,    ///< a thread block; arrays in shared memory
  moving_in_warp,    ///< the same, of a warp
  fock_classes
};

/// Cutoffs up to which a block of each class but the two in memory may go; what a device's shared
/// memory does not hold is 0.
struct FockClassLimits {
  std::int32_t largest[fock_classes];

  PT_HD FockClass class_of(bool moving, std::int32_t cutoff) const {
    const int first = moving ? moving_in_memory : laboratory_in_memory;
    int best = (moving ? fock_classes : moving_in_memory) - 1;
    for (; best > first && cutoff > largest[best]; --best) {
    }
    return static_cast<FockClass>(best);
  }
};

/// Fill in the limits of their classes.
void limit_moving(FockClassLimits& limits);
void limit_laboratory(FockClassLimits& limits);

/// Launch what one class has to solve. May throw OutOfMemory.
void launch_moving(FockClass which, const FockWork& work, const FockRange& range,
                   FockWorkspace& workspace, cudaStream_t stream);
void launch_laboratory(FockClass which, const FockWork& work, const FockRange& range,
                       FockWorkspace& workspace, cudaStream_t stream);

inline unsigned blocks_for(std::int64_t items, int threads) {
  return static_cast<unsigned>((items + threads - 1) / threads);
}

inline int device_attribute(cudaDeviceAttr attribute) {
  int device = 0;
  int value = 0;
  PT_CUDA_CHECK(cudaGetDevice(&device));
  PT_CUDA_CHECK(cudaDeviceGetAttribute(&value, attribute, device));
  return value;
}

/// Bytes of dynamic shared memory that a thread block of this kernel can have; asks for them.
template <class Kernel>
std::int64_t shared_memory_of(Kernel* kernel) {
  cudaFuncAttributes attributes{};
  PT_CUDA_CHECK(cudaFuncGetAttributes(&attributes, kernel));
  const std::int64_t bytes = device_attribute(cudaDevAttrMaxSharedMemoryPerBlockOptin) -
                             static_cast<std::int64_t>(attributes.sharedSizeBytes);
  PT_CUDA_CHECK(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize,
                                     static_cast<int>(bytes)));
  return bytes;
}

/// Thread blocks of a kernel that loops over its items, `each` doubles of global memory for each of
/// them: as many as run at once, of what is free at most half.
template <class Kernel>
unsigned resident_blocks(Kernel* kernel, int threads, std::int64_t shared_bytes, std::int64_t items,
                         std::int64_t each) {
  int on_a_processor = 0;
  PT_CUDA_CHECK(cudaOccupancyMaxActiveBlocksPerMultiprocessor(
      &on_a_processor, kernel, threads, static_cast<std::size_t>(shared_bytes)));
  const std::int64_t resident =
      std::int64_t{on_a_processor} * device_attribute(cudaDevAttrMultiProcessorCount);
  std::size_t free = 0;
  std::size_t total = 0;
  PT_CUDA_CHECK(cudaMemGetInfo(&free, &total));
  const auto that_fit = static_cast<std::int64_t>(free / 2 / sizeof(double)) / each;
  return static_cast<unsigned>(std::max<std::int64_t>(std::min({items, resident, that_fit}), 1));
}

/// Thread blocks that have all their arrays, `each` doubles, in global memory.
using InMemoryKernel = void(FockWork, std::int64_t first, std::int64_t last, double* scratch,
                            std::int64_t stride);
inline void launch_in_memory(InMemoryKernel* kernel, int threads, std::int64_t each,
                             const FockWork& work, const FockRange& range, FockWorkspace& workspace,
                             cudaStream_t stream) {
  const unsigned grid = resident_blocks(kernel, threads, 0, range.last - range.first, each);
  workspace.scratch.reserve(static_cast<std::size_t>(grid * each));
  kernel<<<grid, threads, 0, stream>>>(work, range.first, range.last, workspace.scratch.data(),
                                       each);
  PT_CUDA_CHECK_LAUNCH(in_memory_kernel);
}

}  // namespace pairtwist::kernels
