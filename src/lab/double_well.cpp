// SPDX-License-Identifier: BSD-3-Clause
#include "lab/double_well.hpp"

#include <fmt/format.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "pairtwist/error.hpp"

namespace pairtwist::lab {
namespace {

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

double fourth_power(const WellStates& states) {
  return states.integral([](double) { return 1.0; });
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

Apart apart(const WellStates& a, const WellStates& b) {
  const double splitting = std::abs((a.energy[1] - a.energy[0]) - (b.energy[1] - b.energy[0]));
  double largest = splitting;
  for (int i = 0; i < 3; ++i) largest = std::max(largest, std::abs(a.energy[i] - b.energy[i]));
  return {.levels = largest / std::abs(a.energy[2] - a.energy[0]),
          .splitting = splitting,
          .density = std::abs(fourth_power(b) / fourth_power(a) - 1.0)};
}

bool has_two_wells(const Potential& potential, double reach) {
  constexpr int pieces = 4000;
  const double centre = potential(0.0);
  for (int i = 1; i <= pieces; ++i)
    if (potential(reach * i / pieces) < centre) return true;
  return false;
}

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

WellStates states_on_grid(const Potential& potential, double hbar_over_m, double reach,
                          int points) {
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

namespace {

/// Where all three levels have died out, and not much further.
double fitting_reach(const Potential& potential, double hbar_over_m, double reach) {
  for (int i = 0; i < 60; ++i) {
    const WellStates rough = states_on_grid(potential, hbar_over_m, reach, 64);
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

}  // namespace

WellStates solve_well(const Potential& potential, double hbar_over_m, double reach,
                      const Change& change) {
  reach = fitting_reach(potential, hbar_over_m, reach);
  WellStates coarse = states_on_grid(potential, hbar_over_m, reach, 48);
  int points = 64;
  while (true) {
    // A different grid, not its half: errors of both do not go together.
    WellStates fine = states_on_grid(potential, hbar_over_m, 1.05 * reach, points);
    const Apart by = apart(fine, coarse);
    fine.error = by.levels;
    fine.splitting_error = std::max(fine.splitting_error, by.splitting);
    fine.density_error = by.density;
    const int next = points * 4 / 3;
    if (fine.error <= change.wanted || (next > most_points && fine.error <= change.allowed))
      return fine;
    if (next > most_points)
      throw UsageError(fmt::format(
          "trap: the levels of this double well change by {:.0e} of the distance to the third from "
          "a grid to a finer one, up to one of {} points, allowed: {:.0e}; a potential that is "
          "smooth on the scale of its lowest states, and holds three of them, has such levels",
          fine.error, 2 * points, change.allowed));
    coarse = std::move(fine);
    points = next;
  }
}

}  // namespace pairtwist::lab
