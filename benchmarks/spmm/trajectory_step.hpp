// SPDX-License-Identifier: BSD-3-Clause
// One step of many trajectories at once, each of a length of its own, of a config's first point.
// They share photon levels and the number of terms, as columns of a matrix must.
#pragma once

#include <complex>
#include <cstdint>
#include <span>
#include <vector>

#include "engines/batch.hpp"
#include "engines/joint_remote.hpp"
#include "engines/joint_task.hpp"
#include "pairtwist/job.hpp"
#include "plan/point_work.hpp"

namespace pairtwist::spmm {

class TrajectoryStep {
 public:
  /// The levels are those at the end of the config's first trajectory; the states, of the norm 1,
  /// have any numbers in all of them, so that no element is too small to be seen; steps are between
  /// half of the longest one of so many terms and all of it. Throws UsageError where the config is
  /// not solved by trajectories.
  TrajectoryStep(const Job& job, std::int64_t trajectories, int terms);
  TrajectoryStep(const TrajectoryStep&) = delete;
  TrajectoryStep& operator=(const TrajectoryStep&) = delete;

  std::int64_t trajectories() const { return trajectories_; }
  /// Of a state.
  std::int64_t elements() const { return std::ssize(map_.elements); }
  int terms() const { return terms_; }

  const engines::JointChain& chain() const { return task_.chain(); }
  const engines::JointMap& map() const { return map_; }
  const engines::JointGenerator& generator() const { return generator_; }
  double beta() const { return generator_.range().beta; }

  /// gamma dt of trajectory j.
  double length(std::int64_t j) const { return lengths_[j]; }
  /// c_0 ... c_terms
  std::span<const double> coefficients(std::int64_t j) const {
    const std::size_t each = static_cast<std::size_t>(terms_) + 1;
    return std::span(coefficients_).subspan(static_cast<std::size_t>(j) * each, each);
  }
  std::span<const std::complex<double>> state(std::int64_t j) const {
    const auto each = static_cast<std::size_t>(elements());
    return std::span(states_).subspan(static_cast<std::size_t>(j) * each, each);
  }

 private:
  engines::JointLayout levels_at_the_end(std::int64_t seed) const;
  void choose_series();
  void fill_states(std::int64_t seed);

  Point point_;
  PointWork work_;
  engines::Batch batch_;
  engines::JointTask task_;
  engines::JointMap map_;
  engines::JointGenerator generator_;
  std::int64_t trajectories_;
  int terms_;
  std::vector<double> lengths_;               ///< [j]
  std::vector<double> coefficients_;          ///< [j][k]
  std::vector<std::complex<double>> states_;  ///< [j][element]
};

}  // namespace pairtwist::spmm
