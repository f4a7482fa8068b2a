// SPDX-License-Identifier: BSD-3-Clause
// The classical field of a sector on its way, and how far it has been: what cutoffs begin with, and
// what rounding is relative to.
#pragma once

#include <cmath>

#include "physics/fock.hpp"

namespace pairtwist::physics {

struct FieldPath {
  Complex<double> field;
  double reach;  ///< its largest modulus so far, as decay has left it since
};

/// About how many Fock levels light of this amplitude fills.
PT_HD double filled_levels(double amplitude) {
  return amplitude * amplitude + 3.0 * amplitude + 3.0;
}

/// Over a time h of constant pump, with neither Kerr term nor two-photon loss; what was reached
/// decays at the rate `decay`, 0 or kappa/2. An upper bound: the field turns and shrinks about
/// -eta/lambda, and cannot grow faster than |eta|, where eta is the sector's own.
PT_HD void advance_linear(FieldPath& path, const fock::Rates<double>& rates, double omega,
                          Complex<double> eta, double decay, double h) {
  const Complex<double> lambda = {0.5 * rates.kappa, omega};
  const double left = ::exp(-decay * h);
  const double straight = ::sqrt(norm(path.field)) * left + ::sqrt(norm(eta)) * h;
  double reached = straight;
  if (::sqrt(norm(lambda)) * h < 1e-6) {
    path.field = path.field - eta * h;
  } else {
    const Complex<double> centre = -(eta * inverse(lambda));
    const Complex<double> arm = path.field - centre;
    const double round = ::sqrt(norm(centre)) + ::sqrt(norm(arm)) * left;
    if (round < straight) reached = round;
    path.field = centre + arm * exponential(-(lambda * h));
  }
  path.reach = ::fmax(path.reach * left, reached);
}

/// With both, by steps of the midpoint rule; as good a guess as any where rates are so large that
/// this would take too long.
PT_HD void advance_nonlinear(FieldPath& path, const fock::Rates<double>& rates, double omega,
                             Complex<double> eta, double decay, double length) {
  double left = length;
  for (int step = 0; left > 0.0 && step < 20000; ++step) {
    const double n = norm(path.field);
    const double speed = ::fabs(omega) + rates.kappa + (::fabs(rates.kerr) + rates.two_photon) * n +
                         ::sqrt(norm(eta) / (0.1 + n));
    const double h = ::fmin(0.1 / speed, left);
    const Complex<double> half = path.field + field_rate(rates, omega, eta, path.field) * (0.5 * h);
    path.field = path.field + field_rate(rates, omega, eta, half) * h;
    path.reach = ::fmax(path.reach * ::exp(-decay * h), ::sqrt(norm(path.field)));
    left -= h;
  }
}

PT_HD void advance(FieldPath& path, const fock::Rates<double>& rates, double omega,
                   Complex<double> eta, double decay, double length) {
  if (rates.kerr != 0.0 || rates.two_photon != 0.0)
    advance_nonlinear(path, rates, omega, eta, decay, length);
  else
    advance_linear(path, rates, omega, eta, decay, length);
}

}  // namespace pairtwist::physics
