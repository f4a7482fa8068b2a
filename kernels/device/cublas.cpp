// SPDX-License-Identifier: BSD-3-Clause
#include "device/cublas.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <string>

#include "backend/backend.hpp"
#include "backend/cublas_problem.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace device {
namespace {

/// As other programs find it, or where it lay when this one was compiled. Linked like others it
/// would be loaded at every start, on machines without a device too, and is larger than all the
/// rest of the program a hundred times over (docs/performance.md).
void* library() {
  const std::string name = fmt::format("libcublas.so.{}", CUBLAS_VER_MAJOR);
  for (const std::string& path : {name, fmt::format("{}/{}", PAIRTWIST_CUBLAS_FOLDER, name)})
    if (void* const found = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) return found;
  throw DeviceError(fmt::format(
      "cuBLAS, which rotates atoms on a CUDA device (quantity cfi), cannot be loaded: {}; install "
      "cuBLAS of CUDA {}, name its folder in LD_LIBRARY_PATH, or use the CPU (--backend cpu)",
      dlerror(), CUBLAS_VER_MAJOR));
}

template <class Call>
void look_up(void* from, const char* name, Call& call) {
  call = reinterpret_cast<Call>(dlsym(from, name));
  if (call == nullptr)
    throw DeviceError(fmt::format("cuBLAS has no {}: {}; install another release of CUDA {}", name,
                                  dlerror(), CUBLAS_VER_MAJOR));
}

CublasCalls load() {
  void* const from = library();
  CublasCalls calls{};
  look_up(from, "cublasCreate_v2", calls.create);
  look_up(from, "cublasDestroy_v2", calls.destroy);
  look_up(from, "cublasSetStream_v2", calls.set_stream);
  look_up(from, "cublasSetWorkspace_v2", calls.set_workspace);
  look_up(from, "cublasDgemmStridedBatched", calls.multiply_batch);
  look_up(from, "cublasGetStatusName", calls.status_name);
  look_up(from, "cublasGetStatusString", calls.status_text);
  return calls;
}

}  // namespace

const CublasCalls& cublas() {
  static const CublasCalls calls = load();
  return calls;
}

void check(cublasStatus_t status, const char* call, const char* file, int line) {
  if (status == CUBLAS_STATUS_SUCCESS) return;
  const std::string what = fmt::format("{}: {} ({}) in {}:{}", call, cublas().status_text(status),
                                       cublas().status_name(status), file, line);
  if (status == CUBLAS_STATUS_ALLOC_FAILED) throw OutOfMemory(what);
  throw DeviceError("cuBLAS: " + what);
}

// The workspace is set behind the stream: setting that takes it away.
Cublas::Cublas(cudaStream_t stream) {
  workspace_.reserve(workspace_bytes);
  PT_CUBLAS_CHECK(cublas().create(&handle_));
  try {
    PT_CUBLAS_CHECK(cublas().set_stream(handle_, stream));
    PT_CUBLAS_CHECK(cublas().set_workspace(handle_, workspace_.data(), workspace_bytes));
  } catch (...) {
    cublas().destroy(handle_);
    throw;
  }
}

}  // namespace device

std::string cublas_problem() {
  try {
    device::cublas();
    return "";
  } catch (const DeviceError& error) {
    return error.what();
  }
}

}  // namespace pairtwist
