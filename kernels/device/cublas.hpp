// SPDX-License-Identifier: BSD-3-Clause
// cuBLAS, loaded when it is first needed: an owning handle in a stream, with memory of its own to
// work in, and one check for every call.
#pragma once

#include <cublas_v2.h>

#include <cstddef>

#include "device/buffer.hpp"

namespace pairtwist::device {

/// What of the library is called.
struct CublasCalls {
  decltype(&cublasCreate_v2) create;
  decltype(&cublasDestroy_v2) destroy;
  decltype(&cublasSetStream_v2) set_stream;
  decltype(&cublasSetWorkspace_v2) set_workspace;
  decltype(&cublasDgemmStridedBatched) multiply_batch;
  decltype(&cublasGetStatusName) status_name;
  decltype(&cublasGetStatusString) status_text;
};

/// Throws DeviceError where the library is not there.
const CublasCalls& cublas();

/// Throws unless `status` is success: OutOfMemory where cuBLAS could not allocate, else a
/// DeviceError that names the call.
void check(cublasStatus_t status, const char* call, const char* file, int line);

class Cublas {
 public:
  explicit Cublas(cudaStream_t stream);
  ~Cublas() { cublas().destroy(handle_); }
  Cublas(const Cublas&) = delete;
  Cublas& operator=(const Cublas&) = delete;

  cublasHandle_t get() const { return handle_; }

 private:
  /// What NVIDIA recommends for the largest devices.
  static constexpr std::size_t workspace_bytes = std::size_t{32} << 20;

  DeviceArray<std::byte> workspace_;
  cublasHandle_t handle_ = nullptr;
};

}  // namespace pairtwist::device

#define PT_CUBLAS_CHECK(call) ::pairtwist::device::check((call), #call, __FILE__, __LINE__)
