// SPDX-License-Identifier: BSD-3-Clause
#include "device/check.hpp"

#include <fmt/format.h>

#include "backend/backend.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::device {

void check(cudaError_t error, const char* call, const char* file, int line) {
  if (error == cudaSuccess) return;
  const std::string what = fmt::format("{}: {} ({}) in {}:{}", call, cudaGetErrorString(error),
                                       cudaGetErrorName(error), file, line);
  if (error == cudaErrorMemoryAllocation) {
    cudaGetLastError();  // not sticky: the device stays usable
    throw OutOfMemory(what);
  }
  throw DeviceError("CUDA: " + what);
}

}  // namespace pairtwist::device
