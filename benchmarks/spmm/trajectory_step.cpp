// SPDX-License-Identifier: BSD-3-Clause
#include "spmm/trajectory_step.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "backend/simd_level.hpp"
#include "engines/joint_ensemble.hpp"
#include "engines/joint_trajectory.hpp"
#include "pairtwist/error.hpp"
#include "physics/faber.hpp"
#include "solve/strictness.hpp"

namespace pairtwist::spmm {
namespace {

using namespace engines;

PointWork work_of(const Job& job, const Point& point) {
  WorkPlanner planner(job, {});
  PointWork work = planner.work(point);
  if (work.method != Method::joint || job.solve.trajectories == 0)
    throw UsageError(
        fmt::format("the config's first point is solved by method {} with {} trajectories; a step "
                    "of trajectories needs method joint (model.tunnelling) and "
                    "solve.trajectories above 0",
                    to_string(work.method), job.solve.trajectories));
  return work;
}

/// What JointTask reads, as for a first attempt.
Batch batch_of(const Job& job, const Point& point, const PointWork& work) {
  Batch batch;
  batch.method = Method::joint;
  batch.n_times = 1;
  batch.tolerance = tolerance_of_steps(job.solve.tolerance, 0, false);
  batch.limits = {.change = change_with_cutoff(job.solve.tolerance, 0, false),
                  .ceiling = static_cast<std::int32_t>(job.solve.cutoff.value_or(kLargestCutoff)),
                  .exact = static_cast<std::int32_t>(job.solve.cutoff_exact.value_or(0))};
  batch.trajectories = {job.solve.trajectories, static_cast<std::uint64_t>(job.solve.seed)};
  batch.add(point, work.pairs, std::span(&point.stop, 1), {},
            {.moving = work.moving_frame, .light = work.light.get()}, work.start.get());
  return batch;
}

/// c_0 ... c_{most_terms} of a step of x = gamma dt.
std::vector<double> series_of(double x, const physics::faber::Ellipse& range) {
  using namespace physics::faber;
  std::vector<double> one(most_terms + 1), series(most_terms + 1);
  polynomials(-range.re / range.gamma, range.beta, one.data());
  coefficients(x, range.beta, one.data(), series.data());
  return series;
}

/// As far as so many terms are enough for: of the state's norm the step may lack its share, by
/// length, of what a walk to `stop` may lack.
double longest_of(int terms, const physics::faber::Ellipse& range, double stop, double lacking) {
  using namespace physics::faber;
  double enough = 0.0;
  double too_long = longest().step;
  for (int i = 0; i < 50; ++i) {
    const double x = 0.5 * (enough + too_long);
    const double allowed = lacking * std::min(x / (range.gamma * stop), 1.0);
    (terms_needed(series_of(x, range).data(), 1, allowed) <= terms ? enough : too_long) = x;
  }
  return enough;
}

}  // namespace

TrajectoryStep::TrajectoryStep(const Job& job, std::int64_t trajectories, int terms)
    : point_(Scan(job).point(0)),
      work_(work_of(job, point_)),
      batch_(batch_of(job, point_, work_)),
      task_(batch_, 0, false),
      map_(levels_at_the_end(job.solve.seed), false),
      generator_(task_.point(), task_.chain(), false),
      trajectories_(trajectories),
      terms_(terms) {
  generator_.use(batch_.segments[task_.point().first_segment]);
  generator_.fit(map_.layout);
  choose_series();
  fill_states(job.solve.seed);
}

JointLayout TrajectoryStep::levels_at_the_end(std::int64_t seed) const {
  const JointRequest request = task_.request();
  const std::vector<PureLight> parts = task_.pure_parts(1e-2 * request.tolerance);
  const SimdLevel simd = chosen_simd_level();
  JointTrajectory<JointBranch> trajectory(
      request,
      JointBranch(simd.kernels.joint, task_.chain(), parts.front().amplitude, task_.layout()),
      RandomStream(static_cast<std::uint64_t>(seed), 0));
  if (!trajectory.advance(point_.stop))
    throw UsageError(
        "the config's first trajectory needs more photon levels than it may have; "
        "allow more (solve.cutoff)");
  return trajectory.walk().state().layout();
}

void TrajectoryStep::choose_series() {
  const physics::faber::Ellipse& range = generator_.range();
  const double longest = longest_of(terms_, range, point_.stop, 1e-2 * task_.request().tolerance);
  for (std::int64_t j = 0; j < trajectories_; ++j) {
    const double part = static_cast<double>(j + 1) / static_cast<double>(trajectories_);
    lengths_.push_back(longest * (0.5 + 0.5 * part));
    const std::vector<double> series = series_of(lengths_.back(), range);
    coefficients_.insert(coefficients_.end(), series.begin(), series.begin() + terms_ + 1);
  }
}

void TrajectoryStep::fill_states(std::int64_t seed) {
  for (std::int64_t j = 0; j < trajectories_; ++j) {
    RandomStream random(static_cast<std::uint64_t>(seed), static_cast<std::uint64_t>(j));
    double squared = 0.0;
    const auto first = states_.size();
    for (std::int64_t e = 0; e < elements(); ++e) {
      const double re = random.next() - 0.5;
      states_.emplace_back(re, random.next() - 0.5);
      squared += std::norm(states_.back());
    }
    for (std::size_t i = first; i < states_.size(); ++i) states_[i] *= 1.0 / std::sqrt(squared);
  }
}

}  // namespace pairtwist::spmm
