// SPDX-License-Identifier: BSD-3-Clause
#include "engines/joint_ensemble.hpp"

#include <deque>

#include "engines/joint_trajectory.hpp"
#include "engines/run_tasks.hpp"

namespace pairtwist::engines {
namespace {

std::size_t groups_of(const Batch& batch) {
  return batch.trajectories.count > 0 ? kTrajectoryGroups : 1;
}

}  // namespace

const PureLight& part_at(const std::vector<PureLight>& parts, double x) {
  double rest = 0.0;
  for (const PureLight& part : parts) rest += x * part.weight;
  for (const PureLight& part : parts) {
    rest -= part.weight;
    if (rest < 0.0) return part;
  }
  return parts.back();
}

JointEnsemble::JointEnsemble(const Batch& batch, std::int64_t p, bool before)
    : task(batch, p, before),
      samples(groups_of(batch), task.samples()),
      outcomes(groups_of(batch), task.outcome()),
      trajectories_(batch.trajectories.count),
      before_(before) {
  if (trajectories_ > 0 || task.point().lossless())
    parts = task.pure_parts(1e-2 * task.request().tolerance);
  if (trajectories_ == 0 && !parts.empty()) outcomes.front() = task.outcome(parts);
}

// Always in one order.
void JointEnsemble::keep(HostResult& result) const {
  if (trajectories_ == 0) {
    task.keep(outcomes.front(), samples.front(), result);
    return;
  }
  const double each = 1.0 / static_cast<double>(trajectories_);
  JointSamples mean = task.samples();
  JointOutcome outcome = task.outcome();
  for (std::size_t g = 0; g < samples.size(); ++g) {
    mean.add(samples[g], each);
    outcome.add(outcomes[g], each);
  }
  task.keep(outcome, mean, result);
  if (before_) return;
  constexpr double more = kTrajectoryGroups / (kTrajectoryGroups - 1.0);
  for (std::size_t g = 0; g < samples.size(); ++g) {
    JointSamples without = task.samples();
    without.add(mean, more);
    without.add(samples[g], -more * each);
    task.keep_without(static_cast<std::int64_t>(g), without, result);
  }
}

void follow_trajectories(const JointTask& task, const std::vector<PureLight>& parts,
                         const JointKernels& kernels, std::uint64_t seed,
                         const TrajectoryRange& range, JointSamples& samples,
                         JointOutcome& outcome) {
  const JointRequest request = task.request();
  for (std::int64_t j = range.first; j < range.last && !outcome.failed; j += range.stride) {
    RandomStream random(seed, static_cast<std::uint64_t>(j));
    const PureLight& part = part_at(parts, random.next());
    JointTrajectory<JointBranch> trajectory(
        request, JointBranch(kernels, task.chain(), part.amplitude, task.layout()), random);
    take_samples(
        task, 1.0, trajectory.walk(), [&](double time) { return trajectory.advance(time); },
        samples, outcome);
  }
}

void solve_by_trajectories(const Batch& batch, const HostKernels& kernels, int threads,
                           HostResult& result) {
  constexpr std::int64_t groups = kTrajectoryGroups;
  const std::int64_t first = batch.trajectories.first;
  std::deque<JointEnsemble> ensembles;
  for (std::int64_t i = 0; i < 2 * batch.size(); ++i)
    ensembles.emplace_back(batch, i / 2, i % 2 == 0).task.expect_walks(batch.trajectories.count);
  struct Nothing {};
  run_tasks<Nothing>(2 * batch.size() * groups, threads, batch.stop, [&](std::int64_t i, Nothing&) {
    JointEnsemble& of = ensembles[static_cast<std::size_t>(i / groups)];
    const std::int64_t g = i % groups;
    follow_trajectories(of.task, of.parts, kernels.joint, batch.trajectories.seed,
                        {first + g, first + batch.trajectories.count, groups}, of.samples[g],
                        of.outcomes[g]);
  });
  run_tasks<Nothing>(2 * batch.size(), threads, batch.stop, [&](std::int64_t i, Nothing&) {
    ensembles[static_cast<std::size_t>(i)].keep(result);
  });
}

}  // namespace pairtwist::engines
