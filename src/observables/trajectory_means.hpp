// SPDX-License-Identifier: BSD-3-Clause
// What a result keeps of a mean over trajectories, so that more of them can be added to it later:
// all that quantities are made of, of the mean itself and of the mean without each group. Numbers
// are linear in the state.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "observables/moment_sums.hpp"
#include "pairtwist/job.hpp"
#include "pairtwist/scan.hpp"

namespace pairtwist {

/// Sets of numbers of one point and time: of the mean, of the same on fewer photon levels, which is
/// compared to, and of the mean without each group.
inline constexpr std::int64_t trajectory_sets = 2 + kTrajectoryGroups;
inline constexpr std::int64_t set_of_mean = 0;
inline constexpr std::int64_t set_of_check = 1;
inline constexpr std::int64_t first_set_without = 2;
std::vector<std::string> trajectory_set_names();

/// The variable of the result file, and its dimensions beside time.
inline constexpr std::string_view trajectory_means_name = "trajectory_means";
inline constexpr std::string_view trajectory_set_dimension = "trajectory_set";
inline constexpr std::string_view trajectory_number_dimension = "trajectory_number";

/// Where a set has its numbers: what rounding leaves of the state, of <a†a> and of <a†²a²> (of the
/// mean alone); MomentSum by MomentSum, but <a†²a²> for photon_excess; P(n); of rho_A for each row
/// its diagonal element and real and imaginary parts right of it. NaN is what is not needed.
struct TrajectoryMeans {
  std::int64_t photon_numbers = 0;
  std::int64_t dim = 0;  ///< of rho_A of the point that has most atoms; 0: not kept

  static constexpr std::int64_t state_rounding = 0;
  static constexpr std::int64_t number_rounding = 1;
  static constexpr std::int64_t pairs_rounding = 2;
  static constexpr std::int64_t first_sum = 3;
  static constexpr std::int64_t first_probability = first_sum + moment_sums;
  std::int64_t first_element() const { return first_probability + photon_numbers; }
  std::int64_t size() const { return first_element() + dim * dim; }
};

/// Whether a job keeps them: it says which its first trajectory is.
inline bool keeps_trajectory_means(const Job& job) {
  return job.solve.first_trajectory.has_value();
}
/// As large as the largest point needs.
TrajectoryMeans trajectory_means(const Job& job, const Scan& scan);

}  // namespace pairtwist
