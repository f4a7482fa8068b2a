// SPDX-License-Identifier: BSD-3-Clause
// A result file's summary as text and as JSON; reading it is result_reader.cpp's job.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "config/key_lines.hpp"
#include "io/json_text.hpp"
#include "io/result_reader.hpp"
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

/// Keys and values of the config that are not default; not those whose values an axis gives.
std::vector<std::pair<std::string, std::string>> settings(const ResultSummary& summary) {
  const std::string resolved = attribute(summary, "resolved_config");
  std::vector<std::pair<std::string, std::string>> found = config::not_default(resolved);
  std::erase_if(found, [&](const auto& setting) {
    return std::ranges::any_of(summary.scanned, [&](const std::string& key) {
      return key == setting.first || key.starts_with(setting.first + ".");
    });
  });
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
  for (const auto& [name, count] : summary.status) {
    text += fmt::format("  {:>8}  {}\n", count, visible(name));
  }
  if (!summary.losses.empty() || !summary.lost_extrema.empty()) text += "\nLost or undefined\n";
  for (const Loss& loss : summary.losses) text += fmt::format("  {}\n", loss_text(loss));
  for (const LostExtremum& lost : summary.lost_extrema)
    text += fmt::format("  {}\n", lost_extremum_text(lost));
  for (const std::string* why : {&summary.short_of_levels, &summary.no_maximum,
                                 &summary.too_many_steps, &summary.timed_out_text})
    if (!why->empty()) text += fmt::format("  {}\n", *why);
  if (!summary.never_reached.empty()) text += "\nEvents\n";
  for (const NeverReached& event : summary.never_reached)
    text += fmt::format("  {}\n", never_reached_text(event));
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
  Json never_reached = Json::array();
  for (const NeverReached& event : summary.never_reached)
    never_reached.push_back(
        {{"event", event.event}, {"points", event.points}, {"of_points", event.all_points}});
  Json keys = Json::object();
  for (const auto& [key, value] : settings(summary)) keys[key] = value;
  const Json json = {{"path", summary.path},
                     {"bytes", summary.bytes},
                     {"points", summary.points},
                     {"status", std::move(status)},
                     {"losses", losses_json(summary.losses)},
                     {"lost_extrema", lost_extrema_json(summary.lost_extrema)},
                     {"never_reached", std::move(never_reached)},
                     {"short_of_levels", summary.short_of_levels},
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
