// SPDX-License-Identifier: BSD-3-Clause
// A result file's summary as text and as JSON; reading it is result_reader.cpp's job.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <complex>
#include <nlohmann/json.hpp>
#include <optional>

#include "config/key_lines.hpp"
#include "config/toml_text.hpp"
#include "io/json_text.hpp"
#include "io/result_reader.hpp"
#include "io/values_sketch.hpp"
#include "io/visible_text.hpp"
#include "text/counted.hpp"

namespace pairtwist {
namespace {

std::string attribute(const ResultSummary& summary, const std::string& name) {
  const auto found = summary.attributes.find(name);
  return found == summary.attributes.end() ? "" : found->second;
}

std::string range_text(const DimensionSummary& dimension) {
  if (!dimension.labels.empty())
    return visible(fmt::format("{}", fmt::join(dimension.labels, ", ")));
  if (dimension.size == 1) return fmt::format("{:g}", dimension.first);
  return fmt::format("{:g} ... {:g}", dimension.first, dimension.last);
}

using Setting = std::pair<std::string, std::string>;

/// Of a complex number as a config gives it, "2.0" or "[3.0, 4.0]".
std::optional<std::complex<double>> complex_of(const std::string& text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_number()) return json.get<double>();
  if (!json.is_array() || json.size() != 2 || !json[0].is_number() || !json[1].is_number())
    return std::nullopt;
  return std::complex<double>(json[0].get<double>(), json[1].get<double>());
}

/// Beside an axis over the modulus alone the phase that a complex number has, and the other way
/// round; nothing where axes give all of it, or the phase is 0.
std::optional<Setting> beside_axes(const Setting& setting,
                                   const std::vector<std::string>& scanned) {
  const std::string modulus = setting.first + ".abs", phase = setting.first + ".phase";
  const bool of_modulus = std::ranges::find(scanned, modulus) != scanned.end();
  const bool of_phase = std::ranges::find(scanned, phase) != scanned.end();
  const auto value = of_modulus != of_phase ? complex_of(setting.second) : std::nullopt;
  if (!value) return std::nullopt;
  if (of_phase) return Setting{modulus, config::toml_number(std::abs(*value))};
  if (std::arg(*value) == 0.0) return std::nullopt;
  return Setting{phase, config::toml_number(std::arg(*value))};
}

/// Keys and values of the config that are not default; not those whose values an axis gives.
std::vector<Setting> settings(const ResultSummary& summary) {
  std::vector<Setting> found;
  for (const Setting& setting : config::not_default(attribute(summary, "resolved_config"))) {
    const bool on_axis = std::ranges::any_of(summary.scanned, [&](const std::string& key) {
      return key == setting.first || key.starts_with(setting.first + ".");
    });
    if (!on_axis)
      found.push_back(setting);
    else if (const auto other = beside_axes(setting, summary.scanned))
      found.push_back(*other);
  }
  return found;
}

std::string unit_text(const std::string& units) {
  return units.empty() || units == "1" ? "" : fmt::format(" [{}]", visible(units));
}

}  // namespace

