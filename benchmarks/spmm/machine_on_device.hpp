// SPDX-License-Identifier: BSD-3-Clause
// The step by kernels/joint.cu, through the machine that the program has on a device.
#pragma once

#include <complex>
#include <memory>
#include <string>
#include <vector>

#include "spmm/trajectory_step.hpp"

namespace pairtwist::spmm {

class MachineOnDevice {
 public:
  /// Makes the step once. Throws OutOfMemory, DeviceError.
  explicit MachineOnDevice(const TrajectoryStep& step);
  ~MachineOnDevice();
  MachineOnDevice(const MachineOnDevice&) = delete;
  MachineOnDevice& operator=(const MachineOnDevice&) = delete;

  /// How kernels/joint.cu carries it out: its JointWay.
  std::string way() const;
  /// What the series' arrays must move: of a state that stays on chip it in and out, of another one
  /// four passes a term.
  double bytes() const;

  /// [j]  The states behind the step, of the norm 1.
  std::vector<std::vector<std::complex<double>>> states() const;
  /// Milliseconds of the kernels, which normalise the states and look at them, too; and of a whole
  /// round, with what goes to the device for it and comes back.
  std::vector<double> times_of_kernels() const;
  std::vector<double> times_of_rounds() const;

 private:
  struct Held;
  std::unique_ptr<Held> held_;
};

}  // namespace pairtwist::spmm
