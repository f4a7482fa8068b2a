// SPDX-License-Identifier: BSD-3-Clause
#include "device/stream.hpp"
#include "joint_machine.hpp"
#include "spmm/machine_on_device.hpp"
#include "spmm/machine_step.hpp"
#include "spmm/stopwatch.cuh"

namespace pairtwist::spmm {

using engines::JointOrder;
using kernels::JointWay;

/// States go before the machine that they are in, and that before its stream.
struct MachineOnDevice::Held {
  explicit Held(const TrajectoryStep& given)
      : step(given),
        machine(workspace, std::int64_t{1} << 40, stream.get()),
        orders(given, machine) {}

  JointWay way() const { return kernels::joint_way(orders.orders().front(), count()); }
  std::size_t count() const { return orders.orders().size(); }

  const TrajectoryStep& step;
  device::Stream stream;
  kernels::JointWorkspace workspace;
  kernels::CudaJointMachine machine;
  MachineStep orders;
};

MachineOnDevice::MachineOnDevice(const TrajectoryStep& step) : held_(std::make_unique<Held>(step)) {
  held_->orders.run();
}

MachineOnDevice::~MachineOnDevice() = default;

std::string MachineOnDevice::way() const {
  switch (held_->way()) {
    case JointWay::grid:
      return "grid";
    case JointWay::matrix:
      return "matrix";
    case JointWay::vector:
      return "vector";
    case JointWay::near:
      return "near";
  }
  return "";
}

double MachineOnDevice::bytes() const {
  const TrajectoryStep& step = held_->step;
  const int passes = held_->way() == JointWay::near ? 2 : 4 * step.terms();
  return 16.0 * passes * static_cast<double>(step.elements() * step.trajectories());
}

std::vector<std::vector<std::complex<double>>> MachineOnDevice::states() const {
  std::vector<std::vector<std::complex<double>>> states;
  std::vector<double> numbers(static_cast<std::size_t>(held_->orders.doubles()));
  for (const JointOrder& order : held_->orders.orders()) {
    PT_CUDA_CHECK(cudaMemcpy(numbers.data(), order.other, numbers.size() * sizeof(double),
                             cudaMemcpyDeviceToHost));
    states.push_back(held_->orders.elements(numbers));
  }
  return states;
}

std::vector<double> MachineOnDevice::times_of_kernels() const {
  const kernels::JointWorkspace& there = held_->workspace;  // as the last round left it
  return times_of(held_->stream.get(), [&] {
    kernels::carry_out(held_->way(), {there.orders_here.data(), held_->count()},
                       there.orders_there.data(), held_->stream.get());
  });
}

std::vector<double> MachineOnDevice::times_of_rounds() const {
  return times_of(held_->stream.get(), [&] { held_->orders.run(); });
}

}  // namespace pairtwist::spmm
