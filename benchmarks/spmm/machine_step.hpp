// SPDX-License-Identifier: BSD-3-Clause
// The step as the project makes it: of each trajectory an order of a JointMachine.
#pragma once

#include <complex>
#include <span>
#include <vector>

#include "engines/joint_machine.hpp"
#include "engines/joint_remote.hpp"
#include "spmm/trajectory_step.hpp"

namespace pairtwist::spmm {

class MachineStep {
 public:
  /// Both must stay where they are. Throws OutOfMemory.
  MachineStep(const TrajectoryStep& step, engines::JointMachine& machine);

  /// A step does not change what it starts from: every run is the same one.
  void run() { machine_.run(orders_); }
  const std::vector<engines::JointOrder>& orders() const { return orders_; }

  /// Doubles of a state in the machine, which stands behind a step at JointOrder::other.
  std::int64_t doubles() const { return 2 * step_.map().square(); }
  /// Of such a state its elements.
  std::vector<std::complex<double>> elements(std::span<const double> in_the_machine) const;

 private:
  const TrajectoryStep& step_;
  engines::JointMachine& machine_;
  std::vector<engines::JointRemoteState> states_;
  std::vector<engines::JointOrder> orders_;
};

}  // namespace pairtwist::spmm
