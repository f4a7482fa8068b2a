// SPDX-License-Identifier: BSD-3-Clause
#include "io/result_variables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "io/axis_label.hpp"
#include "observables/registry.hpp"
#include "observables/trajectory_means.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

Variable make_variable(std::string name, std::string units, std::string long_name,
                       std::string symbol, DataType type = DataType::float64) {
  Variable variable;
  variable.name = std::move(name);
  variable.type = type;
  variable.attributes = {{"units", std::move(units)}, {"long_name", std::move(long_name)}};
  if (!symbol.empty()) variable.attributes["symbol"] = std::move(symbol);
  return variable;
}

/// "rho_re" is the real part of "rho"; most quantities fill one dataset and have no part.
std::pair<std::string, std::string> part_of(const Quantity& quantity, const std::string& dataset) {
  const std::string long_name(quantity.long_name);
  const std::string symbol(quantity.symbol);
  if (quantity.variables.size() > 1 && dataset.ends_with("_re")) {
    return {"real part of the " + long_name, "Re " + symbol};
  }
  if (quantity.variables.size() > 1 && dataset.ends_with("_im")) {
    return {"imaginary part of the " + long_name, "Im " + symbol};
  }
  return {long_name, symbol};
}

Variable flag_variable(std::string name, std::string long_name,
                       const std::vector<std::pair<std::int8_t, std::string>>& flags) {
  Variable variable = make_variable(std::move(name), "1", std::move(long_name), "", DataType::int8);
  std::string& meanings = variable.attributes["flag_meanings"];
  for (const auto& [value, meaning] : flags) {
    variable.flag_values.push_back(value);
    meanings += (meanings.empty() ? "" : " ") + meaning;
  }
  return variable;
}

Variable place_variable(const std::string& of, const std::string& long_name) {
  const auto code = [](ExtremumPlace place) { return static_cast<std::int8_t>(place); };
  return flag_variable(of + std::string(place_suffix), "where the " + long_name + " lies",
                       {{code(ExtremumPlace::none), "none"},
                        {code(ExtremumPlace::inside), "inside"},
                        {code(ExtremumPlace::start), "start"},
                        {code(ExtremumPlace::end), "end"},
                        {code(ExtremumPlace::lost), "lost"}});
}

/// As CF has it: what lies beside a variable and is about its values.
void name_as_ancillary(Variable& of, const std::string& name) {
  std::string& names = of.attributes["ancillary_variables"];
  names += (names.empty() ? "" : " ") + name;
}

void add_extrema(std::vector<Variable>& variables, const Quantity& quantity,
                 const std::string& time_units) {
  if (!quantity.scalar()) {
    throw UsageError(
        fmt::format("output.over_time = \"extrema\" is for scalar quantities; {} has further "
                    "dimensions: use \"all\" or \"final\" for it",
                    quantity.name));
  }
  const std::string& name = quantity.variables.front();
  const std::string long_name(quantity.long_name);
  const std::string symbol(quantity.symbol);
  for (const std::string extremum : {"max", "min"}) {
    const std::string full = extremum == "max" ? "largest " : "smallest ";
    variables.push_back(
        make_variable(name + "_" + extremum, "1", full + long_name, extremum + " " + symbol));
    variables.push_back(make_variable(name + "_" + extremum + "_time", time_units,
                                      "absolute time of the " + full + long_name,
                                      "$t$ of " + extremum + " " + symbol));
    Variable place = place_variable(name + "_" + extremum, full + long_name);
    place.attributes["symbol"] = "place of " + extremum + " " + symbol;
    for (std::size_t v = variables.size() - 2; v < variables.size(); ++v)
      name_as_ancillary(variables[v], place.name);
    variables.push_back(std::move(place));
  }
  variables.push_back(
      make_variable(name + "_final", "1", long_name + " at the final time", symbol));
}

Variable status_variable(std::string name, std::string long_name) {
  std::vector<std::pair<std::int8_t, std::string>> statuses;
  for (const Status status : all_statuses)
    statuses.emplace_back(static_cast<std::int8_t>(status), to_string(status));
  return flag_variable(std::move(name), std::move(long_name), statuses);
}

/// What became of the values of the variables from `first` on.
void add_status(std::vector<Variable>& variables, std::size_t first, const std::string& of,
                bool over_time) {
  Variable status = status_variable(of + std::string(status_suffix), "status of " + of);
  status.over_time = over_time;
  for (std::size_t v = first; v < variables.size(); ++v)
    if (variables[v].type == DataType::float64) name_as_ancillary(variables[v], status.name);
  variables.push_back(std::move(status));
}

