#include "plan/light_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "pairtwist/error.hpp"
#include "scan/start_photons.hpp"

namespace pairtwist {
namespace {

/// e^{log_scale} <n|alpha>, by logarithms: e^{-|alpha|²/2} may underflow.
std::complex<double> coherent_amplitude(std::complex<double> alpha, std::int64_t n,
                                        double log_scale = 0.0) {
  const double size = std::abs(alpha);
  if (size == 0.0) return n == 0 ? 1.0 : 0.0;
  const auto level = static_cast<double>(n);
  const double log_size =
      log_scale - 0.5 * size * size + level * std::log(size) - 0.5 * std::lgamma(level + 1.0);
  return std::polar(std::exp(log_size), level * std::arg(alpha));
}

/// |alpha> + parity |-alpha>, normalised.
std::complex<double> cat_amplitude(const Light& light, std::int64_t n) {
  const bool odd = n % 2 != 0;
  if (odd == (light.parity > 0.0)) return 0.0;
  const double twice = 2.0 * std::norm(light.alpha);
  double log_norm = std::log1p(std::exp(-twice));
  if (odd) {
    // 1 - e^{-2|alpha|²} of an odd cat so small that |alpha|² underflows.
    log_norm = twice > 1e-16 ? std::log(-std::expm1(-twice))
                             : std::numbers::ln2 + 2.0 * std::log(std::abs(light.alpha));
  }
  return coherent_amplitude(light.alpha, n, 0.5 * (std::numbers::ln2 - log_norm));
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
    case LightState::thermal:
      return std::sqrt(std::pow(light.n / (1.0 + light.n), static_cast<double>(n)) /
                       (1.0 + light.n));
    default:
      return n == 0;
  }
}

/// Amplitudes of a pure state; of thermal light the roots of the populations. Up to where they
/// vanish, or to twice as many levels as may be kept: if little lies in the second half, there is
/// less beyond, since every tail falls faster and faster, or like a geometric series.
std::vector<std::complex<double>> amplitudes(const Light& light, bool moving) {
  const double mean = mean_photons(light);
  std::vector<std::complex<double>> result;
  for (std::int64_t n = 0; n < 2 * kLargestCutoff; ++n) {
    result.push_back(amplitude(light, moving, n));
    const auto level = static_cast<double>(n);
    // Two levels: every other one may be empty.
    const double population = std::norm(result.back()) + (n > 0 ? std::norm(result[n - 1]) : 1.0);
    if (level > std::max(mean, 2.0) && population < 1e-40) break;
  }
  return result;
}

/// What names the light in a config.
std::string described(const Light& light) {
  switch (light.state) {
    case LightState::thermal:
      return fmt::format("light.n = {}", light.n);
    case LightState::squeezed:
      return fmt::format("light.r = {}", light.r);
    default:
      return fmt::format("light.alpha = [{}, {}]", light.alpha.real(), light.alpha.imag());
  }
}

[[noreturn]] void refuse(const Light& light, std::int64_t levels, double tolerance) {
  const bool most = levels >= 2 * kLargestCutoff - 1;  // a last odd level may be empty
  throw UsageError(
      fmt::format("{}: this light needs {} photon levels{} in the Fock method for solve.tolerance "
                  "= {}, allowed: "
                  "at most {}; ask for less light or a larger tolerance{}",
                  described(light), levels, most ? " or more" : "", tolerance, kLargestCutoff,
                  light.state == LightState::coherent
                      ? ", or, without photon_distribution, for solve.frame = \"moving\", in which "
                        "coherent light is the vacuum"
                      : ""));
}

/// How many levels must be kept.
std::int64_t needed_levels(const std::vector<std::complex<double>>& amplitudes, double negligible,
                           double negligible_pairs) {
  const auto pairs_at = [&](std::int64_t n) {
    const auto level = static_cast<double>(n);
    return level * (level - 1.0) * std::norm(amplitudes[static_cast<std::size_t>(n)]);
  };
  auto levels = static_cast<std::int64_t>(amplitudes.size());
  double all_pairs = 0.0;
  for (std::int64_t n = levels - 1; n > 1; --n) all_pairs += pairs_at(n);
  double population = 0.0;
  double pairs = 0.0;
  // Summed from above, so that the small rest is exact.
  for (; levels > 1; --levels) {
    population += std::norm(amplitudes[static_cast<std::size_t>(levels - 1)]);
    pairs += pairs_at(levels - 1);
    if (population > negligible || pairs > negligible_pairs * all_pairs) break;
  }
  return levels;
}

}  // namespace

LightDensity light_density(const Light& light, bool moving, double tolerance) {
  const std::vector<std::complex<double>> all = amplitudes(light, moving);
  const bool mixed = light.state == LightState::thermal;
  const double negligible = 1e-4 * tolerance;
  LightDensity result;
  result.levels =
      needed_levels(all, mixed ? negligible : negligible * negligible, 1e-2 * tolerance);
  if (result.levels > kLargestCutoff) refuse(light, result.levels, tolerance);
  const auto levels = static_cast<std::size_t>(result.levels);
  for (std::size_t n = 0; n < levels; ++n)
    for (std::size_t k = 0; k < levels; ++k)
      result.matrix.push_back(mixed && n != k ? 0.0 : all[n] * std::conj(all[k]));
  return result;
}

}  // namespace pairtwist
