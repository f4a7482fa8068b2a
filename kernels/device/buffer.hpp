// SPDX-License-Identifier: BSD-3-Clause
// Owning arrays in device memory and in pinned host memory. They grow and never shrink, so that
// batches of like size allocate once; contents are lost when they grow. cudaFree waits for kernels
// that are queued and may still use what is freed; an asynchronous one would not.
#pragma once

#include <cstddef>
#include <utility>

#include "device/check.hpp"

namespace pairtwist::device {

struct DeviceMemory {
  static void* allocate(std::size_t bytes) {
    void* p = nullptr;
    PT_CUDA_CHECK(cudaMalloc(&p, bytes));
    return p;
  }
  static void release(void* p) noexcept { cudaFree(p); }
};

struct PinnedMemory {
  static void* allocate(std::size_t bytes) {
    void* p = nullptr;
    PT_CUDA_CHECK(cudaMallocHost(&p, bytes));
    return p;
  }
  static void release(void* p) noexcept { cudaFreeHost(p); }
};

template <class T, class Memory>
class Array {
 public:
  Array() = default;
  Array(const Array&) = delete;
  Array& operator=(const Array&) = delete;
  ~Array() { release(); }

  T* data() const { return data_; }

  /// At least `count` elements.
  void reserve(std::size_t count) {
    if (count <= capacity_) return;
    release();
    data_ = static_cast<T*>(Memory::allocate(count * sizeof(T)));
    capacity_ = count;
  }

  void release() noexcept {
    if (data_ != nullptr) Memory::release(std::exchange(data_, nullptr));
    capacity_ = 0;
  }

 private:
  T* data_ = nullptr;
  std::size_t capacity_ = 0;
};

template <class T>
using DeviceArray = Array<T, DeviceMemory>;
template <class T>
using PinnedArray = Array<T, PinnedMemory>;

}  // namespace pairtwist::device
