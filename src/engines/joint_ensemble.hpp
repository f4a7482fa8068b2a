// SPDX-License-Identifier: BSD-3-Clause
// The joint method's lossy states as means over quantum trajectories (docs/physics.md, 5), in
// groups whose sums can be added up.
#pragma once

#include <cstdint>
#include <vector>

#include "engines/joint_task.hpp"

namespace pairtwist::engines {

/// Number first, first + stride, ... below last.
struct TrajectoryRange {
  std::int64_t first;
  std::int64_t last;
  std::int64_t stride;
};

/// One of the parts, drawn by their weights: the one at x, 0 < x < 1, of all.
const PureLight& part_at(const std::vector<PureLight>& parts, double x);

/// Of a solution, the sums over the states that it is made of: over the trajectories of each group,
/// or over all.
struct JointEnsemble {
  JointEnsemble(const Batch& batch, std::int64_t p, bool before);
  /// Puts them where they belong; of trajectories the means over all, and over all groups but one.
  void keep(HostResult& result) const;

  JointTask task;
  std::vector<PureLight> parts;        ///< empty: the state is a density matrix
  std::vector<JointSamples> samples;   ///< [group]
  std::vector<JointOutcome> outcomes;  ///< [group]

 private:
  std::int64_t trajectories_;
  bool before_;
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
