// SPDX-License-Identifier: BSD-3-Clause
// The layout of a result file from the job alone: axes, dimensions and names. Its variables are
// listed in result_variables.cpp; nothing here touches HDF5 (result_writer.cpp does).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

#include "config/axes.hpp"
#include "io/axis_label.hpp"
#include "io/result_variables.hpp"
#include "observables/registry.hpp"
#include "observables/trajectory_means.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/results.hpp"

namespace pairtwist {
namespace {

using Attributes = std::map<std::string, std::string>;

std::string_view spacing_attribute(Spacing spacing) {
  switch (spacing) {
    case Spacing::linear:
      return "linear";
    case Spacing::logarithmic:
      return "log";
    case Spacing::list:
      break;
  }
  return "list";
}

/// The datasets that the requested quantities and events fill, in order.
std::vector<std::string> requested_names(const Job& job) {
  std::vector<std::string> names;
  for (const std::string& name : job.output.quantities) {
    names.push_back(name + std::string(status_suffix));
    for (const std::string& variable : find_quantity(name)->variables) {
      if (job.output.over_time != OverTime::extrema) {
        names.push_back(variable);
        continue;
      }
      for (const char* suffix : {"_max", "_max_time", "_min", "_min_time", "_final"}) {
        names.push_back(variable + suffix);
      }
    }
  }
  for (const EventSpec& event : job.output.events) {
    names.push_back(event.name);
    names.push_back(event.name + std::string(status_suffix));
  }
  return names;
}

/// Names of the scan axes in the file: the key's last part, or the whole key joined by '_' where
/// the last part is the name of something else or of two axes. (`kappa` is free for its axis: the
/// coordinate then is the record of the resolved kappa.)
std::vector<std::string> axis_names(const Job& job) {
  std::multiset<std::string> taken;
  for (const std::string_view name : names_of_the_file()) taken.emplace(name);
  for (const std::string& name : requested_names(job)) taken.insert(name);
  for (const std::string& name : job.output.quantities)
    for (const QuantityDimension* dimension : find_quantity(name)->dimensions)
      taken.emplace(dimension->name);
  const auto last_part = [](const std::string& key) { return key.substr(key.rfind('.') + 1); };
  for (const ScanAxis& axis : job.scan.axes) taken.insert(last_part(axis.key));

  std::vector<std::string> names;
  for (const ScanAxis& axis : job.scan.axes) {
    std::string name = last_part(axis.key);
    if (taken.count(name) > 1) {
      name = config::whole_name(axis.key);
    }
    names.push_back(std::move(name));
  }
  return names;
}

Attributes axis_attributes(const ScanAxis& axis, const Job& job) {
  const AxisLabel label = axis_label(axis.key, job);
  return {{"units", label.units},
          {"long_name", label.long_name},
          {"symbol", label.symbol},
          {"key", axis.key},
          {"spacing", std::string(spacing_attribute(axis.spacing))}};
}

void add_axes(ResultLayout& layout, const Job& job, const Scan& scan) {
  const std::vector<std::string> names = axis_names(job);
  const bool zip = job.scan.mode == ScanMode::zip;
  if (zip && !names.empty()) {
    Dimension point{.name = "point",
                    .values = std::vector<double>(scan.size()),
                    .labels = {},
                    .attributes = {{"units", "1"}, {"long_name", "number of the scan point"}}};
    std::iota(point.values.begin(), point.values.end(), 0.0);
    layout.point_dimensions.push_back(std::move(point));
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    const ScanAxis& axis = job.scan.axes[i];
    Attributes attributes = axis_attributes(axis, job);
    if (zip) {
      Variable coordinate;
      coordinate.name = names[i];
      coordinate.attributes = std::move(attributes);
      layout.coordinates.push_back(std::move(coordinate));
      layout.coordinate_values.push_back(axis.values);
      layout.coordinate_labels.push_back(axis.words);
    } else {
      layout.point_dimensions.push_back({names[i], axis.values, axis.words, std::move(attributes)});
    }
  }
}

/// Of all times: a 0 that was put in front of spaced ones makes them a list.
Spacing spacing_of(const TimeSpec& time) {
  if (time.values.empty()) return Spacing::linear;
  return time.start_added ? Spacing::list : time.spacing;
}

Dimension time_dimension(const Job& job, const Scan& scan) {
  Attributes attributes = {{"units", config_time_units(job)},
                           {"long_name", "time"},
                           {"symbol", "$t$"},
                           {"spacing", std::string(spacing_attribute(spacing_of(job.time)))}};
  if (scan.stop_is_scanned()) {
    attributes["units"] = "time.stop";
    attributes["long_name"] = "time in units of each point's own time.stop";
  } else if (job.time.unit != TimeUnit::one) {
    attributes["long_name"] =
        fmt::format("time in units of each point's own {}", to_string(job.time.unit));
  }
  return {"time", scan.time(), {}, std::move(attributes)};
}

void add_dimensions(ResultLayout& layout, const Job& job, const Scan& scan) {
  if (job.output.over_time == OverTime::all) layout.dimensions.push_back(time_dimension(job, scan));
  for (const std::string& name : job.output.quantities)
    for (const QuantityDimension* dimension : find_quantity(name)->dimensions)
      if (layout.find_dimension(std::string(dimension->name)) == nullptr)
        layout.dimensions.push_back(dimension->in_file(job));
  if (!keeps_trajectory_means(job)) return;
  layout.dimensions.push_back({.name = std::string(trajectory_set_dimension),
                               .values = {},
                               .labels = trajectory_set_names(),
                               .attributes = {{"long_name", "of which trajectories"}}});
  Dimension numbers{
      .name = std::string(trajectory_number_dimension),
      .values = std::vector<double>(static_cast<std::size_t>(trajectory_means(job, scan).size())),
      .labels = {},
      .attributes = {{"units", "1"}, {"long_name", "number within a set (docs/file-format.md)"}}};
  std::iota(numbers.values.begin(), numbers.values.end(), 0.0);
  layout.dimensions.push_back(std::move(numbers));
}

/// xarray takes the scanned keys of a zip for coordinates where a variable names them.
void name_zip_coordinates(ResultLayout& layout) {
  std::string names;
  for (const Variable& coordinate : layout.coordinates) {
    names += (names.empty() ? "" : " ") + coordinate.name;
  }
  if (names.empty()) return;
  for (Variable& variable : layout.variables) variable.attributes["coordinates"] = names;
}

/// Only names the user chose can clash or be unusable: those of events.
void check_names(const ResultLayout& layout, const Job& job) {
  std::multiset<std::string> names;
  for (const Dimension& dimension : layout.point_dimensions) names.insert(dimension.name);
  for (const Dimension& dimension : layout.dimensions) names.insert(dimension.name);
  for (const Variable& variable : layout.coordinates) names.insert(variable.name);
  for (const Variable& variable : layout.variables) names.insert(variable.name);
  for (const EventSpec& event : job.output.events) {
    const bool plain = !event.name.empty() && std::ranges::all_of(event.name, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (!plain) {
      throw UsageError(fmt::format(
          "output.events: the name \"{}\" becomes a dataset and must consist of letters, digits "
          "and '_'",
          event.name));
    }
    // kappa also where its axis bears another name: readers look for the loss rate there.
    if (names.count(event.name) > 1 || event.name == "kappa") {
      throw UsageError(fmt::format(
          "output.events: the name \"{}\" is already a dataset of the result file; choose another",
          event.name));
    }
  }
}

}  // namespace

std::string_view to_string(Status status) {
  switch (status) {
    case Status::good:
      return "good";
    case Status::not_converged:
      return "not_converged";
    case Status::below_precision:
      return "below_precision";
    case Status::diverged:
      return "diverged";
    case Status::out_of_memory:
      return "out_of_memory";
    case Status::no_maximum:
      return "no_maximum";
    case Status::partly:
      return "partly";
    case Status::undefined:
      return "undefined";
    case Status::too_small:
      return "too_small";
    case Status::missing:
      return "missing";
    case Status::few_photons:
      return "few_photons";
  }
  return "unknown";
}

std::size_t ResultLayout::points() const {
  std::size_t count = 1;
  for (const Dimension& dimension : point_dimensions) count *= dimension.size();
  return count;
}

const Dimension* ResultLayout::find_dimension(std::string_view name) const {
  for (const auto* group : {&point_dimensions, &dimensions}) {
    const auto found = std::ranges::find(*group, name, &Dimension::name);
    if (found != group->end()) return &*found;
  }
  return nullptr;
}

bool ResultLayout::has_variable(std::string_view name) const {
  return std::ranges::find(variables, name, &Variable::name) != variables.end();
}

std::size_t ResultLayout::index_of(std::string_view variable) const {
  const auto found = std::ranges::find(variables, variable, &Variable::name);
  if (found == variables.end())
    throw std::out_of_range(fmt::format("the result has no variable {}", variable));
  return static_cast<std::size_t>(found - variables.begin());
}

std::vector<std::string> ResultLayout::dimensions_of(const Variable& variable) const {
  std::vector<std::string> names;
  for (const Dimension& dimension : point_dimensions) names.push_back(dimension.name);
  if (variable.over_time) names.emplace_back("time");
  names.insert(names.end(), variable.extra.begin(), variable.extra.end());
  return names;
}

std::vector<std::size_t> ResultLayout::row_shape(const Variable& variable) const {
  std::vector<std::size_t> shape;
  if (variable.over_time) shape.push_back(find_dimension("time")->size());
  for (const std::string& name : variable.extra) shape.push_back(find_dimension(name)->size());
  return shape;
}

std::vector<std::size_t> ResultLayout::shape_of(const Variable& variable) const {
  std::vector<std::size_t> shape;
  for (const Dimension& dimension : point_dimensions) shape.push_back(dimension.size());
  for (const std::size_t length : row_shape(variable)) shape.push_back(length);
  return shape;
}

std::size_t ResultLayout::row_size(const Variable& variable) const {
  const std::vector<std::size_t> shape = row_shape(variable);
  return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
}

ResultLayout result_layout(const Job& job, const Scan& scan) {
  check_rate_unit(job.rate_unit);
  ResultLayout layout;
  add_axes(layout, job, scan);
  add_dimensions(layout, job, scan);
  layout.variables = result_variables(job, scan);
  name_zip_coordinates(layout);
  check_names(layout, job);
  if (job.output.over_time == OverTime::final) {
    layout.attributes["final_time"] = fmt::format("{}", scan.time().back());
  }
  return layout;
}

}  // namespace pairtwist
