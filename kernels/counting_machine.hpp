// SPDX-License-Identifier: BSD-3-Clause
// A CUDA device as the CountingMachine that rotates and counts the atoms of many states.
#pragma once

#include <optional>

#include "device/buffer.hpp"
#include "device/cublas.hpp"
#include "engines/counting_machine.hpp"

namespace pairtwist::kernels {

/// Device memory for counting, and the handle of cuBLAS, kept from batch to batch.
struct CountingWorkspace {
  std::optional<device::Cublas> cublas;  ///< from the first batch on that counts atoms
  device::DeviceArray<double> numbers;
  device::DeviceArray<engines::StateToCount> states;
  device::DeviceArray<double> room;
  std::int64_t zeroed = 0;  ///< doubles of the room that have been written since it was allocated
  device::DeviceArray<FisherTerm> terms;
  device::DeviceArray<FisherTerm> terms_before;

  void release();
};

class CudaCountingMachine final : public engines::CountingMachine {
 public:
  /// All work is queued on the stream; of one workspace always the same.
  CudaCountingMachine(CountingWorkspace& workspace, cudaStream_t stream);

  const double* numbers(const std::vector<double>& numbers) override;
  const engines::StateToCount* states(const std::vector<engines::StateToCount>& states) override;
  double* room(std::int64_t doubles) override;
  void multiply(const engines::BatchedProduct& product) override;
  void run(engines::CountingStep step, const engines::CountingChunk& chunk) override;

 private:
  CountingWorkspace& workspace_;
  cudaStream_t stream_;
};

/// Queues a step's items of a chunk.
void run_step(engines::CountingStep step, const engines::CountingChunk& chunk, cudaStream_t stream);

}  // namespace pairtwist::kernels
