// SPDX-License-Identifier: BSD-3-Clause
// Temporary memory for Thrust.
#pragma once

#include <cstddef>

#include "device/check.hpp"

namespace pairtwist::device {

/// From the stream's own pool: no device-wide synchronisation.
class StreamAllocator {
 public:
  using value_type = char;
  explicit StreamAllocator(cudaStream_t stream) : stream_(stream) {}

  char* allocate(std::ptrdiff_t bytes) {
    void* p = nullptr;
    PT_CUDA_CHECK(cudaMallocAsync(&p, static_cast<std::size_t>(bytes), stream_));
    return static_cast<char*>(p);
  }
  void deallocate(char* p, std::size_t) noexcept { cudaFreeAsync(p, stream_); }

 private:
  cudaStream_t stream_;
};

}  // namespace pairtwist::device
