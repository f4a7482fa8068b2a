// SPDX-License-Identifier: BSD-3-Clause
// The joint method where the states are elsewhere, on a device: all states of a batch go side by
// side, in rounds. Host threads lead each up to its next series; then a JointMachine moves all.
#pragma once

#include "engines/host_solver.hpp"
#include "engines/joint_machine.hpp"

namespace pairtwist::engines {

/// Fills `result`, whose arrays have their sizes. Throws OutOfMemory.
void solve_joint_in_rounds(const Batch& batch, JointMachine& machine, int threads,
                           HostResult& result);

}  // namespace pairtwist::engines
