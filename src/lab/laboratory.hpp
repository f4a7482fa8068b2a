// SPDX-License-Identifier: BSD-3-Clause
// From laboratory numbers to the model's parameters: arXiv:2406.14461, appendix A (A16) and C, with
// the corrections of docs/lab.md. SI units; energies over ħ, in radians a second.
#pragma once

#include <complex>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lab/double_well.hpp"
#include "lab/molecule.hpp"
#include "lab/tabulated_well.hpp"

namespace pairtwist::lab {

struct Laboratory {
  std::int64_t atoms = 0;
  double mass = 0.0;               ///< kg
  double scattering_length = 0.0;  ///< m
  Molecule molecule;
  double rabi_frequency = 0.0;  ///< Omega_0
  double laser_detuning = 0.0;  ///< Delta_A
  double wave_number = 0.0;     ///< of the cavity mode cos(kz) exp(-(x² + y²)/waist²), 1/m
  double waist = 0.0;           ///< m
  double kappa = 0.0;
  double detuning = 0.0;               ///< Dc before the atoms shift the cavity
  std::complex<double> pump;           ///< eta along the cavity
  std::complex<double> transverse;     ///< eta_t, relative to one photon's field
  double photons = 0.0;                ///< that are expected, for the validity
  double transverse_length = 0.0;      ///< l = √(ħ/m omega) of the trap in y and z, m
  Potential well;                      ///< along x
  double reach = 0.0;                  ///< about where that is far above its lowest levels, m
  std::optional<TabulatedWell> table;  ///< where `well` is one
};

/// A condition of the model: holds while `ratio` is small.
struct Validity {
  std::string what;
  double ratio;
  std::string verdict() const;  ///< "holds" below 0.1, "marginal" below 1, "fails"
};

struct Derived {
  double g = 0.0;        ///< 4 pi ħ a/m, m³/s
  double xi = 0.0;       ///< overlap() of the molecule, m^{3/2}
  double omega_R = 0.0;  ///< Omega_0 xi/2, m^{3/2}/s
  double U0 = 0.0;       ///< omega_R²/Delta_A, m³/s
  WellStates states;
  double epsilon = 0.0;           ///< (E_0 + E_1)/2
  double hopping = 0.0;           ///< J of (A16b): (E_1 - E_0)/2
  double tunnelling = 0.0;        ///< J of -J J_x, twice that; both 0 where that is not resolved
  double tunnelling_error = 0.0;  ///< what it may be off by, and where it is 0 its largest size
  double side_U = 0.0;            ///< 2 U0 |eta_t|² ∫|phi|⁴, part of U: the side pump's square
  double U = 0.0;                 ///< g ∫|phi|⁴ + side_U
  double U_error = 0.0;           ///< what it may be off by
  double W0 = 0.0;                ///< U0 ∫f²|phi|⁴
  std::complex<double> transverse;  ///< Wt = U0 eta_t ∫f|phi|⁴
  std::complex<double> side_pump;   ///< i Wt N(N-2)/2, part of pump: what Wt adds for every m alike
  std::complex<double> pump;        ///< eta + side_pump, model.eta
  double shifted_detuning = 0.0;    ///< Dc - W0 N(N-2)/2, model.detuning
  std::vector<Validity> validity;
};

/// Throws UsageError as solve_well and solve_tabulated do, and if the potential has one minimum.
Derived derive(const Laboratory& lab);

}  // namespace pairtwist::lab
