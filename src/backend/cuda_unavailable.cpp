// SPDX-License-Identifier: BSD-3-Clause
// The CUDA side of backend.hpp for a build without CUDA: the only stub.
#include "backend/backend.hpp"
#include "backend/cublas_problem.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {

CudaStatus cuda_status() {
  CudaStatus status;
  status.problem =
      "this build has no CUDA (configure with -DPAIRTWIST_CUDA=ON where a CUDA compiler is found)";
  return status;
}

std::string cublas_problem() { return "not part of this build"; }

std::unique_ptr<Backend> make_cuda_backend(const std::vector<int>& /*devices*/, int /*threads*/) {
  throw DeviceError("backend \"cuda\": " + cuda_status().problem);
}

}  // namespace pairtwist
