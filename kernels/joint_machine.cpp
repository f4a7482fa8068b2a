// SPDX-License-Identifier: BSD-3-Clause
#include "joint_machine.hpp"

#include <algorithm>

namespace pairtwist::kernels {

using engines::JointOrder;
using engines::JointRoom;

void JointWorkspace::release() {
  freight_here.release();
  freight_there.release();
  returns_here.release();
  returns_there.release();
  orders_here.release();
  orders_there.release();
}

double* CudaJointMachine::allocate(std::int64_t doubles) {
  const auto bytes = static_cast<std::size_t>(doubles) * sizeof(double);
  void* const block = pool_.allocate(bytes, stream_);
  PT_CUDA_CHECK(cudaMemsetAsync(block, 0, bytes, stream_));
  return static_cast<double*>(block);
}

// From memory that is not pinned: returns once the numbers have been read.
void CudaJointMachine::upload(double* to, const std::vector<double>& numbers) {
  PT_CUDA_CHECK(cudaMemcpyAsync(to, numbers.data(), numbers.size() * sizeof(double),
                                cudaMemcpyHostToDevice, stream_));
}

JointRoom<std::byte> CudaJointMachine::freight(std::int64_t bytes) {
  freight_ = static_cast<std::size_t>(bytes);
  workspace_.freight_here.reserve(freight_);
  workspace_.freight_there.reserve(freight_);
  return {workspace_.freight_here.data(), workspace_.freight_there.data()};
}

JointRoom<double> CudaJointMachine::returns(std::int64_t doubles) {
  returns_ = static_cast<std::size_t>(doubles);
  workspace_.returns_here.reserve(returns_);
  workspace_.returns_there.reserve(returns_);
  return {workspace_.returns_here.data(), workspace_.returns_there.data()};
}

void CudaJointMachine::run(std::span<const JointOrder> orders) {
  workspace_.orders_here.reserve(orders.size());
  workspace_.orders_there.reserve(orders.size());
  JointOrder* const here = workspace_.orders_here.data();
  JointOrder* const there = workspace_.orders_there.data();
  std::ranges::copy(orders, here);
  const auto end = here + orders.size();
  const auto way = [&](const JointOrder& order) { return joint_way(order, orders.size()); };
  std::stable_sort(here, end, [&](const auto& a, const auto& b) { return way(a) < way(b); });

  PT_CUDA_CHECK(cudaMemcpyAsync(workspace_.freight_there.data(), workspace_.freight_here.data(),
                                freight_, cudaMemcpyHostToDevice, stream_));
  PT_CUDA_CHECK(cudaMemcpyAsync(there, here, orders.size() * sizeof(JointOrder),
                                cudaMemcpyHostToDevice, stream_));
  for (const JointOrder* first = here; first != end;) {
    const JointOrder* const last =
        std::find_if(first, static_cast<const JointOrder*>(end),
                     [&](const JointOrder& order) { return way(order) != way(*first); });
    carry_out(way(*first), {first, last}, there + (first - here), stream_);
    first = last;
  }
  PT_CUDA_CHECK(cudaMemcpyAsync(workspace_.returns_here.data(), workspace_.returns_there.data(),
                                returns_ * sizeof(double), cudaMemcpyDeviceToHost, stream_));
  PT_CUDA_CHECK(cudaStreamSynchronize(stream_));
}

}  // namespace pairtwist::kernels
