// SPDX-License-Identifier: BSD-3-Clause
// Atoms of many states rotated and counted (src/engines/counting_steps.inl), between the products
// that cuBLAS makes: an item a thread, so that threads side by side write side by side.
#include <algorithm>

#include "counting_machine.hpp"
#include "device/check.hpp"
#include "engines/counting_steps.inl"

namespace pairtwist::kernels {
namespace {

using engines::CountingChunk;
using engines::CountingStep;
using engines::CountingSteps;

constexpr int threads = 128;
constexpr std::int64_t most_blocks = std::int64_t{1} << 30;

template <CountingStep step>
__global__ void __launch_bounds__(threads) step_kernel(CountingChunk chunk) {
  const CountingSteps steps(chunk);
  const std::int64_t items = steps.items(step);
  const std::int64_t all = std::int64_t{gridDim.x} * threads;
  for (std::int64_t i = std::int64_t{blockIdx.x} * threads + threadIdx.x; i < items; i += all)
    steps.run<step>(i);
}

template <CountingStep step>
void launch(const CountingChunk& chunk, cudaStream_t stream) {
  const std::int64_t blocks = (CountingSteps(chunk).items(step) + threads - 1) / threads;
  if (blocks == 0) return;
  step_kernel<step>
      <<<static_cast<unsigned>(std::min(blocks, most_blocks)), threads, 0, stream>>>(chunk);
  PT_CUDA_CHECK_LAUNCH(step_kernel);
}

}  // namespace

void run_step(CountingStep step, const CountingChunk& chunk, cudaStream_t stream) {
  switch (step) {
    case CountingStep::factors:
      return launch<CountingStep::factors>(chunk, stream);
    case CountingStep::turn:
      return launch<CountingStep::turn>(chunk, stream);
    case CountingStep::combine:
      return launch<CountingStep::combine>(chunk, stream);
    case CountingStep::polynomials:
      return launch<CountingStep::polynomials>(chunk, stream);
    case CountingStep::count:
      return launch<CountingStep::count>(chunk, stream);
  }
}

}  // namespace pairtwist::kernels
