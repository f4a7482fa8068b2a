// SPDX-License-Identifier: BSD-3-Clause
#include "lab/laboratory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

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

/// Of numbers that a section [model] cannot have.
void refuse_infinite(const Derived& d) {
  const std::pair<const char*, double> numbers[] = {
      {"U0", d.U0},
      {"U", d.U},
      {"W0", d.W0},
      {"the transverse pump", std::abs(d.transverse)},
      {"eta", std::abs(d.pump)},
      {"the detuning", d.shifted_detuning},
  };
  for (const auto& [name, value] : numbers) {
    if (!std::isfinite(value))
      throw UsageError(
          fmt::format("{} comes out as no finite number, allowed: masses, lengths and frequencies "
                      "of which double precision holds all that is made of them",
                      name));
  }
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
  d.states = lab.table ? solve_tabulated(*lab.table, hbar_over_m, lab.transverse_length)
                       : solve_well(lab.well, hbar_over_m, lab.reach);
  const double* E = d.states.energy;
  d.epsilon = 0.5 * (E[0] + E[1]);
  d.tunnelling_error = d.states.splitting_error;
  if (const double splitting = E[1] - E[0]; splitting > d.tunnelling_error) {
    d.tunnelling = splitting;
    d.hopping = 0.5 * splitting;
  }
  // The side pump makes U0 ∫|f a + eta_t|² Ψ†Ψ†ΨΨ of the light's term, and pairs in one mode are
  // Σ n_i(n_i - 1) = 2m² + N(N-2)/2: the square of eta_t belongs to U, which stands before m² with
  // half of g, and what is left of the cross term at m = 0 to the pump.
  const auto n = static_cast<double>(lab.atoms);
  const double pairs_at_0 = 0.5 * n * (n - 2.0);
  const double phi4 = along(lab, d.states, 0) * across(lab, 0);
  const double side_light = d.U0 * std::norm(lab.transverse) * phi4;
  d.side_U = 2.0 * side_light;
  d.U = d.g * phi4 + d.side_U;
  d.U_error = std::abs(d.U) * d.states.density_error;
  d.W0 = d.U0 * along(lab, d.states, 2) * across(lab, 2);
  d.transverse = d.U0 * lab.transverse * along(lab, d.states, 1) * across(lab, 1);
  d.side_pump = std::complex<double>(0.0, pairs_at_0) * d.transverse;
  d.pump = lab.pump + d.side_pump;
  d.shifted_detuning = lab.detuning - d.W0 * pairs_at_0;
  refuse_infinite(d);

  const double delta = std::abs(lab.laser_detuning);
  // W0 n, and beside a side pump the most that both lights can be where they are in phase.
  const double cavity_light = std::abs(d.W0) * lab.photons, side = std::abs(side_light);
  const double light = cavity_light + side + 2.0 * std::sqrt(cavity_light * side);
  const double interaction = n * (std::abs(d.g * phi4) + 2.0 * light);
  d.validity = {
      {"molecules per atom, W0 n (N-1)/(2 Delta_A)", light * (n - 1.0) / (2.0 * delta)},
      {"cavity shift W0 N^2/2 over Delta_A", 0.5 * std::abs(d.W0) * n * n / delta},
      {"kappa over Delta_A", lab.kappa / delta},
      {"interaction N (U + 2 W0 n) over the trap's frequency across",
       interaction * squared(lab.transverse_length) / hbar_over_m},
      {"interaction N (U + 2 W0 n) over the gap to the third level", interaction / (E[2] - E[1])},
      {"splitting of the two modes over the gap to the third level",
       std::max(d.tunnelling, d.tunnelling_error) / (E[2] - E[1])},
  };
  return d;
}

}  // namespace pairtwist::lab
