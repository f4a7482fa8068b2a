// SPDX-License-Identifier: BSD-3-Clause
#include "solve/photon_rounding.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "model/methods.hpp"
#include "physics/mean_field.hpp"
#include "plan/light_state.hpp"

namespace pairtwist {

bool in_laboratory(const Task& task) {
  return traits(task.work.method).frames && (!task.work.moving_frame || task.work.laboratory_light);
}

namespace {

/// |m| of a sector.
double level(const Task& task, std::int64_t sector) {
  const physics::PairIndex& pairs = task.work.pairs;
  return static_cast<double>(sector + pairs.k_lo) + 0.5 * pairs.odd;
}

double frequency(const Task& task, double m) {
  const Model& model = task.point.parameters.model;
  return 2.0 * model.W0 * m * m - model.detuning;
}

std::complex<double> start_field(const Task& task) {
  const Light& light = task.point.parameters.light;
  return light.state == LightState::coherent ? light.alpha : 0.0;
}

/// Amplitude of start light without a mean field, where it is rounded as a whole.
double start_amplitude(const Task& task) {
  if (!in_laboratory(task) || task.point.parameters.light.state == LightState::coherent) return 0.0;
  const LightDensity* apart = task.work.laboratory_light.get();
  return std::sqrt(mean_photons(apart != nullptr ? *apart : *task.work.light));
}

/// The mean field of the light that goes with |m> at one time after another.
class SectorField {
 public:
  SectorField(const Task& task, double m)
      : segments_(task.point.segments), m_(m), omega_(frequency(task, m)) {
    const Model& model = task.point.parameters.model;
    rates_.kappa = model.kappa;
    rates_.kerr = model.kerr;
    rates_.two_photon = model.two_photon_loss;
    const std::complex<double> start = start_field(task);
    path_ = {{start.real(), start.imag()}, std::abs(start)};
  }

  /// The largest amplitude up to `time`, as decay has left it.
  double reach(double time) {
    while (now_ < time) {
      const PumpSegment& segment = segments_[segment_];
      const double end = std::min(time, segment.until);
      const std::complex<double> eta = segment.at(m_);
      physics::advance(path_, rates_, omega_, {eta.real(), eta.imag()}, 0.5 * rates_.kappa,
                       end - now_);
      now_ = end;
      if (end == segment.until) ++segment_;
    }
    return path_.reach;
  }
  /// Segments of the pump that have ended so far: every one is begun with small steps.
  std::size_t segments() const { return segment_; }

 private:
  const std::vector<PumpSegment>& segments_;
  std::size_t segment_ = 0;
  double m_;
  double omega_;
  physics::fock::Rates<double> rates_{};
  physics::FieldPath path_{};
  double now_ = 0.0;
};

/// What is uncertain of light, relative to the largest amplitude it has had, and of a mean field:
/// measured where the answer is known. cycles: how often the field has turned, or its pump changed.
double rounding_of_light(double cycles) { return 6e-15 * (1.0 + std::sqrt(cycles)); }
double rounding_of_field(double cycles) { return 3e-17 * (4.0 + cycles); }

}  // namespace

std::vector<PhotonRounding> photon_rounding(const Task& task, std::span<const double> times) {
  const bool of_fields = !in_laboratory(task);
  const double start_light = start_amplitude(task);
  const double kappa = task.point.parameters.model.kappa;
  const double kerr = task.point.parameters.model.kerr;
  std::vector<PhotonRounding> rounding(times.size(), PhotonRounding{.of_fields = of_fields});
  for (std::int64_t sector = 0; sector < task.work.pairs.sectors; ++sector) {
    const double weight = task.work.start->moments.weight[sector];
    const double m = level(task, sector);
    const double turns = std::abs(frequency(task, m)) / (2.0 * std::numbers::pi);
    SectorField field(task, m);
    for (std::size_t k = 0; k < times.size(); ++k) {
      const double reached =
          field.reach(times[k]) + start_light * std::exp(-0.5 * kappa * times[k]);
      // Older rounding has decayed. The Kerr term turns the uppermost levels faster than the field.
      const double levels = physics::filled_levels(reached);
      const double per_time = turns + std::abs(kerr) * levels / (2.0 * std::numbers::pi);
      const double cycles =
          per_time * std::min(times[k], 2.0 / kappa) + static_cast<double>(field.segments());
      const double squared = reached * reached;
      const double second = squared * (of_fields ? std::pow(rounding_of_field(cycles), 2.0)
                                                 : rounding_of_light(cycles));
      rounding[k].second += weight * second;
      rounding[k].fourth += weight * second * (of_fields ? second : squared);
    }
  }
  return rounding;
}

}  // namespace pairtwist
