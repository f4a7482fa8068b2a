// SPDX-License-Identifier: BSD-3-Clause
#include "plan/light_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/start_photons.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist {
namespace {

using Real = long double;

/// Twice as many levels as may be kept: if little lies in the second half, there is less beyond,
/// since every tail falls faster and faster, or like a geometric series.
constexpr std::int64_t most_levels = 2 * kLargestCutoff;

/// |<n|psi>| of a state on the levels first, first + step, ..., from the largest one outwards and
/// then normalised: formulas with exponentials and factorials would lose digits with n.
/// ratio(n) = |<n + step|psi>| / |<n|psi>|.
template <class Ratio>
std::vector<Real> moduli(std::int64_t first, std::int64_t step, double mean, const Ratio& ratio) {
  const auto wanted = static_cast<std::int64_t>(std::min(mean, double(most_levels - 3)));
  const std::int64_t largest = first + std::max<std::int64_t>(wanted - first, 0) / step * step;
  std::vector<Real> result(static_cast<std::size_t>(largest + 1), 0.0L);
  result[largest] = 1.0L;
  for (std::int64_t n = largest - step; n >= first; n -= step)
    result[n] = result[n + step] / ratio(n);
  // The levels of <a†²a²> at least, however faint.
  for (std::int64_t n = largest; n + step < most_levels; n += step) {
    if (n > largest + 4 && result[n] < 1e-22L) break;
    result.resize(static_cast<std::size_t>(n + step + 1), 0.0L);
    result[n + step] = result[n] * ratio(n);
  }
  Real total = 0.0L;
  for (const Real modulus : result) total += modulus * modulus;
  for (Real& modulus : result) modulus /= std::sqrt(total);
  return result;
}

Real level(std::int64_t n) { return static_cast<Real>(n); }

std::vector<Real> moduli(const Light& light) {
  const Real size = std::hypot(Real{light.alpha.real()}, Real{light.alpha.imag()});
  const double mean = mean_photons(light);
  switch (light.state) {
    case LightState::coherent:
      return moduli(0, 1, mean, [&](std::int64_t n) { return size / std::sqrt(level(n + 1)); });
    case LightState::cat:
      return moduli(light.parity > 0.0 ? 0 : 1, 2, mean, [&](std::int64_t n) {
        return size * size / std::sqrt(level(n + 1) * level(n + 2));
      });
    case LightState::squeezed:
      return moduli(0, 2, 0.0, [&](std::int64_t n) {
        return std::tanh(Real{light.r}) * std::sqrt(level(n + 1) / level(n + 2));
      });
    case LightState::thermal:
      return moduli(0, 1, 0.0, [&](std::int64_t) {
        return std::sqrt(Real{light.n} / (1.0L + Real{light.n}));
      });
    default: {
      // The vacuum has none, whatever n says for the other states of an axis over them.
      const double photons = light.state == LightState::fock ? light.n : 0.0;
      return moduli(static_cast<std::int64_t>(photons), 1, 0.0, [](std::int64_t) { return 0.0L; });
    }
  }
}

/// Of S(zeta)|0>, zeta = r e^{i angle}, and of states made of |alpha>; the others have none.
std::complex<Real> phase(const Light& light, std::int64_t n) {
  if (light.state == LightState::squeezed) {
    const Real sign = n / 2 % 2 == 0 ? 1.0L : -1.0L;
    // Reduced first: a large angle times n would lose the digits that count.
    const Real half_angle = std::arg(std::polar(1.0L, 0.5L * Real{light.angle}));
    return sign * std::polar(1.0L, level(n) * half_angle);
  }
  if (light.state == LightState::thermal) return 1.0L;
  const Real turn = std::arg(std::complex(Real{light.alpha.real()}, Real{light.alpha.imag()}));
  return std::polar(1.0L, level(n) * turn);
}

/// Amplitudes of a pure state; of thermal light the roots of the populations.
std::vector<std::complex<double>> amplitudes(const Light& light) {
  std::vector<std::complex<double>> result;
  for (const Real modulus : moduli(light)) {
    const std::complex<Real> value =
        modulus * phase(light, static_cast<std::int64_t>(result.size()));
    result.emplace_back(static_cast<double>(value.real()), static_cast<double>(value.imag()));
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

const char* other_way(LightState state) {
  switch (state) {
    case LightState::coherent:
      return ", or, without photon_distribution, for solve.frame = \"moving\", in which coherent "
             "light is the vacuum";
    case LightState::thermal:
    case LightState::squeezed:
      return ", or, without kerr, two_photon_loss and photon_distribution, for solve.method = "
             "\"auto\", which needs no levels of it";
    default:
      return "";
  }
}

/// least: as many levels as the largest tolerance asks for.
[[noreturn]] void refuse(const Light& light, std::int64_t levels, std::int64_t least,
                         double tolerance) {
  const bool most = levels >= most_levels - 1;  // a last odd level may be empty
  throw UsageError(
      fmt::format("{}: this light needs {} photon levels{} in the Fock method for solve.tolerance "
                  "= {}, allowed: at most {}; ask for less light{}{}",
                  described(light), levels, most ? " or more" : "", tolerance, kLargestCutoff,
                  least <= kLargestCutoff ? " or a larger tolerance" : "", other_way(light.state)));
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
  if (moving && light.state == LightState::coherent) return {.levels = 1, .matrix = {1.0}};
  const std::vector<std::complex<double>> all = amplitudes(light);
  const bool mixed = light.state == LightState::thermal;
  const auto levels_for = [&](double of_tolerance) {
    const double negligible = light_left_out * of_tolerance;
    // A pump may take away what is kept, by interference.
    const double pairs = light.state == LightState::coherent ? 1e-30 : 1e-2 * of_tolerance;
    return needed_levels(all, mixed ? negligible : negligible * negligible, pairs);
  };
  LightDensity result;
  result.levels = levels_for(tolerance);
  if (result.levels > kLargestCutoff)
    refuse(light, result.levels, levels_for(kHighestTolerance), tolerance);
  const auto levels = static_cast<std::size_t>(result.levels);
  for (std::size_t n = 0; n < levels; ++n)
    for (std::size_t k = 0; k < levels; ++k)
      result.matrix.push_back(mixed && n != k ? 0.0 : all[n] * std::conj(all[k]));
  return result;
}

double mean_photons(const LightDensity& light) {
  double photons = 0.0;
  for (std::int64_t n = 0; n < light.levels; ++n)
    photons += static_cast<double>(n) * light.matrix[n * (light.levels + 1)].real();
  return photons;
}

}  // namespace pairtwist
