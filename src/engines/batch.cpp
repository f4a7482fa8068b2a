#include "engines/batch.hpp"

#include <algorithm>
#include <cmath>

#include "observables/bell_amplitudes.hpp"
#include "physics/fock.hpp"
#include "plan/coherence_bound.hpp"

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

/// Levels 0 ... that hold all but 10^-4 of the light.
std::int32_t populated_levels(const LightDensity& light) {
  double above = 0.0;
  std::int64_t levels = light.levels;
  for (; levels > 1; --levels) {
    above += light.matrix[(levels - 1) * (light.levels + 1)].real();
    if (above > 1e-4) break;
  }
  return static_cast<std::int32_t>(levels);
}

}  // namespace

std::vector<double> level_roots(const FockLimits& limits) {
  const std::int32_t largest = std::max(limits.ceiling, larger_cutoff(limits.exact));
  constexpr std::int32_t beyond = 16;  // rows are filled up to whole SIMD registers
  std::vector<double> roots = {0.0};
  for (std::int32_t n = 0; n <= largest + beyond; ++n) roots.push_back(std::sqrt(n));
  return roots;
}

std::uint32_t Batch::sums_of(std::int64_t p) const {
  const std::uint32_t demand = pairs[p].demand;
  if ((demand & physics::every_pair) != 0) return want_sums;
  std::uint32_t sums = want_sums & want_light;
  if ((demand & physics::step1) != 0) sums |= want_sums & (want_plus | want_plus_z);
  if ((demand & physics::step2) != 0) sums |= want_sums & want_plus2;
  return sums;
}

void Batch::add_fock(const Point& point, const physics::PairIndex& index, const FockStart& fock) {
  const Model& model = point.parameters.model;
  const Light& light = point.parameters.light;
  const bool displaced = fock.moving && light.state == LightState::coherent;
  const std::complex<double> alpha0 = displaced ? light.alpha : 0.0;
  bool pumped = false;
  for (const PumpSegment& segment : point.segments) pumped = pumped || segment.eta != 0.0;
  const bool nonlinear = model.kerr != 0.0 || model.two_photon_loss != 0.0;
  const bool heated = model.thermal_photons * model.kappa != 0.0;

  using namespace physics::fock;
  int terms = only_loss;
  if (pumped && !fock.moving) terms |= raising;
  if (heated) terms |= raising | bath;
  // Without a mean field the Kerr term is diagonal.
  if (model.two_photon_loss != 0.0 || (nonlinear && fock.moving && (pumped || displaced)))
    terms |= raising | bath | two_photon;

  fock_points.push_back({.U = model.U,
                         .two_W0 = 2.0 * model.W0,
                         .detuning = model.detuning,
                         .kappa = model.kappa,
                         .thermal_photons = model.thermal_photons,
                         .kerr = model.kerr,
                         .two_photon_loss = model.two_photon_loss,
                         .alpha0_re = alpha0.real(),
                         .alpha0_im = alpha0.imag(),
                         .stop = point.stop,
                         .first_segment = points.back().first_segment,
                         .segments = points.back().segments,
                         .moving = fock.moving ? 1U : 0U,
                         .odd = index.odd,
                         .k_lo = index.k_lo,
                         .first_time = static_cast<std::int64_t>(fock_points.size()) * n_times,
                         .first_light = static_cast<std::int64_t>(light_matrices.size()) / 2,
                         .levels = static_cast<std::int32_t>(fock.light->levels),
                         .populated = populated_levels(*fock.light),
                         .terms = terms});
  for (const std::complex<double>& element : fock.light->matrix) {
    light_matrices.push_back(element.real());
    light_matrices.push_back(element.imag());
  }
}

void Batch::add(const Point& point, const physics::PairIndex& index,
                std::span<const double> at_times, const FaintLight& faint, const FockStart& fock,
                const AtomicStart* start) {
  const Model& model = point.parameters.model;
  points.push_back(coherent_point(point));
  points.back().first_segment = static_cast<std::uint32_t>(segments.size());
  for (const PumpSegment& segment : point.segments)
    segments.push_back({segment.until, segment.eta.real(), segment.eta.imag()});
  points.back().known_until = known_until(
      coherence_size(points.back(), segments.data() + points.back().first_segment, index),
      point.stop, phase_error);
  if (method == Method::gaussian) lights.push_back(gaussian_light(point, faint.log_scale));
  if (method == Method::fock) add_fock(point, index, fock);
  pairs.push_back(index);
  starts.push_back(start);
  plain_bell.push_back(start != nullptr && start->bell && start->symmetric && start->bell->real &&
                               model.dephasing == 0.0 && model.tilt == 0.0
                           ? 1
                           : 0);
  sector_offset.push_back(sector_offset.back() + index.sectors);
  pair_offset.push_back(pair_offset.back() + index.count());
  times.insert(times.end(), at_times.begin(), at_times.end());
  photon_scales.insert(photon_scales.end(), faint.scales.begin(), faint.scales.end());
  photon_scales.resize(times.size(), 1.0);
}

}  // namespace pairtwist::engines
