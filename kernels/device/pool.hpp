// SPDX-License-Identifier: BSD-3-Clause
// Device memory by many small blocks that come and go in a stream's order.
#pragma once

#include <cstdint>

#include "device/check.hpp"

namespace pairtwist::device {

/// What is given back stays with the pool, until the pool goes.
class Pool {
 public:
  Pool() {
    int device = 0;
    PT_CUDA_CHECK(cudaGetDevice(&device));
    cudaMemPoolProps properties{};
    properties.allocType = cudaMemAllocationTypePinned;
    properties.location = {cudaMemLocationTypeDevice, device};
    PT_CUDA_CHECK(cudaMemPoolCreate(&pool_, &properties));
    std::uint64_t kept = UINT64_MAX;
    PT_CUDA_CHECK(cudaMemPoolSetAttribute(pool_, cudaMemPoolAttrReleaseThreshold, &kept));
  }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  /// All blocks must have been given back, and the stream be through.
  ~Pool() { cudaMemPoolDestroy(pool_); }

  void* allocate(std::size_t bytes, cudaStream_t stream) {
    void* block = nullptr;
    PT_CUDA_CHECK(cudaMallocFromPoolAsync(&block, bytes, pool_, stream));
    return block;
  }
  void release(void* block, cudaStream_t stream) noexcept { cudaFreeAsync(block, stream); }

 private:
  cudaMemPool_t pool_ = nullptr;
};

}  // namespace pairtwist::device
