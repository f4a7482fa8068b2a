// SPDX-License-Identifier: BSD-3-Clause
#include "solve/light_axes.hpp"

#include <cmath>
#include <complex>

#include "model/start_photons.hpp"
#include "physics/spread_light.hpp"
#include "plan/coherence_bound.hpp"

namespace pairtwist {
namespace {

using R = physics::DD<double>;

/// e^{i phase} of an amplitude; any will do of none.
std::complex<double> direction(const physics::Complex<R>& z) {
  const std::complex<double> leading(z.re.hi, z.im.hi);
  const double size = std::abs(leading);
  return size == 0.0 ? 1.0 : leading / size;
}

/// The mean and the response of one sector, from one time to the next ones.
class SectorLight {
 public:
  SectorLight(const physics::CoherentPoint& point,
              std::span<const physics::CoherentSegment> segments, double m_squared)
      : point_(point),
        segments_(segments),
        m_squared_(m_squared),
        lambda_{R(0.5 * point.kappa),
                physics::sector_frequency<R>(point.two_W0, point.detuning, m_squared)},
        inverse_lambda_(physics::inverse(lambda_)),
        start_(physics::initial_state(point)),
        response_(physics::initial_response<R>()) {}

  struct Now {
    physics::Complex<R> mean;
    physics::Complex<R> decay;  ///< e^{-lambda t}
  };
  /// Times must not decrease.
  Now at(double time) {
    while (time > segments_[segment_].until) {
      const double end = segments_[segment_].until;
      const auto step = propagator_to(end);
      const auto pump = pump_now();
      start_ = advance(start_, step, pump);
      response_ = advance(response_, step, pump);
      from_ = end;
      ++segment_;
    }
    const auto step = propagator_to(time);
    const auto pump = pump_now();
    return {advance(start_, step, pump).alpha, advance(response_, step, pump).decay};
  }

 private:
  physics::Propagator<R> propagator_to(double time) const {
    const R stretch = physics::two_sum(time, -from_);
    return physics::propagator(lambda_, inverse_lambda_, stretch,
                               physics::field_decay(point_.kappa, stretch));
  }
  physics::SectorPump<R> pump_now() const {
    return physics::pump_of<R>(point_, segments_[segment_], m_squared_);
  }

  const physics::CoherentPoint& point_;
  std::span<const physics::CoherentSegment> segments_;
  double m_squared_;
  physics::Complex<R> lambda_;
  physics::Complex<R> inverse_lambda_;
  physics::SectorState<R> start_;
  physics::Response<R> response_;
  std::size_t segment_ = 0;
  double from_ = 0.0;
};

}  // namespace

std::vector<physics::LightAxes> light_axes(const Task& task, std::span<const double> times) {
  const Model& model = task.point.parameters.model;
  const LightSpread spread = light_spread(task.point.parameters.light);
  const physics::CoherentPoint point = coherent_point(task.point);
  std::vector<physics::CoherentSegment> segments;
  for (const PumpSegment& segment : task.point.segments)
    segments.push_back(coherent_segment(segment));
  // Half the phase of <d²>: along it the light is broadest.
  const std::complex<double> axis = std::polar(1.0, 0.5 * std::arg(spread.mu));
  const AtomicStart& start = *task.work.start;
  const std::int64_t sectors = start.sector_count();
  std::vector<physics::LightAxes> result(times.size() * static_cast<std::size_t>(sectors));
  for (std::int64_t s = 0; s < sectors; ++s) {
    const double m =
        static_cast<double>(start.first_sector() + s) + 0.5 * static_cast<double>(start.atoms % 2);
    SectorLight sector(point, segments, m * m);
    for (std::size_t k = 0; k < times.size(); ++k) {
      const SectorLight::Now now = sector.at(times[k]);
      const double left = std::exp(-model.kappa * times[k]);
      const double heat = -std::expm1(-model.kappa * times[k]) * model.thermal_photons;
      physics::LightAxes& light = result[k * static_cast<std::size_t>(sectors) + s];
      light.spread[0] = left * spread.broad + heat;
      light.spread[1] = left * spread.narrow + heat;
      std::complex<double> mean(now.mean.re.hi, now.mean.im.hi);
      if (spread.mu != 0.0) mean *= std::conj(axis * direction(now.decay));
      light.mean[0] = mean.real() * mean.real();
      light.mean[1] = mean.imag() * mean.imag();
    }
  }
  return result;
}

}  // namespace pairtwist
