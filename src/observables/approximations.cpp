// SPDX-License-Identifier: BSD-3-Clause
// The closed approximations to F_Q of [P], and exact one-axis twisting, for atoms that start along
// +x (docs/physics.md, 6). All but B39 have the shape N/2 (1 + f) + N²/2 (1 - f); written with
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

/// value(model, n, t) for all times.
template <class F>
void at_all_times(const SumSeries& series, std::span<double> out, const F& value) {
  const Model& model = series.point->parameters.model;
  for (std::size_t k = 0; k < out.size(); ++k)
    out[k] = value(model, static_cast<double>(model.atoms), series.times[k]);
}

}  // namespace

/// F = N + N(N-1)/2 (1 - cos^{N-2}(2Ut)): exact for U alone. One atom has no twist: F = 1.
void qfi_oat(const SumSeries& series, std::span<double> out, std::span<Verdict> verdicts) {
  at_all_times(series, out, [](const Model& model, double n, double t) {
    if (n < 2.0) return n;
    return raised(n, one_minus_power_of_cos(physics::two_prod(2.0 * model.U, t), n - 2.0));
  });
  for (std::size_t k = 0; k < out.size(); ++k)
    if (std::isnan(out[k])) verdicts[k].trust = Trust::below_precision;
}

/// [P 8-9], f = exp(-2 (t/tau_Q)⁶).
void qfi_p8(const SumSeries& series, std::span<double> out, std::span<Verdict>) {
  at_all_times(series, out, [](const Model& model, double n, double t) {
    const double root = model.W0 * std::norm(model.eta) * std::pow(t, 3.0);
    return raised(n, -std::expm1(-8.0 / 9.0 * n * root * root));
  });
}

/// [P B39], F = N(N+1)/2 - E [(N²/2)(1 + chi²/4) - N/2], E = exp(-chi² N/8) cos chi; with the terms
/// that cancel at small chi taken together.
void qfi_b39(const SumSeries& series, std::span<double> out, std::span<Verdict>) {
  at_all_times(series, out, [](const Model& model, double n, double t) {
    const double chi = 4.0 * twisting_angle(model, t);
    const double decay = -chi * chi * n / 8.0;
    const double half_sine = std::sin(0.5 * chi);
    const double one_minus_e = -std::expm1(decay) * std::cos(chi) + 2.0 * half_sine * half_sine;
    return raised(n, one_minus_e) - n * n * chi * chi / 8.0 * std::exp(decay) * std::cos(chi);
  });
}

/// [P B40], f = exp(-2N (Ut + (2/3)|eta|² W0 t³)²).
void qfi_b40(const SumSeries& series, std::span<double> out, std::span<Verdict>) {
  at_all_times(series, out, [](const Model& model, double n, double t) {
    const double angle = twisting_angle(model, t);
    return raised(n, -std::expm1(-2.0 * n * angle * angle));
  });
}

/// [P D3-4], f = exp(-2 (t/tau_C)²): for light that starts coherent; vacuum does not twist.
void qfi_d3(const SumSeries& series, std::span<double> out, std::span<Verdict>) {
  const Light& light = series.point->parameters.light;
  const double photons = light.state == LightState::coherent ? std::norm(light.alpha) : 0.0;
  at_all_times(series, out, [photons](const Model& model, double n, double t) {
    const double angle = 2.0 * model.W0 * photons * t;
    return raised(n, -std::expm1(-2.0 * n * angle * angle));
  });
}

}  // namespace pairtwist::formulas
