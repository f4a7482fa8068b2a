#include "engines/joint_ensemble.hpp"

#include <deque>

#include "engines/joint_trajectory.hpp"
#include "engines/run_tasks.hpp"

namespace pairtwist::engines {
namespace {

constexpr std::int64_t groups = kTrajectoryGroups;

/// One of the parts, drawn by their weights: the one at x, 0 < x < 1, of all.
const PureLight& part_at(const std::vector<PureLight>& parts, double x) {
  double rest = 0.0;
  for (const PureLight& part : parts) rest += x * part.weight;
  for (const PureLight& part : parts) {
    rest -= part.weight;
    if (rest < 0.0) return part;
  }
  return parts.back();
}

/// Of a solution, the sums over the trajectories of each group.
struct Ensemble {
  Ensemble(const Batch& batch, std::int64_t p, bool before)
      : task(batch, p, before),
        parts(task.pure_parts(1e-2 * task.request().tolerance)),
        samples(groups, task.samples()),
        outcomes(groups, task.outcome()) {}

  JointTask task;
  std::vector<PureLight> parts;
  std::vector<JointSamples> samples;   ///< [group]
  std::vector<JointOutcome> outcomes;  ///< [group]
};

/// The means over all trajectories, and over those of all groups but one: always in one order.
void keep_means(const Ensemble& ensemble, std::int64_t count, bool before, HostResult& result) {
  const double each = 1.0 / static_cast<double>(count);
  JointSamples mean = ensemble.task.samples();
  JointOutcome outcome = ensemble.task.outcome();
  for (std::int64_t g = 0; g < groups; ++g) {
    mean.add(ensemble.samples[g], each);
    outcome.add(ensemble.outcomes[g], each);
  }
  ensemble.task.keep(outcome, mean, result);
  if (before) return;
  constexpr double more = groups / (groups - 1.0);
  for (std::int64_t g = 0; g < groups; ++g) {
    JointSamples without = ensemble.task.samples();
    without.add(mean, more);
    without.add(ensemble.samples[g], -more * each);
    ensemble.task.keep_without(g, without, result);
  }
}

}  // namespace

void follow_trajectories(const JointTask& task, const std::vector<PureLight>& parts,
                         const JointKernels& kernels, std::uint64_t seed,
                         const TrajectoryRange& range, JointSamples& samples,
                         JointOutcome& outcome) {
  const JointRequest request = task.request();
  for (std::int64_t j = range.first; j < range.last && !outcome.failed; j += range.stride) {
    RandomStream random(seed, static_cast<std::uint64_t>(j));
    const PureLight& part = part_at(parts, random.next());
    JointTrajectory trajectory(
        request, JointBranch(kernels, task.chain(), part.amplitude, task.layout()), random);
    take_samples(
        task, 1.0, trajectory.walk(), [&](double time) { return trajectory.advance(time); },
        samples, outcome);
  }
}

void solve_by_trajectories(const Batch& batch, const HostKernels& kernels, int threads,
                           HostResult& result) {
  std::deque<Ensemble> ensembles;
  for (std::int64_t i = 0; i < 2 * batch.size(); ++i)
    ensembles.emplace_back(batch, i / 2, i % 2 == 0).task.expect_walks(batch.trajectories.count);
  struct Nothing {};
  run_tasks<Nothing>(2 * batch.size() * groups, threads, batch.stop, [&](std::int64_t i, Nothing&) {
    Ensemble& of = ensembles[static_cast<std::size_t>(i / groups)];
    const std::int64_t g = i % groups;
    follow_trajectories(of.task, of.parts, kernels.joint, batch.trajectories.seed,
                        {g, batch.trajectories.count, groups}, of.samples[g], of.outcomes[g]);
  });
  run_tasks<Nothing>(2 * batch.size(), threads, batch.stop, [&](std::int64_t i, Nothing&) {
    keep_means(ensembles[static_cast<std::size_t>(i)], batch.trajectories.count, i % 2 == 0,
               result);
  });
}

}  // namespace pairtwist::engines
