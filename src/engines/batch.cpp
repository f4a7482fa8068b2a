#include "engines/batch.hpp"

namespace pairtwist::engines {

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
  pairs.push_back(index);
  sector_offset.push_back(sector_offset.back() + index.sectors);
  pair_offset.push_back(pair_offset.back() + index.count());
  times.insert(times.end(), at_times.begin(), at_times.end());
}

}  // namespace pairtwist::engines
