// SPDX-License-Identifier: BSD-3-Clause
// The two modes of a symmetric double well: the lowest levels of a one-dimensional Schrödinger
// equation, and what is localised in one well.
#pragma once

#include <functional>
#include <vector>

namespace pairtwist::lab {

/// V(x)/ħ, x in metres; even in x.
using Potential = std::function<double(double)>;

struct WellStates {
  double energy[3];    ///< E_0, E_1, E_2 over ħ; even, odd, even
  double error = 0.0;  ///< largest change of these and of E_1 - E_0 with the grid, over E_2 - E_0
  /// What E_1 - E_0 may be off by, over ħ: its change with the grid, or rounding.
  double splitting_error = 0.0;
  double density_error = 0.0;  ///< of ∫|w|⁴ dx, over it: its change with the grid
  std::vector<double> x;       ///< grid, metres
  std::vector<double> w;  ///< (ψ_0 + ψ_1)/√2 on it, in the well at x > 0; sum of w² step = 1
  double step = 0.0;      ///< of the grid

  /// ∫ |w|⁴ weight(x) dx
  double integral(const std::function<double(double)>& weight) const;
};

/// How far two solutions are apart: as the three errors of WellStates.
struct Apart {
  double levels = 0.0, splitting = 0.0, density = 0.0;
};
Apart apart(const WellStates& a, const WellStates& b);

/// Whether V has a minimum away from x = 0 and a barrier at 0, seen up to x = reach.
bool has_two_wells(const Potential& potential, double reach);

/// How many e-foldings a state of this energy has fallen by at x = reach, in the semiclassical
/// approximation.
double foldings(const Potential& potential, double hbar_over_m, double reach, double energy);

/// By a basis of sinc functions on an equidistant grid (Colbert and Miller, J. Chem. Phys. 96, 1982
/// (1992)), even and odd ones apart, so that a small splitting is no difference of two roundings;
/// points: on the side x > 0. Without errors but that of rounding.
WellStates states_on_grid(const Potential& potential, double hbar_over_m, double reach, int points);

/// By how much of E_2 - E_0 levels may change from a grid to a finer one.
struct Change {
  double wanted = 1e-9;   ///< that grids are made finer for
  double allowed = 1e-9;  ///< on the finest
};

/// The same on a grid that is made finer and wider until levels change as little as is wanted.
/// hbar_over_m in m²/s; reach: about where V is far above the levels. Throws UsageError if they
/// change by more than is allowed on the finest grid.
WellStates solve_well(const Potential& potential, double hbar_over_m, double reach,
                      const Change& change = {});

}  // namespace pairtwist::lab
