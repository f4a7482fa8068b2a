// SPDX-License-Identifier: BSD-3-Clause
#include "observables/spin_eigenvectors.hpp"

#include <cmath>

#include "observables/ladder.hpp"

namespace pairtwist {
namespace {

/// By the three terms of J_x |mu> = mu |mu>, from m = -N/2 to the middle: first the components
/// grow, then they oscillate, and neither way errors do. Then <-m|mu> = (-1)^{N/2-mu} <m|mu>.
void fill(std::int64_t atoms, std::int64_t two_mu, Eigen::Ref<Eigen::VectorXd> vector) {
  constexpr double large = 0x1p400;
  const std::int64_t half = atoms / 2;
  const auto mu = static_cast<double>(two_mu);  // twice: J_x has halves of the ladder's elements
  vector[0] = 1.0;
  double below = 0.0;
  for (std::int64_t i = 0; i < half; ++i) {
    const std::int64_t two_m = 2 * i - atoms;
    const double element = raising_element(atoms, two_m);
    vector[i + 1] = (mu * vector[i] - below) / element;
    if (std::abs(vector[i + 1]) > large) vector.head(i + 2) *= 1.0 / large;
    below = element * vector[i];
  }
  const bool odd = (atoms - two_mu) / 2 % 2 != 0;
  if (odd && atoms % 2 == 0) vector[half] = 0.0;
  for (std::int64_t i = 0; 2 * i < atoms; ++i) vector[atoms - i] = odd ? -vector[i] : vector[i];
  vector.normalize();
}

}  // namespace

Eigen::MatrixXd spin_x_eigenvectors(std::int64_t atoms) {
  Eigen::MatrixXd vectors(atoms + 1, atoms / 2 + 1);
  for (std::int64_t k = 0; k < vectors.cols(); ++k) fill(atoms, 2 * k + atoms % 2, vectors.col(k));
  return vectors;
}

}  // namespace pairtwist
