// SPDX-License-Identifier: BSD-3-Clause
// A CUDA device as the JointMachine that holds and moves the states of the joint method.
#pragma once

#include <vector>

#include "device/buffer.hpp"
#include "device/pool.hpp"
#include "engines/joint_machine.hpp"

namespace pairtwist::kernels {

/// Pinned and device memory of the joint method, kept from batch to batch.
struct JointWorkspace {
  device::PinnedArray<std::byte> freight_here;
  device::DeviceArray<std::byte> freight_there;
  device::PinnedArray<double> returns_here;
  device::DeviceArray<double> returns_there;
  device::PinnedArray<engines::JointOrder> orders_here;
  device::DeviceArray<engines::JointOrder> orders_there;

  void release();
};

class CudaJointMachine final : public engines::JointMachine {
 public:
  /// budget: bytes that the states may take; all work is queued on the stream.
  CudaJointMachine(JointWorkspace& workspace, std::int64_t budget, cudaStream_t stream)
      : workspace_(workspace), budget_(budget), stream_(stream) {}

  std::int64_t budget() const override { return budget_; }
  double* allocate(std::int64_t doubles) override;
  void release(double* block) noexcept override { pool_.release(block, stream_); }
  void upload(double* to, const std::vector<double>& numbers) override;
  engines::JointRoom<std::byte> freight(std::int64_t bytes) override;
  engines::JointRoom<double> returns(std::int64_t doubles) override;
  void run(std::span<const engines::JointOrder> orders) override;

 private:
  JointWorkspace& workspace_;
  std::int64_t budget_;
  cudaStream_t stream_;
  device::Pool pool_;
  std::size_t freight_ = 0;  ///< bytes in use
  std::size_t returns_ = 0;  ///< doubles
};

/// How a device carries an order out.
enum class JointWay : std::int32_t {
  grid,    ///< a term a launch, with all of the device
  matrix,  ///< all terms in a thread block; numbers in global memory
  vector,  ///< the same
  near,    ///< of a vector, the series in shared memory
};
/// Of `alike` orders that have to be moved together; values are the same each way.
JointWay joint_way(const engines::JointOrder& order, std::size_t alike);

/// Queues orders that are on the device: here and there the same, all of them to go this way.
void carry_out(JointWay way, std::span<const engines::JointOrder> here,
               const engines::JointOrder* there, cudaStream_t stream);

}  // namespace pairtwist::kernels
