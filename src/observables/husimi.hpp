// SPDX-License-Identifier: BSD-3-Clause
// The coherent spin states over the sphere that the Husimi function is taken with.
#pragma once

#include <Eigen/Core>
#include <complex>
#include <cstdint>

namespace pairtwist {

struct HusimiTables {
  /// Grids of husimi_theta() and husimi_phi().
  HusimiTables(std::int64_t atoms, std::int64_t n_theta, std::int64_t n_phi);

  /// (i, theta): |<m|theta, 0>|, m = i - N/2.
  Eigen::MatrixXd amplitudes;
  /// (d, phi): 2 e^{i d phi}, and 1 for d = 0; d = 0 ... N.
  Eigen::MatrixXd cosines, sines;
};

}  // namespace pairtwist
