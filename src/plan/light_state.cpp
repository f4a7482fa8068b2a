#include "plan/light_state.hpp"

#include <algorithm>
#include <cmath>

namespace pairtwist {
namespace {

using Amplitudes = std::vector<std::complex<double>>;

/// <n|alpha>, by logarithms: e^{-|alpha|²/2} may underflow.
std::complex<double> coherent_amplitude(std::complex<double> alpha, std::int64_t n) {
  const double size = std::abs(alpha);
  if (size == 0.0) return n == 0 ? 1.0 : 0.0;
  const auto level = static_cast<double>(n);
  const double log_size =
      -0.5 * size * size + level * std::log(size) - 0.5 * std::lgamma(level + 1.0);
  return std::polar(std::exp(log_size), level * std::arg(alpha));
}

/// |alpha> + parity |-alpha>, normalised.
std::complex<double> cat_amplitude(const Light& light, std::int64_t n) {
  const bool odd = n % 2 != 0;
  if (odd == (light.parity > 0.0)) return 0.0;
  const double overlap = std::exp(-2.0 * std::norm(light.alpha));
  // 1 - e^{-2|alpha|²} without the cancellation of a small odd cat.
  const double norm =
      light.parity > 0.0 ? 1.0 + overlap : -std::expm1(-2.0 * std::norm(light.alpha));
  return coherent_amplitude(light.alpha, n) * std::sqrt(2.0 / norm);
}

/// S(zeta)|0>, zeta = r e^{i angle}: only even levels.
std::complex<double> squeezed_amplitude(const Light& light, std::int64_t n) {
  if (n % 2 != 0) return 0.0;
  if (light.r == 0.0) return n == 0 ? 1.0 : 0.0;
  const double k = 0.5 * static_cast<double>(n);
  const double log_size = 0.5 * std::lgamma(2.0 * k + 1.0) - std::lgamma(k + 1.0) -
                          k * std::log(2.0) + k * std::log(std::tanh(light.r)) -
                          0.5 * std::log(std::cosh(light.r));
  const double sign = n / 2 % 2 == 0 ? 1.0 : -1.0;
  return sign * std::polar(std::exp(log_size), k * light.angle);
}

std::complex<double> amplitude(const Light& light, bool moving, std::int64_t n) {
  switch (light.state) {
    case LightState::coherent:
      return moving ? std::complex<double>(n == 0) : coherent_amplitude(light.alpha, n);
    case LightState::fock:
      return static_cast<double>(n) == light.n;
    case LightState::cat:
      return cat_amplitude(light, n);
    case LightState::squeezed:
      return squeezed_amplitude(light, n);
    default:
      return n == 0;
  }
}

LightDensity thermal_density(double mean, double negligible) {
  const double ratio = mean / (1.0 + mean);
  const double needed = ratio > 0.0 ? std::log(negligible) / std::log(ratio) : 0.0;
  LightDensity light;
  light.levels = static_cast<std::int64_t>(
      std::min(std::ceil(needed) + 1.0, static_cast<double>(kLargestCutoff)));
  light.matrix.resize(static_cast<std::size_t>(light.levels * light.levels));
  double population = 1.0 / (1.0 + mean);
  for (std::int64_t n = 0; n < light.levels; ++n, population *= ratio)
    light.matrix[n * light.levels + n] = population;
  return light;
}

}  // namespace

LightDensity light_density(const Light& light, bool moving, double negligible) {
  if (light.state == LightState::thermal) return thermal_density(light.n, negligible);
  Amplitudes kept;
  // Summed from above, so that the small rest is exact.
  for (std::int64_t n = 0; n < kLargestCutoff; ++n) kept.push_back(amplitude(light, moving, n));
  double rest = 0.0;
  while (kept.size() > 1 && rest + std::norm(kept.back()) <= negligible * negligible) {
    rest += std::norm(kept.back());
    kept.pop_back();
  }
  LightDensity result;
  result.levels = static_cast<std::int64_t>(kept.size());
  for (const auto& row : kept)
    for (const auto& column : kept) result.matrix.push_back(row * std::conj(column));
  return result;
}

}  // namespace pairtwist
