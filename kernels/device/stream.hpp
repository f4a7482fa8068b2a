// SPDX-License-Identifier: BSD-3-Clause
// An owning CUDA stream.
#pragma once

#include "device/check.hpp"

namespace pairtwist::device {

class Stream {
 public:
  Stream() { PT_CUDA_CHECK(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking)); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() { cudaStreamDestroy(stream_); }

  cudaStream_t get() const { return stream_; }
  void synchronize() const { PT_CUDA_CHECK(cudaStreamSynchronize(stream_)); }

 private:
  cudaStream_t stream_ = nullptr;
};

}  // namespace pairtwist::device