/// Of the last variable, with its dimensions.
void add_standard_error(std::vector<Variable>& variables) {
  Variable& of = variables.back();
  Variable error =
      make_variable(of.name + std::string(standard_error_suffix), of.attributes["units"],
                    "standard error of the " + of.attributes["long_name"],
                    "$\\sigma$ of " + of.attributes["symbol"]);
  error.over_time = of.over_time;
  error.extra = of.extra;
  name_as_ancillary(of, error.name);
  variables.push_back(std::move(error));
}

void add_quantities(std::vector<Variable>& variables, const Job& job) {
  for (const std::string& name : job.output.quantities) {
    const Quantity& quantity = *find_quantity(name);
    const std::size_t first = variables.size();
    if (job.output.over_time == OverTime::extrema) {
      add_extrema(variables, quantity, absolute_time_units(job));
      add_status(variables, first, name, false);
      continue;
    }
    for (const std::string& dataset : quantity.variables) {
      auto [long_name, symbol] = part_of(quantity, dataset);
      if (job.output.over_time == OverTime::final) long_name += " at the final time";
      Variable variable = make_variable(dataset, "1", long_name, symbol);
      variable.over_time = job.output.over_time == OverTime::all;
      for (const QuantityDimension* dimension : quantity.dimensions)
        variable.extra.emplace_back(dimension->name);
      variables.push_back(std::move(variable));
      if (has_standard_error(quantity, job.solve.trajectories > 0)) add_standard_error(variables);
    }
    add_status(variables, first, name, job.output.over_time == OverTime::all);
  }
}

/// What further trajectories are added to.
void add_trajectory_means(std::vector<Variable>& variables, const Job& job) {
  Variable means = make_variable(std::string(trajectory_means_name), "1",
                                 "means over the trajectories, for pairtwist merge", "");
  means.over_time = job.output.over_time == OverTime::all;
  means.extra = {std::string(trajectory_set_dimension), std::string(trajectory_number_dimension)};
  variables.push_back(std::move(means));
}

void add_events(std::vector<Variable>& variables, const Job& job) {
  for (const EventSpec& event : job.output.events) {
    const std::string scale =
        event.scale == EventScale::one ? "" : fmt::format(" {}", to_string(event.scale));
    std::string words = fmt::format("first absolute time at which {} {} {}{}", event.quantity,
                                    event.below ? "<=" : ">=", event.level, scale);
    if (!event.label.empty()) words += fmt::format(" ({})", event.label);
    variables.push_back(make_variable(event.name, absolute_time_units(job), words,
                                      event.label.empty() ? event.name : event.label));
    add_status(variables, variables.size() - 1, event.name, false);
  }
}

void add_point_records(std::vector<Variable>& variables, const Job& job, const Scan& scan) {
  const std::string time_units = absolute_time_units(job);
  variables.push_back(
      make_variable("tau_Q", time_units, "time scale of the squeezing by the pump", R"($\tau_Q$)"));
  if (std::ranges::find(job.scan.axes, "model.kappa", &ScanAxis::key) == job.scan.axes.end()) {
    variables.push_back(
        make_variable("kappa", job.rate_unit, "photon loss rate of the point", R"($\kappa$)"));
  }
  if (job.time.unit != TimeUnit::one || scan.stop_is_scanned()) {
    variables.push_back(make_variable("time_scale", time_units,
                                      "absolute time of one unit of the coordinate time", ""));
  }

  if (job.base.pump.switch_off_at_max_qfi) {
    variables.push_back(make_variable("switch_off_time", time_units,
                                      "absolute time at which the pump is switched off", ""));
  }

  variables.push_back(status_variable("status", "status of the point"));
  std::vector<std::pair<std::int8_t, std::string>> methods;
  for (const Method method : {Method::closed_form, Method::gaussian, Method::fock, Method::joint}) {
    methods.emplace_back(static_cast<std::int8_t>(method), to_string(method));
  }
  variables.push_back(flag_variable("method", "method that solved the point", methods));
  if (std::isfinite(job.solve.max_seconds))
    variables.push_back(flag_variable(std::string(timed_out_name),
                                      "whether solve.max_seconds ended the solving of the point",
                                      {{0, "no"}, {1, "yes"}}));

  variables.push_back(
      make_variable("cutoff", "1", "photon levels kept (0: none needed)", "", DataType::int32));
  variables.push_back(make_variable("tail_population", "1", "population of the top levels", ""));
  variables.push_back(make_variable(
      "error_estimate", "1", "largest change of a requested quantity over its tolerance", ""));
  variables.push_back(make_variable("runtime", "s", "time spent on the point", ""));
}

}  // namespace

std::vector<Variable> result_variables(const Job& job, const Scan& scan) {
  std::vector<Variable> variables;
  add_quantities(variables, job);
  if (keeps_trajectory_means(job)) add_trajectory_means(variables, job);
  add_events(variables, job);
  add_point_records(variables, job, scan);
  return variables;
}

}  // namespace pairtwist
