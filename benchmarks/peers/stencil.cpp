// SPDX-License-Identifier: BSD-3-Clause
#include "peers/stencil.hpp"

#include <cmath>

namespace peers {

Stencil::Stencil(const Problem& problem)
    : levels_(problem.levels),
      root_(levels_ + 1),
      decay_(levels_),
      turn_(levels_),
      turn_r_(levels_),
      nothing_(levels_),
      pump_(problem.pump),
      loss_(problem.kappa * (1.0 + problem.thermal_photons)),
      gain_(problem.kappa * problem.thermal_photons) {
  for (std::size_t n = 0; n < levels_; ++n) {
    const double level = static_cast<double>(n);
    const double above = n + 1 < levels_ ? level + 1.0 : 0.0;  // a a† that is cut off
    root_[n] = std::sqrt(level);
    decay_[n] = 0.5 * (loss_ * level + gain_ * above);
    turn_[n] = problem.omega * level + 0.5 * problem.kerr * level * (level - 1.0);
    turn_r_[n] = problem.omega_r * level + 0.5 * problem.kerr * level * (level - 1.0);
  }
  root_[levels_] = 0.0;  // nothing comes from beyond
}

// Of the real part with the imaginary one as `other` and sign 1; of the imaginary part with sign
// -1.
void Stencil::part(const double* R, const double* other, double sign, double* change) const {
  const std::size_t levels = levels_;
  const std::size_t last = levels - 1;
  const double* __restrict root = root_.data();
  const double* __restrict decay = decay_.data();
  const double* __restrict turn_r = turn_r_.data();
  for (std::size_t n = 0; n < levels; ++n) {
    const double* row = R + n * levels;
    const double* below = n > 0 ? row - levels : nothing_.data();
    const double* above = n < last ? row + levels : nothing_.data();
    const double* imaginary = other + n * levels;
    double* __restrict out = change + n * levels;
    const double turn = turn_[n];
    const double rate = decay_[n];
    const double down = pump_ * root[n];
    const double up = pump_ * root[n + 1];
    const double gain = gain_ * root[n];
    const double loss = loss_ * root[n + 1];
    const auto here = [&](std::size_t k) {
      return sign * (turn - turn_r[k]) * imaginary[k] - (rate + decay[k]) * row[k] -
             down * below[k] + up * above[k];
    };
    const auto left = [&](std::size_t k) {
      return root[k] * (gain * below[k - 1] - pump_ * row[k - 1]);
    };
    const auto right = [&](std::size_t k) {
      return root[k + 1] * (pump_ * row[k + 1] + loss * above[k + 1]);
    };
    out[0] = here(0) + right(0);
    for (std::size_t k = 1; k < last; ++k) out[k] = here(k) + left(k) + right(k);
    out[last] = here(last) + left(last);
  }
}

void Stencil::operator()(const double* state, double* change) {
  const std::size_t elements = levels_ * levels_;
  ++evaluations_;
  // -i (h_n - h_k)(x + iy) = (h_n - h_k)(y - ix)
  part(state, state + elements, 1.0, change);
  part(state + elements, state, -1.0, change + elements);
}

}  // namespace peers
