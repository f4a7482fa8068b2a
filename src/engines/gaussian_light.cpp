#include "engines/gaussian_light.hpp"

#include <cmath>
#include <complex>

#include "engines/engine.hpp"

namespace pairtwist::engines {
namespace {

/// Thermal: nu = n. Squeezed vacuum S(zeta)|0>, zeta = r e^{i angle}: docs/physics.md, 3.
GaussianLight gaussian_light(const Point& point, double log_scale) {
  const Parameters& parameters = point.parameters;
  const Light& light = parameters.light;
  GaussianLight result{point.stop, parameters.model.thermal_photons, 0.0, 0.0, 0.0, log_scale};
  if (light.state == LightState::thermal) result.nu = light.n;
  if (light.state == LightState::squeezed) {
    result.nu = std::sinh(light.r) * std::sinh(light.r);
    const std::complex<double> mu =
        -std::polar(std::sinh(light.r) * std::cosh(light.r), light.angle);
    result.mu_re = mu.real();
    result.mu_im = mu.imag();
  }
  return result;
}

}  // namespace

void add_gaussian(Batch& batch, const Point& point, const FaintLight& faint, const FockStart&) {
  batch.lights.push_back(gaussian_light(point, faint.log_scale));
}

}  // namespace pairtwist::engines
