// SPDX-License-Identifier: BSD-3-Clause
#include "pairtwist/scan.hpp"

#include <cmath>
#include <limits>

#include "config/axes.hpp"
#include "config/point_rules.hpp"
#include "config/time_scales.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

void refuse_if(const std::optional<config::Violation>& violation) {
  if (violation) throw UsageError(violation->key + ": " + violation->text);
}

/// Uniform times from 0 to stop, both exact.
std::vector<double> uniform_times(double stop, std::int64_t samples) {
  std::vector<double> times(static_cast<std::size_t>(samples));
  const auto intervals = static_cast<double>(samples - 1);
  for (std::size_t i = 0; i < times.size(); ++i) {
    times[i] = static_cast<double>(i) * stop / intervals;
  }
  times.back() = stop;
  return times;
}

/// The pump from t = 0 on in absolute times, the last segment without end.
std::vector<PumpSegment> absolute_segments(const Parameters& parameters, double unit) {
  constexpr double kForever = std::numeric_limits<double>::infinity();
  const Pump& pump = parameters.pump;
  std::vector<PumpSegment> segments;
  segments.reserve(pump.segments.size() + 2);
  for (const PumpSegment& segment : pump.segments) {
    segments.push_back(
        {segment.until * unit, pump.factor * segment.eta, pump.factor * segment.transverse});
  }
  const Model& model = parameters.model;
  if (pump.switch_off) segments.push_back({*pump.switch_off * unit, model.eta, model.transverse});
  if (segments.empty()) return {{kForever, model.eta, model.transverse}};
  segments.push_back({kForever, 0.0, 0.0});
  return segments;
}

}  // namespace

/// The job and, made from it once, what writes a point's values.
struct Scan::Source {
  explicit Source(const Job& of) : job(of), writer(job.scan, job.base) {}
  Job job;
  config::AxisWriter writer;
};

Scan::Scan(const Job& job) {
  refuse_if(config::scan_violation(job));
  refuse_if(config::point_violation(job));
  source_ = std::make_shared<const Source>(job);
  size_ = config::point_count(job.scan);
  for (const ScanAxis& axis : job.scan.axes) {
    stop_is_scanned_ = stop_is_scanned_ || axis.key == "time.stop";
  }
  time_ = job.time.values;
  if (time_.empty()) {
    time_ = uniform_times(stop_is_scanned_ ? 1.0 : job.base.time_stop, job.time.samples);
  }
}

std::vector<std::size_t> Scan::shape() const {
  const ScanSpec& scan = source_->job.scan;
  if (scan.mode == ScanMode::zip && !scan.axes.empty()) return {size_};
  std::vector<std::size_t> lengths;
  for (const ScanAxis& axis : scan.axes) lengths.push_back(axis.values.size());
  return lengths;
}

Point Scan::point(std::size_t index) const {
  const Job& job = source_->job;
  Point point;
  Parameters& parameters = point.parameters;
  parameters = job.base;
  source_->writer.write(config::axis_positions(job.scan, index), parameters);

  Model& model = parameters.model;
  const auto atoms = static_cast<double>(model.atoms);
  const bool coherent = parameters.light.state == LightState::coherent;
  const double alpha = coherent ? std::abs(parameters.light.alpha) : 0.0;
  point.tau_Q = config::tau_Q(atoms, model.W0, std::abs(model.eta));
  point.tau_C = config::tau_C(atoms, model.W0, alpha);
  if (model.kappa_tau_Q) model.kappa = *model.kappa_tau_Q / point.tau_Q;

  const double unit = config::unit_scale(job.time.unit, parameters);
  point.time_scale = unit * (stop_is_scanned_ ? parameters.time_stop : 1.0);
  point.stop = time_.back() * point.time_scale;
  point.segments = absolute_segments(parameters, unit);
  return point;
}

std::string Scan::describe(std::size_t index) const {
  const ScanSpec& scan = source_->job.scan;
  return config::describe_place(scan, config::axis_positions(scan, index));
}

}  // namespace pairtwist
