// The closed approximations to F_Q of [P], and exact one-axis twisting, for atoms that start along
// +x (docs/physics.md, 7). All but B39 have the shape N/2 (1 + f) + N²/2 (1 - f); written with
// 1 - f, which keeps its digits at small t.
#include <cmath>

#include "observables/formulas.hpp"

namespace pairtwist::formulas {
namespace {

/// N/2 (1 + f) + N²/2 (1 - f).
double raised(double n, double one_minus_f) { return n + 0.5 * n * (n - 1.0) * one_minus_f; }

/// 1 - cos^power(x), power >= 0; not a number where the phase x is lost.
double one_minus_power_of_cos(const physics::DD<double>& x, double power) {
  if (power == 0.0) return 0.0;
  const ExtendedComplex e = physics::expi(x);
  const double s = e.im.hi;
  const double c = e.re.hi;
  const double log_cos = s * s < 0.5 ? 0.5 * std::log1p(-s * s) : std::log(std::abs(c));
  const bool negative = c < 0.0 && std::fmod(power, 2.0) == 1.0;
  return negative ? 1.0 + std::exp(power * log_cos) : -std::expm1(power * log_cos);
}

/// The twisting angle Ut + (2/3)|eta|² W0 t³ of B39 and B40.
double twisting_angle(const Model& model, double t) {
  return model.U * t + 2.0 / 3.0 * std::norm(model.eta) * model.W0 * (t * t * t);
}

const Model& model_of(const AtomicState& state) { return state.point().parameters.model; }

double atoms_of(const AtomicState& state) { return static_cast<double>(model_of(state).atoms); }

}  // namespace

/// F = N + N(N-1)/2 (1 - cos^{N-2}(2Ut)): exact for U alone. One atom has no twist: F = 1.
Trust qfi_oat(const AtomicState& state, std::span<double> out) {
  const double n = atoms_of(state);
  if (n < 2.0) {
    out[0] = n;
    return Trust::good;
  }
  const auto phase = physics::two_prod(2.0 * model_of(state).U, state.time());
  out[0] = raised(n, one_minus_power_of_cos(phase, n - 2.0));
  return std::isnan(out[0]) ? Trust::below_precision : Trust::good;
}

/// [P 8-9], f = exp(-2 (t/tau_Q)⁶).
Trust qfi_p8(const AtomicState& state, std::span<double> out) {
  const Model& model = model_of(state);
  const double n = atoms_of(state);
  const double root = model.W0 * std::norm(model.eta) * std::pow(state.time(), 3.0);
  out[0] = raised(n, -std::expm1(-8.0 / 9.0 * n * root * root));
  return Trust::good;
}

/// [P B39], F = N(N+1)/2 - E [(N²/2)(1 + chi²/4) - N/2], E = exp(-chi² N/8) cos chi; with the terms
/// that cancel at small chi taken together.
Trust qfi_b39(const AtomicState& state, std::span<double> out) {
  const double n = atoms_of(state);
  const double chi = 4.0 * twisting_angle(model_of(state), state.time());
  const double decay = -chi * chi * n / 8.0;
  const double half_sine = std::sin(0.5 * chi);
  const double one_minus_e = -std::expm1(decay) * std::cos(chi) + 2.0 * half_sine * half_sine;
  out[0] = raised(n, one_minus_e) - n * n * chi * chi / 8.0 * std::exp(decay) * std::cos(chi);
  return Trust::good;
}

/// [P B40], f = exp(-2N (Ut + (2/3)|eta|² W0 t³)²).
Trust qfi_b40(const AtomicState& state, std::span<double> out) {
  const double n = atoms_of(state);
  const double angle = twisting_angle(model_of(state), state.time());
  out[0] = raised(n, -std::expm1(-2.0 * n * angle * angle));
  return Trust::good;
}

/// [P D3-4], f = exp(-2 (t/tau_C)²): for light that starts coherent; vacuum does not twist.
Trust qfi_d3(const AtomicState& state, std::span<double> out) {
  const double n = atoms_of(state);
  const Light& light = state.point().parameters.light;
  const double photons = light.state == LightState::coherent ? std::norm(light.alpha) : 0.0;
  const double angle = 2.0 * model_of(state).W0 * photons * state.time();
  out[0] = raised(n, -std::expm1(-2.0 * n * angle * angle));
  return Trust::good;
}

}  // namespace pairtwist::formulas
