// SPDX-License-Identifier: BSD-3-Clause
// The blocks of the Fock method as its kernels take them: each point's rates, terms and start
// light.
#include <algorithm>
#include <array>
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

/// Levels 0 ... that hold all but that part of the light, with moments of its photon numbers also.
std::int32_t holding_levels(const LightDensity& light, double part, bool moments) {
  constexpr double rounding = 1e-15;
  const auto add_level = [&](std::array<double, 3>& sums, std::int64_t n) {
    const double here = light.matrix[n * (light.levels + 1)].real();
    const auto photons = static_cast<double>(n);
    sums[0] += here;
    if (moments) sums[1] += photons * here;
    if (moments) sums[2] += photons * (photons - 1.0) * here;
  };
  std::array<double, 3> all{}, above{};
  for (std::int64_t n = light.levels - 1; n >= 0; --n) add_level(all, n);
  for (std::int64_t levels = light.levels; levels > 1; --levels) {
    add_level(above, levels - 1);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const double rounded = rounding * std::pow(static_cast<double>(levels), i);
      if (above[i] > part * all[i] + rounded) return static_cast<std::int32_t>(levels);
    }
  }
  return 1;
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
FockPoint in_frame(Batch& batch, const Point& point, bool moving, const LightDensity& start,
                   bool diagonal) {
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
          .holding = holding_levels(start, batch.limits.change, diagonal),
          .terms = terms_of(point, moving)};
}

}  // namespace

void add_fock(Batch& batch, const Point& point, const FaintLight&, const FockStart& fock) {
  FockPoint pairs = in_frame(batch, point, fock.moving, *fock.light, false);
  batch.fock_points.push_back(pairs);
  if (fock.laboratory_light != nullptr) {
    batch.fock_points.push_back(in_frame(batch, point, false, *fock.laboratory_light, true));
    return;
  }
  pairs.holding = holding_levels(*fock.light, batch.limits.change, true);
  batch.fock_points.push_back(pairs);
}

}  // namespace pairtwist::engines
