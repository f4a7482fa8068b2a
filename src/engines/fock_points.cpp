// SPDX-License-Identifier: BSD-3-Clause
// The blocks of the Fock method as its kernels take them: each point's rates, terms and start
// light.
#include <algorithm>
#include <cmath>
#include <complex>

#include "engines/engine.hpp"
#include "physics/fock.hpp"

namespace pairtwist::engines {
namespace {

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

/// physics::fock::Terms of its equation.
std::int32_t terms_of(const Point& point, bool moving) {
  const Model& model = point.parameters.model;
  const Light& light = point.parameters.light;
  const bool displaced = moving && light.state == LightState::coherent;
  bool pumped = false;
  bool from_the_side = false;
  for (const PumpSegment& segment : point.segments) {
    pumped = pumped || !segment.dark();
    from_the_side = from_the_side || segment.transverse != 0.0;
  }
  const bool nonlinear = model.kerr != 0.0 || model.two_photon_loss != 0.0;
  const bool heated = model.thermal_photons * model.kappa != 0.0;

  using namespace physics::fock;
  int terms = only_loss;
  if (pumped && !moving) terms |= raising;
  if (heated) terms |= raising | bath;
  // One more set of kernels, for all there may be besides.
  if (from_the_side && !moving) terms |= raising | bath | two_photon | transverse;
  // Without a mean field the Kerr term is diagonal.
  if (model.two_photon_loss != 0.0 || (nonlinear && moving && (pumped || displaced)))
    terms |= raising | bath | two_photon;
  return terms;
}

}  // namespace

std::vector<double> level_roots(const FockLimits& limits) {
  const std::int32_t largest = std::max(limits.ceiling, larger_cutoff(limits.exact));
  constexpr std::int32_t beyond = 16;  // rows are filled up to whole SIMD registers
  std::vector<double> roots = {0.0};
  for (std::int32_t n = 0; n <= largest + beyond; ++n) roots.push_back(std::sqrt(n));
  return roots;
}

namespace {

/// What the equations have of a point in one frame, whose start light is that.
FockPoint in_frame(Batch& batch, const Point& point, bool moving, const LightDensity& start) {
  const physics::PairIndex& index = batch.pairs.back();
  const physics::CoherentPoint& numbers = batch.points.back();
  const Model& model = point.parameters.model;
  const Light& light = point.parameters.light;
  const bool displaced = moving && light.state == LightState::coherent;
  const std::complex<double> alpha0 = displaced ? light.alpha : 0.0;
  return {.U = model.U,
          .two_W0 = 2.0 * model.W0,
          .detuning = model.detuning,
          .kappa = model.kappa,
          .thermal_photons = model.thermal_photons,
          .kerr = model.kerr,
          .two_photon_loss = model.two_photon_loss,
          .alpha0_re = alpha0.real(),
          .alpha0_im = alpha0.imag(),
          .stop = point.stop,
          .first_segment = numbers.first_segment,
          .segments = numbers.segments,
          .moving = moving ? 1U : 0U,
          .odd = index.odd,
          .k_lo = index.k_lo,
          .first_time = (batch.size() - 1) * batch.n_times,
          .first_light = batch.add_light(start),
          .levels = static_cast<std::int32_t>(start.levels),
          .populated = populated_levels(start),
          .terms = terms_of(point, moving)};
}

}  // namespace

void add_fock(Batch& batch, const Point& point, const FaintLight&, const FockStart& fock) {
  const FockPoint pairs = in_frame(batch, point, fock.moving, *fock.light);
  batch.fock_points.push_back(pairs);
  batch.fock_points.push_back(fock.laboratory_light == nullptr
                                  ? pairs
                                  : in_frame(batch, point, false, *fock.laboratory_light));
}

}  // namespace pairtwist::engines
