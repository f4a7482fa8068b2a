// SPDX-License-Identifier: BSD-3-Clause
// One of the two solutions of a point of the joint method, on different photon levels, whose
// quantities are then compared: what it starts from, and where its numbers go.
#pragma once

#include <complex>
#include <cstdint>
#include <vector>

#include "engines/batch.hpp"
#include "engines/host_solver.hpp"
#include "engines/joint_samples.hpp"
#include "engines/joint_walk.hpp"

namespace pairtwist::engines {

/// A pure part of the light at t = 0.
struct PureLight {
  double weight;
  std::vector<std::complex<double>> amplitude;  ///< [n]
};

/// What the walks of a solution say beside their samples.
struct JointOutcome {
  bool failed = false;
  double least_trace = 1.0;  ///< of any of its states
  std::int32_t levels = 0;
  double tail = 0.0;
  double rounding = 0.0;                       ///< of the state's norm
  std::vector<PhotonRounding> light_rounding;  ///< [k]

  /// Of a state of this weight, at sample k and at its end.
  template <class State>
  void note_sample(std::int64_t k, double weight, const JointWalk<State>& walk) {
    // Relative to what is there; some of it stays when that has gone again.
    const double relative = rounding_of(walk.steps());
    const PhotonMoments& now = walk.light();
    const PhotonMoments& brightest = walk.brightest();
    PhotonRounding& so_far = light_rounding[k];
    so_far = {so_far.second + weight * relative * std::sqrt(now.number * brightest.number),
              so_far.fourth + weight * relative * std::sqrt(now.pairs * brightest.pairs)};
    // What the series lack is of a state; of a vector it goes with the root of what is there.
    const PhotonMoments& lacking = walk.light_of_lacking();
    const auto off = [&](double of_lacking, double here) {
      return State::of_matrix ? of_lacking : 2.0 * std::sqrt(walk.lacking() * of_lacking * here);
    };
    so_far.second += weight * off(lacking.number, now.number);
    so_far.fourth += weight * off(lacking.pairs, now.pairs);
  }
  template <class State>
  void note_end(const JointWalk<State>& walk) {
    least_trace = std::min(least_trace, walk.trace());
    levels = std::max(levels, walk.state().layout().most_levels());
    tail = std::max(tail, walk.tail());
    rounding = std::max(rounding, rounding_of(walk.steps()));
  }
  /// Others of the same solution, at this weight.
  void add(const JointOutcome& others, double weight);

 private:
  /// What each step leaves adds up by its squares; measured on the paper's Fig. 6.
  static double rounding_of(double steps) { return 2e-15 * (1.0 + std::sqrt(steps)); }
};

class JointTask {
 public:
  /// before: the solution that is compared to, else the one that is reported.
  JointTask(const Batch& batch, std::int64_t p, bool before);
  JointTask(const JointTask&) = delete;
  JointTask& operator=(const JointTask&) = delete;

  const JointPoint& point() const { return batch_.joint_points[p_]; }
  const JointChain& chain() const { return chain_; }
  const double* times() const { return batch_.times.data() + p_ * batch_.n_times; }
  std::int64_t n_times() const { return batch_.n_times; }

  /// share: of the work of a walk.
  JointRequest request(double share = 1.0) const;
  JointLayout layout() const;
  /// [n][k]  point().levels of each
  const std::vector<std::complex<double>>& light() const { return light_; }
  /// The same as pure states, from the largest weight on, but for what is dropped in all: of its
  /// norm and, where they are asked for, of its photon moments.
  std::vector<PureLight> pure_parts(double dropped) const;

  /// Of walks on their way, for who watches: so many with all samples, each as much work as an
  /// other, which it tells of on its way; so many that are more than was thought of the same work;
  /// and one sample of one.
  void expect_walks(std::int64_t walks) const {
    expect(batch_.meter, walks * batch_.n_times, static_cast<double>(walks));
  }
  void divide_walk(std::int64_t walks) const {
    expect(batch_.meter, (walks - 1) * batch_.n_times, 0.0);
  }
  void count_sample() const { add(batch_.meter, 1, 0.0); }

  JointSamples samples() const;
  /// Failed, unless the levels that a site may have hold the light of the start.
  JointOutcome outcome() const;
  /// The same of these parts, which lack some of the photons of the start.
  JointOutcome outcome(const std::vector<PureLight>& parts) const;
  /// Puts them where they belong.
  void keep(const JointOutcome& outcome, const JointSamples& samples, HostResult& result) const;
  /// The samples without a group of trajectories.
  void keep_without(std::int64_t group, const JointSamples& samples, HostResult& result) const;

 private:
  bool holds_start() const;
  /// Levels that are given are checked by more of them, which have lost some of the state, too.
  bool checks_in_vain(const JointOutcome& outcome) const;
  /// Of level n.
  double start_population(std::int32_t n) const {
    return light_[static_cast<std::size_t>(n) * (point().levels + 1)].real();
  }
  JointLevels levels() const;
  /// Where the numbers of all points begin.
  struct Arrays {
    std::vector<double>& sums;
    std::vector<double>& distribution;
    std::vector<std::complex<double>>& density;
    std::int64_t solution = 0;  ///< of those that stand there one after another
  };
  void put(const JointSamples& samples, const Arrays& to) const;

  const Batch& batch_;
  std::int64_t p_;
  bool before_;
  JointChain chain_;
  std::vector<std::complex<double>> light_;
};

/// Takes the samples of a state on its way, of this weight; advance(time) is JointWalk's, or that
/// of what drives the walk.
template <class State, class Advance>
void take_samples(const JointTask& task, double weight, JointWalk<State>& walk,
                  const Advance& advance, JointSamples& samples, JointOutcome& outcome) {
  for (std::int64_t k = 0; k < task.n_times(); ++k) {
    if (!advance(task.times()[k])) {
      outcome.failed = true;
      break;
    }
    samples.add(k, weight, walk.state(), walk.light());
    outcome.note_sample(k, weight, walk);
    task.count_sample();
  }
  outcome.note_end(walk);
  walk.tell_end();
}

}  // namespace pairtwist::engines
