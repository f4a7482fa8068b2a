// SPDX-License-Identifier: BSD-3-Clause
// What is lost, in words and as JSON.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "io/json_text.hpp"
#include "io/losses.hpp"
#include "io/lost_extrema.hpp"
#include "io/visible_text.hpp"
#include "observables/registry.hpp"

namespace pairtwist {
namespace {

/// Whether a sample of it is several values.
bool has_parts(const std::string& name) {
  const Quantity* quantity = find_quantity(name);
  return quantity != nullptr && !quantity->scalar();
}

/// What happened to a value, behind "18 of 301 samples".
std::string_view fate(const Loss& loss) {
  switch (loss.why) {
    case Status::not_converged:
      return "did not converge";
    case Status::below_precision:
      return "lost to rounding";
    case Status::diverged:
      return "beyond double precision";
    case Status::out_of_memory:
      return "did not fit into memory";
    case Status::no_maximum:
      return "without the maximum that ends the pump";
    case Status::partly:
      return has_parts(loss.of) ? "lost to rounding in part"
                                : "not certain, since samples are lost";
    case Status::undefined:
      return "undefined";
    case Status::too_small:
      return "too small to resolve";
    case Status::missing:
      return loss.saved_elsewhere ? hole_text : "not solved";
    case Status::few_photons:
      return "of too few photons to be told from none, at any tolerance";
    case Status::good:
      break;
  }
  return "good";
}

/// "t <= 0.0018", where the lost samples begin with the first or the second; likewise at the end.
/// At t = 0 most values are known without solving anything.
std::string times_text(const Loss& loss) {
  const std::string unit =
      loss.time_units.empty() || loss.time_units == "1" ? "" : " " + visible(loss.time_units);
  if (loss.first_sample == loss.last_sample)
    return fmt::format("t = {:g}{}", loss.first_time, unit);
  const bool from_start = loss.first_sample <= 1;
  const bool to_end = loss.last_sample + 1 == loss.samples;
  if (from_start && to_end) {
    if (loss.values == loss.points * loss.samples) return "at all times";
    if (loss.first_sample == 1 && loss.values == loss.points * (loss.samples - 1))
      return "at all times but t = 0";
    return fmt::format("between t = {:g} and {:g}{}", loss.first_time, loss.last_time, unit);
  }
  if (from_start) return fmt::format("t <= {:g}{}", loss.last_time, unit);
  if (to_end) return fmt::format("t >= {:g}{}", loss.first_time, unit);
  return fmt::format("t = {:g} ... {:g}{}", loss.first_time, loss.last_time, unit);
}

nlohmann::ordered_json to_json(const Loss& loss) {
  nlohmann::ordered_json json = {{"of", loss.of},
                                 {"status", to_string(loss.why)},
                                 {"values", loss.values},
                                 {"of_values", loss.all_values},
                                 {"points", loss.points}};
  if (loss.over_time) {
    json["first_time"] = loss.first_time;
    json["last_time"] = loss.last_time;
  }
  return json;
}

}  // namespace

std::string loss_text(const Loss& loss) {
  std::string text = fmt::format("{}: ", visible(loss.of));
  if (loss.all_values == 1)
    text += fmt::format("{}", fate(loss));
  else
    text += fmt::format("{} of {} {} {}", loss.values, loss.all_values,
                        loss.over_time ? "samples" : "points", fate(loss));
  if (!loss.over_time) return text;
  if (loss.all_points > 1)
    text += fmt::format(", at {} of {} points", loss.points, loss.all_points);
  return text + ", " + times_text(loss);
}

std::string lost_where_text(const Loss& loss) {
  const std::string name = visible(loss.of);
  if (loss.all_values == 1) return name;
  return fmt::format("{} ({} of {} {}{})", name, loss.values, loss.all_values,
                     loss.over_time ? "samples" : "points",
                     loss.over_time ? ", " + times_text(loss) : "");
}

std::string failed_points_text(const std::vector<FailedPoint>& points) {
  std::string text;
  for (const FailedPoint& point : points) {
    text += fmt::format("  point {}", point.index);
    for (const auto& [name, value] : point.parameters)
      text += fmt::format(", {} = {}", visible(name), visible(value));
    const bool hole = point.status == Status::missing &&
                      std::ranges::any_of(point.losses, &Loss::saved_elsewhere);
    text += fmt::format(": {}\n", hole ? hole_text : to_string(point.status));
    for (const Loss& loss : point.losses) text += fmt::format("    {}\n", loss_text(loss));
    for (const std::string& of : point.lost_extrema)
      text += fmt::format("    {}\n", lost_extremum_text({of, 1, 1}));
    if (!point.reason.empty()) text += fmt::format("    {}\n", point.reason);
  }
  return text;
}

nlohmann::ordered_json losses_json(const std::vector<Loss>& losses) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const Loss& loss : losses) json.push_back(to_json(loss));
  return json;
}

std::string failed_points_json(const std::vector<FailedPoint>& points) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const FailedPoint& point : points) {
    nlohmann::ordered_json parameters = nlohmann::ordered_json::object();
    for (const auto& [name, value] : point.parameters) parameters[name] = value;
    json.push_back({{"point", point.index},
                    {"parameters", std::move(parameters)},
                    {"status", to_string(point.status)},
                    {"losses", losses_json(point.losses)},
                    {"lost_extrema", point.lost_extrema},
                    {"reason", point.reason}});
  }
  // A text of the file need not be UTF-8; JSON must be.
  return json_text(json);
}

}  // namespace pairtwist
