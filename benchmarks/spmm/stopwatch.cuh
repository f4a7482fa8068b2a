// SPDX-License-Identifier: BSD-3-Clause
// How long a device takes for what is queued in a stream, by events.
#pragma once

#include <cuda_runtime.h>

#include <vector>

#include "device/check.hpp"

namespace pairtwist::spmm {

class Event {
 public:
  Event() { PT_CUDA_CHECK(cudaEventCreate(&event_)); }
  ~Event() { cudaEventDestroy(event_); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  cudaEvent_t get() const { return event_; }

 private:
  cudaEvent_t event_ = nullptr;
};

/// Milliseconds of each of five runs; the caller has run it once before.
template <class Run>
std::vector<double> times_of(cudaStream_t stream, const Run& run) {
  constexpr int runs = 5;
  const Event begin, end;
  std::vector<double> times;
  for (int i = 0; i < runs; ++i) {
    PT_CUDA_CHECK(cudaStreamSynchronize(stream));
    PT_CUDA_CHECK(cudaEventRecord(begin.get(), stream));
    run();
    PT_CUDA_CHECK(cudaEventRecord(end.get(), stream));
    PT_CUDA_CHECK(cudaEventSynchronize(end.get()));
    float milliseconds = 0.0F;
    PT_CUDA_CHECK(cudaEventElapsedTime(&milliseconds, begin.get(), end.get()));
    times.push_back(milliseconds);
  }
  return times;
}

}  // namespace pairtwist::spmm
