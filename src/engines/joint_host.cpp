// SPDX-License-Identifier: BSD-3-Clause
// The joint method on the host: the atoms and the light as one state, solved twice with different
// photon levels, whose quantities are then compared.
#include "engines/engine.hpp"
#include "engines/joint_ensemble.hpp"
#include "engines/joint_task.hpp"
#include "engines/run_tasks.hpp"

namespace pairtwist::engines {
namespace {

template <class State>
void walk(const JointTask& task, const JointRequest& request, State state, double weight,
          JointSamples& samples, JointOutcome& outcome) {
  JointWalk<State> walk(request, std::move(state));
  take_samples(
      task, weight, walk, [&](double time) { return walk.advance(time); }, samples, outcome);
}

void solve(const JointTask& task, const JointKernels& kernels, HostResult& result) {
  JointSamples samples = task.samples();
  JointOutcome outcome = task.outcome();
  const JointPoint& point = task.point();
  if (point.lossless()) {
    const std::vector<PureLight> parts = task.pure_parts(1e-2 * task.request().tolerance);
    outcome = task.outcome(parts);
    const auto walks = static_cast<std::int64_t>(parts.size());
    task.divide_walk(walks);
    const JointRequest request = task.request(1.0 / static_cast<double>(walks));
    for (const PureLight& part : parts)
      walk(task, request, JointVector(kernels, task.chain(), part.amplitude, task.layout()),
           part.weight, samples, outcome);
  } else {
    walk(task, task.request(),
         JointMatrix(kernels, task.chain(), task.light(), point.levels, task.layout()), 1.0,
         samples, outcome);
  }
  task.keep(outcome, samples, result);
}

}  // namespace

void add_joint(Batch& batch, const Point& point, const FaintLight&, const FockStart& light) {
  const Model& model = point.parameters.model;
  const physics::CoherentPoint& numbers = batch.points.back();
  batch.joint_points.push_back({.U = model.U,
                                .W0 = model.W0,
                                .detuning = model.detuning,
                                .tunnelling = model.tunnelling,
                                .tilt = model.tilt,
                                .kerr = model.kerr,
                                .kappa = model.kappa,
                                .thermal_photons = model.thermal_photons,
                                .two_photon_loss = model.two_photon_loss,
                                .dephasing = model.dephasing,
                                .stop = point.stop,
                                .first_segment = numbers.first_segment,
                                .segments = numbers.segments,
                                .first_light = batch.add_light(*light.light),
                                .levels = static_cast<std::int32_t>(light.light->levels)});
}

void solve_joint(const Batch& batch, const HostKernels& kernels, int threads, HostResult& result) {
  if (batch.trajectories.count > 0) {
    solve_by_trajectories(batch, kernels, threads, result);
    return;
  }
  // All of them at once: what is known late makes the share of what is done look larger than it is.
  expect(batch.meter, 2 * batch.size() * batch.n_times, static_cast<double>(2 * batch.size()));
  struct Nothing {};
  run_tasks<Nothing>(2 * batch.size(), threads, batch.stop, [&](std::int64_t i, Nothing&) {
    solve(JointTask(batch, i / 2, i % 2 == 0), kernels.joint, result);
  });
}

}  // namespace pairtwist::engines
