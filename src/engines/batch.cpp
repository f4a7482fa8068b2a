#include "engines/batch.hpp"

#include <cmath>

namespace pairtwist::engines {
namespace {

/// Thermal: nu = n. Squeezed vacuum S(zeta)|0>, zeta = r e^{i angle}: docs/physics.md, 4.
GaussianLight gaussian_light(const Point& point) {
  const Parameters& parameters = point.parameters;
  const Light& light = parameters.light;
  GaussianLight result{point.stop, parameters.model.thermal_photons, 0.0, 0.0, 0.0};
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

void Batch::add(const Point& point, const physics::PairIndex& index,
                std::span<const double> at_times) {
  const Model& model = point.parameters.model;
  const Light& light = point.parameters.light;
  const std::complex<double> alpha0 = light.state == LightState::coherent ? light.alpha : 0.0;
  points.push_back({.U = model.U,
                    .two_W0 = 2.0 * model.W0,
                    .detuning = model.detuning,
                    .kappa = model.kappa,
                    .alpha0_re = alpha0.real(),
                    .alpha0_im = alpha0.imag(),
                    .first_segment = static_cast<std::uint32_t>(segments.size()),
                    .segments = static_cast<std::uint32_t>(point.segments.size())});
  for (const PumpSegment& segment : point.segments)
    segments.push_back({segment.until, segment.eta.real(), segment.eta.imag()});
  if (method == Method::gaussian) lights.push_back(gaussian_light(point));
  pairs.push_back(index);
  sector_offset.push_back(sector_offset.back() + index.sectors);
  pair_offset.push_back(pair_offset.back() + index.count());
  times.insert(times.end(), at_times.begin(), at_times.end());
}

}  // namespace pairtwist::engines
