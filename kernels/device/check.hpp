// SPDX-License-Identifier: BSD-3-Clause
// One check for every call of the CUDA runtime and after every launch. An allocation that fails is
// OutOfMemory (the caller makes the batch smaller), everything else a DeviceError that names the
// call.
#pragma once

#include <cuda_runtime_api.h>

namespace pairtwist::device {

/// Throws unless `error` is success. `call` is the text of what was called.
void check(cudaError_t error, const char* call, const char* file, int line);

}  // namespace pairtwist::device

#define PT_CUDA_CHECK(call) ::pairtwist::device::check((call), #call, __FILE__, __LINE__)
/// After <<<...>>>: the launch itself.
#define PT_CUDA_CHECK_LAUNCH(kernel) \
  ::pairtwist::device::check(cudaGetLastError(), "launch of " #kernel, __FILE__, __LINE__)