std::string summary_text(const ResultSummary& summary) {
  std::string text =
      fmt::format("{}: {}, {} bytes\n", visible(summary.path),
                  counted(static_cast<std::int64_t>(summary.points), "point"), summary.bytes);
  if (const std::string title = visible(attribute(summary, "title")); !title.empty()) {
    text += fmt::format("  \"{}\"\n", title);
  }
  text += fmt::format("  pairtwist {} ({}), {}, on {}\n", visible(attribute(summary, "version")),
                      visible(attribute(summary, "git_commit")),
                      visible(attribute(summary, "created")), visible(attribute(summary, "host")));
  text += fmt::format("  backend {}, {}, {}\n", visible(attribute(summary, "backend")),
                      visible(attribute(summary, "device")), visible(attribute(summary, "simd")));

  text += "\nConfig, where it is not default\n";
  for (const auto& [key, value] : settings(summary))
    text += fmt::format("  {} = {}\n", visible(key), visible(value));

  std::size_t name_width = 0;
  for (const auto& dimension : summary.dimensions) {
    name_width = std::max(name_width, visible(dimension.name).size());
  }
  text += "\nAxes\n";
  for (const auto& dimension : summary.dimensions) {
    text += fmt::format("  {:<{}}  {:>8}  {}{}\n", visible(dimension.name), name_width,
                        dimension.size, range_text(dimension), unit_text(dimension.units));
  }

  name_width = 0;
  for (const auto& variable : summary.variables) {
    name_width = std::max(name_width, visible(variable.name).size());
  }
  text += "\nQuantities and records\n";
  for (const auto& variable : summary.variables) {
    text += fmt::format("  {:<{}}  ({})  {}{}\n", visible(variable.name), name_width,
                        visible(fmt::format("{}", fmt::join(variable.dimensions, ", "))),
                        visible(variable.long_name), unit_text(variable.units));
  }

  text += "\nPoints by status\n";
  if (summary.computed_with) text += fmt::format("  {}\n", computed_with_text);
  for (const auto& [name, count] : summary.status) {
    const bool hole = name == to_string(Status::missing) && !summary.protected_by_hash;
    text += fmt::format("  {:>8}  {}\n", count, hole ? hole_text : visible(name));
  }
  if (!summary.losses.empty() || !summary.lost_extrema.empty()) text += "\nLost or undefined\n";
  for (const Loss& loss : summary.losses) text += fmt::format("  {}\n", loss_text(loss));
  for (const LostExtremum& lost : summary.lost_extrema)
    text += fmt::format("  {}\n", lost_extremum_text(lost));
  for (const std::string* why :
       {&summary.lost_to_rounding, &summary.short_of_levels, &summary.no_maximum,
        &summary.too_many_steps, &summary.timed_out_text})
    if (!why->empty()) text += fmt::format("  {}\n", *why);
  if (!summary.events.empty()) text += "\nEvents\n";
  for (const EventNote& event : summary.events)
    text += fmt::format("  {}\n", event_note_text(event));
  text += summary.protected_by_hash
              ? "\nUndamaged: every number and attribute is as it was written\n"
              : "\nUndamaged as far as its checksums tell; attributes, labels and axes are not "
                "protected by a hash\n";
  return text;
}

std::string summary_json(const ResultSummary& summary) {
  using Json = nlohmann::ordered_json;
  Json dimensions = Json::array();
  for (const auto& dimension : summary.dimensions) {
    Json entry = {{"name", dimension.name}, {"size", dimension.size}};
    if (dimension.labels.empty()) {
      entry["first"] = dimension.first;
      entry["last"] = dimension.last;
    } else {
      entry["labels"] = dimension.labels;
    }
    entry["units"] = dimension.units;
    entry["long_name"] = dimension.long_name;
    dimensions.push_back(std::move(entry));
  }
  Json variables = Json::array();
  for (const auto& variable : summary.variables) {
    variables.push_back({{"name", variable.name},
                         {"dimensions", variable.dimensions},
                         {"units", variable.units},
                         {"long_name", variable.long_name}});
  }
  Json status = Json::object();
  for (const auto& [name, count] : summary.status) status[name] = count;
  Json never_reached = Json::array(), reached_at_start = Json::array();
  for (const EventNote& event : summary.events) {
    if (event.never > 0)
      never_reached.push_back(
          {{"event", event.event}, {"points", event.never}, {"of_points", event.all_points}});
    if (event.at_start) reached_at_start.push_back(event.event);
  }
  Json keys = Json::object();
  for (const auto& [key, value] : settings(summary)) keys[key] = value;
  const Json json = {{"path", summary.path},
                     {"bytes", summary.bytes},
                     {"points", summary.points},
                     {"status", std::move(status)},
                     {"statuses_changed", summary.computed_with},
                     {"losses", losses_json(summary.losses)},
                     {"lost_extrema", lost_extrema_json(summary.lost_extrema)},
                     {"never_reached", std::move(never_reached)},
                     {"reached_at_start", std::move(reached_at_start)},
                     {"short_of_levels", summary.short_of_levels},
                     {"lost_to_rounding", summary.lost_to_rounding},
                     {"no_maximum", summary.no_maximum},
                     {"too_many_steps", summary.too_many_steps},
                     {"timed_out", summary.timed_out},
                     {"protected_by_hash", summary.protected_by_hash},
                     {"dimensions", std::move(dimensions)},
                     {"variables", std::move(variables)},
                     {"not_default", std::move(keys)},
                     {"attributes", summary.attributes}};
  // A path need not be UTF-8; JSON must be.
  return json_text(json);
}

}  // namespace pairtwist
