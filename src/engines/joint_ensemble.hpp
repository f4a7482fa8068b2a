// The joint method's lossy states as means over quantum trajectories (docs/physics.md, 5), in
// groups whose sums can be added up.
#pragma once

#include <cstdint>

#include "engines/joint_task.hpp"

namespace pairtwist::engines {

/// Number first, first + stride, ... below last.
struct TrajectoryRange {
  std::int64_t first;
  std::int64_t last;
  std::int64_t stride;
};

/// Adds those trajectories of a task, with these parts of its light, to the samples and the
/// outcome, each with the weight 1; number j of a seed is always the same one. Stops where one has
/// failed.
void follow_trajectories(const JointTask& task, const std::vector<PureLight>& parts,
                         const JointKernels& kernels, std::uint64_t seed,
                         const TrajectoryRange& range, JointSamples& samples,
                         JointOutcome& outcome);

/// All of the batch's, by group.
void solve_by_trajectories(const Batch& batch, const HostKernels& kernels, int threads,
                           HostResult& result);

}  // namespace pairtwist::engines
