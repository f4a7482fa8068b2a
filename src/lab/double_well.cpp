// SPDX-License-Identifier: BSD-3-Clause
#include "lab/double_well.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "pairtwist/error.hpp"

namespace pairtwist::lab {
namespace {

constexpr double unchanged = 1e-9;
constexpr int most_points = 1024;  // on one side

/// What eigenvalues are rounded by, over the largest one on the grid: some 2^-52 as measured, by
/// splittings that vanish.
constexpr double rounding_of_levels = 0x1p-50;

/// -½ ħ/m d²/dx² between sinc functions whose centres are `distance` steps apart.
double kinetic(double hbar_over_m, double step, int distance) {
  const double unit = 0.5 * hbar_over_m / (step * step);
  if (distance == 0) return unit * std::numbers::pi * std::numbers::pi / 3.0;
  const double d = distance;
  return unit * (distance % 2 == 0 ? 2.0 : -2.0) / (d * d);
}

/// Of the grid x_i = (i + 1/2) step, i = 0 ... points - 1, and its mirror image.
Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> levels(const Potential& potential,
                                                      double hbar_over_m, double step, int points,
                                                      double parity) {
  Eigen::MatrixXd H(points, points);
  for (int i = 0; i < points; ++i) {
    for (int j = 0; j <= i; ++j) {
      H(i, j) = kinetic(hbar_over_m, step, i - j) + parity * kinetic(hbar_over_m, step, i + j + 1);
      H(j, i) = H(i, j);
    }
    H(i, i) += potential((i + 0.5) * step);
  }
  return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(H);
}

WellStates on_grid(const Potential& potential, double hbar_over_m, double reach, int points) {
  const double step = reach / points;
  const auto even = levels(potential, hbar_over_m, step, points, 1.0);
  const auto odd = levels(potential, hbar_over_m, step, points, -1.0);
  WellStates states{.energy = {even.eigenvalues()[0], odd.eigenvalues()[0], even.eigenvalues()[1]},
                    .splitting_error = rounding_of_levels * even.eigenvalues()[points - 1],
                    .x = {},
                    .w = {},
                    .step = step};
  const Eigen::VectorXd a = even.eigenvectors().col(0);
  const double sign = a.dot(odd.eigenvectors().col(0)) < 0.0 ? -1.0 : 1.0;
  const Eigen::VectorXd b = sign * odd.eigenvectors().col(0);
  for (int i = points - 1; i >= 0; --i) {
    states.x.push_back(-(i + 0.5) * step);
    states.w.push_back((a[i] - b[i]) / (2.0 * std::sqrt(step)));
  }
  for (int i = 0; i < points; ++i) {
    states.x.push_back((i + 0.5) * step);
    states.w.push_back((a[i] + b[i]) / (2.0 * std::sqrt(step)));
  }
  return states;
}

/// How many e-foldings ψ_2 has fallen by at x = reach, in the semiclassical approximation.
double foldings(const Potential& potential, double hbar_over_m, double reach, double energy) {
  constexpr int pieces = 2000;
  double sum = 0.0;
  for (int i = 0; i < pieces; ++i) {
    const double x = (i + 0.5) * reach / pieces;
    const double above = potential(x) - energy;
    // From the outermost turning point on.
    sum = above > 0.0 ? sum + std::sqrt(2.0 * above / hbar_over_m) * reach / pieces : 0.0;
  }
  return sum;
}

/// Where all three levels have died out, and not much further.
double fitting_reach(const Potential& potential, double hbar_over_m, double reach) {
  for (int i = 0; i < 60; ++i) {
    const WellStates rough = on_grid(potential, hbar_over_m, reach, 64);
    const double fallen = foldings(potential, hbar_over_m, reach, rough.energy[2]);
    if (fallen < 22.0)
      reach *= 1.15;
    else if (fallen > 40.0)
      reach *= 0.9;
    else
      return reach;
  }
  return reach;
}

double change_of_splitting(const WellStates& a, const WellStates& b) {
  return std::abs((a.energy[1] - a.energy[0]) - (b.energy[1] - b.energy[0]));
}

double change(const WellStates& a, const WellStates& b) {
  const double scale = std::abs(a.energy[2] - a.energy[0]);
  double largest = change_of_splitting(a, b);
  for (int i = 0; i < 3; ++i) largest = std::max(largest, std::abs(a.energy[i] - b.energy[i]));
  return largest / scale;
}

}  // namespace

double WellStates::integral(const std::function<double(double)>& weight) const {
  double sum = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double density = w[i] * w[i];
    sum += density * density * weight(x[i]) * step;
  }
  return sum;
}

bool has_two_wells(const Potential& potential, double reach) {
  constexpr int pieces = 4000;
  const double centre = potential(0.0);
  for (int i = 1; i <= pieces; ++i)
    if (potential(reach * i / pieces) < centre) return true;
  return false;
}

WellStates solve_well(const Potential& potential, double hbar_over_m, double reach) {
  reach = fitting_reach(potential, hbar_over_m, reach);
  WellStates coarse = on_grid(potential, hbar_over_m, reach, 48);
  for (int points = 64; points <= most_points; points = points * 4 / 3) {
    // A different grid, not its half: errors of both do not go together.
    WellStates fine = on_grid(potential, hbar_over_m, 1.05 * reach, points);
    fine.error = change(fine, coarse);
    fine.splitting_error = std::max(fine.splitting_error, change_of_splitting(fine, coarse));
    if (fine.error <= unchanged) return fine;
    coarse = std::move(fine);
  }
  throw UsageError(
      "trap: the levels of this double well are not found to 1e-9 on a grid of 2048 points; "
      "allowed: a potential that is smooth on the scale of its lowest states");
}

}  // namespace pairtwist::lab
