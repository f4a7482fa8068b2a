// SPDX-License-Identifier: BSD-3-Clause
#include "counting_machine.hpp"

#include "device/transfer.hpp"

namespace pairtwist::kernels {

using engines::BatchedProduct;
using engines::CountingChunk;
using engines::CountingStep;
using engines::StateToCount;

void CountingWorkspace::release() {
  numbers.release();
  states.release();
  room.release();
  zeroed = 0;
  terms.release();
  terms_before.release();
}

CudaCountingMachine::CudaCountingMachine(CountingWorkspace& workspace, cudaStream_t stream)
    : workspace_(workspace), stream_(stream) {
  if (!workspace.cublas) workspace.cublas.emplace(stream);
}

// From memory that is not pinned: both return once the numbers have been read.
const double* CudaCountingMachine::numbers(const std::vector<double>& numbers) {
  return device::upload(workspace_.numbers, numbers, stream_);
}

const StateToCount* CudaCountingMachine::states(const std::vector<StateToCount>& states) {
  return device::upload(workspace_.states, states, stream_);
}

double* CudaCountingMachine::room(std::int64_t doubles) {
  workspace_.room.reserve(static_cast<std::size_t>(doubles));
  if (doubles > workspace_.zeroed) {
    PT_CUDA_CHECK(cudaMemsetAsync(workspace_.room.data(), 0,
                                  static_cast<std::size_t>(doubles) * sizeof(double), stream_));
    workspace_.zeroed = doubles;
  }
  return workspace_.room.data();
}

void CudaCountingMachine::multiply(const BatchedProduct& p) {
  const double one = 1.0;
  const double old = p.adds ? 1.0 : 0.0;
  const auto size = [](std::int64_t n) { return static_cast<int>(n); };
  PT_CUBLAS_CHECK(device::cublas().multiply_batch(
      workspace_.cublas->get(), p.transposed ? CUBLAS_OP_T : CUBLAS_OP_N, CUBLAS_OP_N, size(p.rows),
      size(p.columns), size(p.inner), &one, p.a, size(p.transposed ? p.inner : p.rows), p.next_a,
      p.b, size(p.inner), p.next_b, &old, p.c, size(p.rows), p.next_c, size(p.count)));
}

void CudaCountingMachine::run(CountingStep step, const CountingChunk& chunk) {
  run_step(step, chunk, stream_);
}

}  // namespace pairtwist::kernels
