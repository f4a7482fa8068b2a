// SPDX-License-Identifier: BSD-3-Clause
#include "lab/laboratory.hpp"

#include <cmath>
#include <numbers>

#include "lab/constants.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::lab {
namespace {

using std::numbers::pi;

double squared(double x) { return x * x; }

/// |phi|² = |w(x)|² exp(-(y² + z²)/l²)/(pi l²): ∫|phi|⁴ over y and z, where the mode f = cos(kz)
/// exp(-(x² + y²)/waist²) stands to no power, to the first and to the second.
double across(const Laboratory& lab, int power) {
  const double l2 = squared(lab.transverse_length);
  if (power == 0) return 1.0 / (2.0 * pi * l2);
  const double k2 = squared(lab.wave_number);
  const double over_y = std::sqrt(pi / (2.0 / l2 + power / squared(lab.waist)));
  const double half_z = std::sqrt(0.5 * pi * l2);
  const double over_z = power == 1 ? half_z * std::exp(-0.125 * k2 * l2)
                                   : 0.5 * half_z * (1.0 + std::exp(-0.5 * k2 * l2));
  return over_y * over_z / squared(pi * l2);
}

double along(const Laboratory& lab, const WellStates& states, int power) {
  return states.integral(
      [&](double x) { return std::exp(-power * squared(x) / squared(lab.waist)); });
}

}  // namespace

std::string Validity::verdict() const {
  return ratio < 0.1 ? "holds" : ratio < 1.0 ? "marginal" : "fails";
}

Derived derive(const Laboratory& lab) {
  if (!has_two_wells(lab.well, lab.reach))
    throw UsageError(
        "trap: this potential has one minimum, at x = 0; allowed: a double well, with a barrier "
        "between two minima");
  Derived d;
  const double hbar_over_m = hbar / lab.mass;
  d.g = 4.0 * pi * hbar_over_m * lab.scattering_length;
  d.xi = overlap(lab.molecule);
  d.omega_R = 0.5 * lab.rabi_frequency * d.xi;
  d.U0 = squared(d.omega_R) / lab.laser_detuning;
  d.states = solve_well(lab.well, hbar_over_m, lab.reach);
  const double* E = d.states.energy;
  d.epsilon = 0.5 * (E[0] + E[1]);
  d.hopping = 0.5 * (E[1] - E[0]);
  d.tunnelling = E[1] - E[0];
  d.U = d.g * along(lab, d.states, 0) * across(lab, 0);
  d.W0 = d.U0 * along(lab, d.states, 2) * across(lab, 2);
  d.transverse = d.U0 * lab.transverse * along(lab, d.states, 1) * across(lab, 1);
  const auto n = static_cast<double>(lab.atoms);
  d.shifted_detuning = lab.detuning - 0.5 * d.W0 * n * (n - 2.0);

  const double delta = std::abs(lab.laser_detuning);
  const double interaction = n * (std::abs(d.U) + 2.0 * std::abs(d.W0) * lab.photons);
  d.validity = {
      {"molecules per atom, W0 n (N-1)/(2 Delta_A)",
       std::abs(d.W0) * lab.photons * (n - 1.0) / (2.0 * delta)},
      {"cavity shift W0 N^2/2 over Delta_A", 0.5 * std::abs(d.W0) * n * n / delta},
      {"kappa over Delta_A", lab.kappa / delta},
      {"interaction N (U + 2 W0 n) over the trap's frequency across",
       interaction * squared(lab.transverse_length) / hbar_over_m},
      {"interaction N (U + 2 W0 n) over the gap to the third level", interaction / (E[2] - E[1])},
      {"splitting of the two modes over the gap to the third level", (E[1] - E[0]) / (E[2] - E[1])},
  };
  return d;
}

}  // namespace pairtwist::lab
