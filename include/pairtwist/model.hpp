// SPDX-License-Identifier: BSD-3-Clause
// The physical parameters of one point: plain values, no behaviour. The model and its symbols are
// those of arXiv:2406.14461 (docs/physics.md); hbar = 1, all rates share one unit, times its
// inverse.
#pragma once

#include <complex>
#include <cstdint>
#include <numbers>
#include <optional>
#include <string>
#include <vector>

#include "pairtwist/method.hpp"

namespace pairtwist {

/// H = -detuning a†a - i(eta a† - eta* a) - tunnelling J_x + U J_z² + 2 W0 a†a J_z² + tilt J_z
///     + (kerr/2) a†² a² + 2 (transverse a† + transverse* a) J_z², with the dissipators kappa,
///     thermal_photons, two_photon_loss, dephasing.
struct Model {
  std::int64_t atoms = 0;
  double U = 1.0;
  double W0 = 1.0;
  double detuning = 1.0;  ///< Dc of H_eff (already shifted, see the errata in docs/physics.md)
  std::complex<double> eta = 0.0;
  double kappa = 0.0;
  std::optional<double> kappa_tau_Q;  ///< given instead of kappa: kappa = kappa_tau_Q / tau_Q
  double tunnelling = 0.0;
  double thermal_photons = 0.0;
  double kerr = 0.0;
  double two_photon_loss = 0.0;
  double dephasing = 0.0;
  double tilt = 0.0;
  /// Wt of [P 4]'s pump from the side: it pumps the light that goes with |m> by eta + 2i Wt m².
  std::complex<double> transverse = 0.0;
};

enum class LightState { vacuum, coherent, fock, thermal, squeezed, cat, file };

/// The light at t = 0; only the members that belong to `state` mean anything.
struct Light {
  LightState state = LightState::vacuum;
  std::complex<double> alpha = 0.0;  ///< coherent, cat
  double n = 0.0;                    ///< fock (an integer), thermal (mean photon number)
  double r = 0.0;                    ///< squeezed
  double angle = 0.0;                ///< squeezed
  double parity = 1.0;               ///< cat: +1 or -1
  std::string file;                  ///< file

  friend bool operator==(const Light&, const Light&) = default;
};

enum class AtomsState { coherent, dicke, file };

/// The atoms at t = 0. |theta, phi> has amplitude cos(theta/2) in mode 1 (m = +N/2 at theta = 0)
/// and sin(theta/2) e^{i phi} in mode 2; the default is the +x state.
struct Atoms {
  AtomsState state = AtomsState::coherent;
  double theta = std::numbers::pi / 2;
  double phi = 0.0;
  double m = 0.0;    ///< dicke
  std::string file;  ///< file: HDF5 with float64 datasets amplitude_re, amplitude_im, (atoms + 1),
                     ///< m running up from -N/2

  /// The default: every spin along +x. A state from a file is not looked at.
  bool along_x() const {
    return state == AtomsState::coherent && theta == std::numbers::pi / 2 && phi == 0.0;
  }
};

/// A stretch of constant pump that ends at time `until`.
struct PumpSegment {
  double until = 0.0;
  std::complex<double> eta = 0.0;
  std::complex<double> transverse = 0.0;

  bool dark() const { return eta == 0.0 && transverse == 0.0; }
  /// What pumps the light that goes with |m>.
  std::complex<double> at(double m) const {
    return eta + 2.0 * (m * m) * std::complex<double>{-transverse.imag(), transverse.real()};
  }
  /// At least |at(m)| of all |m| up to this.
  double largest(double m) const { return std::abs(eta) + 2.0 * std::abs(transverse) * (m * m); }
};

/// At most one of the three is set; none: the model's eta and transverse throughout.
struct Pump {
  std::optional<double> switch_off;
  bool switch_off_at_max_qfi = false;
  std::vector<PumpSegment> segments;  ///< afterwards no pump
  double factor = 1.0;                ///< of eta and transverse of all segments
};

/// Everything in which one point of a scan may differ from another.
struct Parameters {
  Model model;
  Light light;
  Atoms atoms;
  Pump pump;
  double time_stop = 0.0;  ///< in the config's time unit
  // Where an axis varies them; else the config's.
  std::optional<Method> method = std::nullopt;
  std::optional<Frame> frame = std::nullopt;
};

}  // namespace pairtwist
