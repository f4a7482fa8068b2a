#include "solve/photon_rounding.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "physics/mean_field.hpp"

namespace pairtwist {

bool in_laboratory(const Task& task) {
  return task.work.method == Method::fock && !task.work.moving_frame;
}

namespace {

double frequency(const Task& task, std::int64_t sector) {
  const physics::PairIndex& pairs = task.work.pairs;
  const Model& model = task.point.parameters.model;
  const double m = static_cast<double>(sector + pairs.k_lo) + 0.5 * pairs.odd;
  return 2.0 * model.W0 * m * m - model.detuning;
}

/// Of what is rounded: all of the start light, or its mean field.
double start_amplitude(const Task& task) {
  const Light& light = task.point.parameters.light;
  if (!in_laboratory(task))
    return light.state == LightState::coherent ? std::abs(light.alpha) : 0.0;
  const LightDensity& density = *task.work.light;
  double photons = 0.0;
  for (std::int64_t n = 0; n < density.levels; ++n)
    photons += static_cast<double>(n) * density.matrix[n * (density.levels + 1)].real();
  return std::sqrt(photons);
}

/// The pump's field in one sector at one time after another.
class PumpedField {
 public:
  PumpedField(const Task& task, std::int64_t sector)
      : segments_(task.point.segments), omega_(frequency(task, sector)) {
    const Model& model = task.point.parameters.model;
    rates_.kappa = model.kappa;
    rates_.kerr = model.kerr;
    rates_.two_photon = model.two_photon_loss;
  }

  double reach(double time) {
    while (now_ < time) {
      const PumpSegment& segment = segments_[segment_];
      const double end = std::min(time, segment.until);
      rates_.pump = {segment.eta.real(), segment.eta.imag()};
      physics::advance(path_, rates_, omega_, 0.5 * rates_.kappa, end - now_);
      now_ = end;
      if (end == segment.until) ++segment_;
    }
    return path_.reach;
  }

 private:
  const std::vector<PumpSegment>& segments_;
  std::size_t segment_ = 0;
  double omega_;
  physics::fock::Rates<double> rates_{};
  physics::FieldPath path_{};
  double now_ = 0.0;
};

}  // namespace

std::vector<double> reached_amplitudes(const Task& task, std::span<const double> times) {
  const std::int64_t sectors = task.work.pairs.sectors;
  const double start = start_amplitude(task);
  const double kappa = task.point.parameters.model.kappa;
  std::vector<double> reached(times.size() * static_cast<std::size_t>(sectors));
  for (std::int64_t sector = 0; sector < sectors; ++sector) {
    PumpedField field(task, sector);
    for (std::size_t k = 0; k < times.size(); ++k)
      reached[k * static_cast<std::size_t>(sectors) + static_cast<std::size_t>(sector)] =
          field.reach(times[k]) + start * std::exp(-0.5 * kappa * times[k]);
  }
  return reached;
}

PhotonMoments rounding_of_photons(const AtomicState& state, const Task& task,
                                  std::span<const double> reached) {
  const bool laboratory = in_laboratory(task);
  const double kappa = task.point.parameters.model.kappa;
  // Older rounding has decayed.
  const double remembered = std::min(state.time(), 2.0 / kappa);
  double total = 0.0;
  PhotonMoments sum{0.0, 0.0};
  for (std::int64_t i = 0; i < state.dim(); ++i) {
    const std::int64_t sector = state.sector(i);
    const double cycles = std::abs(frequency(task, sector)) * remembered / (2.0 * std::numbers::pi);
    const double amplitude = reached[sector];
    const double photons = std::max(state.photons(i).number, 0.0);
    PhotonMoments error;
    if (laboratory) {
      const double of_light = 6e-15 * (1.0 + std::sqrt(cycles));
      error.number = of_light * amplitude * amplitude;
      error.pairs = error.number * amplitude * amplitude;
    } else {
      const double of_field = 3e-17 * (4.0 + cycles) * amplitude;
      const double field = std::sqrt(photons);
      error.number = of_field * (2.0 * field + of_field);
      error.pairs = error.number * (2.0 * photons + error.number);
    }
    total += state.weight(i);
    sum.number += state.weight(i) * error.number;
    sum.pairs += state.weight(i) * error.pairs;
  }
  return {sum.number / total, sum.pairs / total};
}

}  // namespace pairtwist
