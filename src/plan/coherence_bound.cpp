// SPDX-License-Identifier: BSD-3-Clause
#include "plan/coherence_bound.hpp"

#include <algorithm>

#include "model/start_photons.hpp"

namespace pairtwist {

physics::CoherentPoint coherent_point(const Point& point) {
  const Model& model = point.parameters.model;
  const Light& light = point.parameters.light;
  const std::complex<double> alpha0 = light.state == LightState::coherent ? light.alpha : 0.0;
  const LightSpread spread = light_spread(light);
  const bool from_the_side =
      std::any_of(point.segments.begin(), point.segments.end(),
                  [](const PumpSegment& segment) { return segment.transverse != 0.0; });
  // So small that nothing else notices, and so large that nothing overflows.
  const double least_coupling = from_the_side ? 0x1p-200 : 0.0;
  return {.U = model.U,
          .two_W0 = model.W0 != 0.0 ? 2.0 * model.W0 : least_coupling,
          .detuning = model.detuning,
          .kappa = model.kappa,
          .alpha0_re = alpha0.real(),
          .alpha0_im = alpha0.imag(),
          .nu = spread.nu,
          .mu_re = spread.mu.real(),
          .mu_im = spread.mu.imag(),
          .first_segment = 0,
          .segments = static_cast<std::uint32_t>(point.segments.size()),
          .known_until = 0.0};
}

physics::CoherentSegment coherent_segment(const PumpSegment& segment) {
  return {segment.until, segment.eta.real(), segment.eta.imag(), segment.transverse.real(),
          segment.transverse.imag()};
}

CoherenceSize coherence_size(const Point& point, const physics::PairIndex& pairs) {
  CoherenceSize size = coherence_size(coherent_point(point), pairs);
  for (const PumpSegment& segment : point.segments)
    size.add_stretch(std::abs(segment.eta), std::abs(segment.transverse));
  return size;
}

bool double_is_enough(const Point& point, const physics::PairIndex& pairs, double tolerance) {
  const CoherenceSize size = coherence_size(point, pairs);
  const double allowed = (1.0 - resonance_share) * phase_share * tolerance;
  return size.error(point.stop, in_double) <= allowed;
}

}  // namespace pairtwist
