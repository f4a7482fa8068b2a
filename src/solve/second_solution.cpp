// SPDX-License-Identifier: BSD-3-Clause
#include "solve/second_solution.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <stdexcept>
#include <utility>

#include "pairtwist/memory_sink.hpp"
#include "solve/run_scan.hpp"

namespace pairtwist {

CheckTimes::CheckTimes(const Scan& scan, const std::vector<double>& others) {
  const Point point = scan.point(0);
  // Of an axis over time.stop, times are in units of the stop, which no config may list.
  const double of_sample = scan.stop_is_scanned() ? point.parameters.time_stop : 1.0;
  const double unit = point.time_scale / of_sample;
  std::map<double, double> times;  // of the config: absolute
  std::vector<double> own;
  for (const double time : scan.time()) {
    own.push_back(time * of_sample);
    times.emplace(own.back(), time * point.time_scale);
  }
  for (const double time : others)
    if (std::ranges::none_of(times, [time](const auto& known) { return known.second == time; }))
      times.emplace(std::min(time / unit, own.back()), time);
  for (const auto& [config, absolute] : times) {
    config_.push_back(config);
    absolute_.push_back(absolute);
  }
  for (const double time : own)
    samples_.push_back(
        static_cast<std::size_t>(std::ranges::lower_bound(config_, time) - config_.begin()));
}

std::size_t CheckTimes::place_of(double time) const {
  // Next to the last sample two may have become one.
  std::size_t nearest = 0;
  for (std::size_t i = 1; i < absolute_.size(); ++i)
    if (std::abs(absolute_[i] - time) < std::abs(absolute_[nearest] - time)) nearest = i;
  return nearest;
}

SecondSolution::SecondSolution(Job job, Arithmetic arithmetic,
                               const std::vector<std::string>& quantities, const CheckTimes* times,
                               const CheckTools& tools) {
  job.output.quantities = quantities;
  job.output.over_time = times == nullptr ? OverTime::final : OverTime::all;
  if (times != nullptr) {
    std::erase_if(job.scan.axes, [](const ScanAxis& axis) { return axis.key == "time.stop"; });
    job.time.values = times->config();
    job.time.spacing = Spacing::list;
    job.time.start_added = false;
    job.base.time_stop = times->config().back();
  }
  const Scan scan(job);
  layout_ = result_layout(job, scan);
  MemorySink sink(layout_);
  SolveOptions options;
  options.stop = tools.stop;
  options.meter = tools.meter;
  const ScanReport report =
      run_scan(job, scan, tools.backend, tools.threads, tools.readers, sink, options, arithmetic);
  timed_out_ = report.timed_out > 0;
  row_ = std::move(sink).release();
}

std::span<const double> SecondSolution::values(const std::string& variable,
                                               std::size_t time) const {
  const std::size_t v = layout_.index_of(variable);
  const auto& all = std::get<std::vector<double>>(row_.columns[v]);
  const std::size_t times =
      layout_.variables[v].over_time ? layout_.find_dimension("time")->size() : 1;
  const std::size_t cells = all.size() / times;
  return std::span(all).subspan(time * cells, cells);
}

Status SecondSolution::status(const Quantity& quantity, std::size_t time) const {
  const std::size_t v = layout_.index_of(std::string(quantity.name) + std::string(status_suffix));
  return static_cast<Status>(std::get<std::vector<std::int8_t>>(row_.columns[v]).at(time));
}

double SecondSolution::value(const Quantity& quantity, std::size_t time) const {
  return status(quantity, time) == Status::good ? values(quantity.variables.front(), time).front()
                                                : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace pairtwist
