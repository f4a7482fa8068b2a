// SPDX-License-Identifier: BSD-3-Clause
// Between arrays of the host and those of a device, in a stream's order.
#pragma once

#include <cstddef>
#include <vector>

#include "device/buffer.hpp"

namespace pairtwist::device {

/// `values` must stay until the stream is through.
template <class T>
const T* upload(DeviceArray<T>& array, const std::vector<T>& values, cudaStream_t stream) {
  array.reserve(values.size());
  PT_CUDA_CHECK(cudaMemcpyAsync(array.data(), values.data(), values.size() * sizeof(T),
                                cudaMemcpyHostToDevice, stream));
  return array.data();
}

/// Room for a result, or nullptr.
template <class T>
T* room(DeviceArray<T>& array, bool wanted, std::size_t count) {
  if (!wanted) return nullptr;
  array.reserve(count);
  return array.data();
}

template <class DeviceType, class HostType>
void download(PinnedArray<HostType>& to, const DeviceArray<DeviceType>& from, bool wanted,
              std::size_t count, cudaStream_t stream) {
  static_assert(sizeof(DeviceType) == sizeof(HostType));
  if (!wanted || count == 0) return;
  to.reserve(count);
  PT_CUDA_CHECK(cudaMemcpyAsync(to.data(), from.data(), count * sizeof(DeviceType),
                                cudaMemcpyDeviceToHost, stream));
}

}  // namespace pairtwist::device
