// SPDX-License-Identifier: BSD-3-Clause
#include "model/start_photons.hpp"

#include <cmath>

namespace pairtwist {
namespace {

/// |alpha> + parity |-alpha>: |alpha|² tanh |alpha|² for even, coth for odd parity.
double mean_photons_of_cat(const Light& light) {
  const double x = std::norm(light.alpha);
  if (light.parity > 0.0) return x * std::tanh(x);
  return x == 0.0 ? 1.0 : x / std::tanh(x);  // underflow: the odd cat shrinks to one photon
}

}  // namespace

double mean_photons(const Light& light) {
  switch (light.state) {
    case LightState::vacuum:
    case LightState::file:
      break;
    case LightState::coherent:
      return std::norm(light.alpha);
    case LightState::fock:
    case LightState::thermal:
      return light.n;
    case LightState::squeezed:
      return std::sinh(light.r) * std::sinh(light.r);
    case LightState::cat:
      return mean_photons_of_cat(light);
  }
  return 0.0;
}

LightSpread light_spread(const Light& light) {
  if (light.state == LightState::thermal)
    return {.nu = light.n, .broad = light.n, .narrow = light.n};
  if (light.state != LightState::squeezed) return {};
  return {.nu = std::sinh(light.r) * std::sinh(light.r),
          .mu = -std::polar(std::sinh(light.r) * std::cosh(light.r), light.angle),
          .broad = 0.5 * std::expm1(2.0 * light.r),
          .narrow = 0.5 * std::expm1(-2.0 * light.r)};
}

}  // namespace pairtwist
