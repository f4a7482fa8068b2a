// SPDX-License-Identifier: BSD-3-Clause
// [pump] and [time]: when the pump changes, and when to look.
#include <fmt/format.h>

#include <algorithm>

#include "config/read_sections.hpp"
#include "config/suggest.hpp"

namespace pairtwist::config {
namespace {

constexpr std::int64_t kMaxSamples = 10'000'000;

/// A time that must lie behind the previous one.
double later_time(const Document& document, const Node& node, const std::string& path,
                  double previous) {
  const double time = as_finite(document, node, path);
  if (!(time > previous)) {
    refuse(document, node, path, fmt::format("increasing times, here later than {}", previous));
  }
  return time;
}

/// Segment number i, behind those before it. What an axis varies needs no value; whether the times
/// that axes give are in order is judged point by point.
PumpSegment read_segment(const Document& document, const Node& node, std::size_t i,
                         const std::vector<PumpSegment>& before, const Job& job) {
  const auto place_of = [](std::size_t number) { return fmt::format("pump.segments[{}]", number); };
  Section entry(document, &node, place_of(i), {"until", "eta", "transverse"});
  const auto amplitude = [&](const char* name, bool required) -> std::complex<double> {
    if (const Node* given = entry.take(name))
      return base_complex(document, *given, entry.path_of(name), job);
    const auto first = first_on_axes(entry.path_of(name), job);
    if (!first && required) entry.require(name);
    return first.value_or(0.0);
  };
  PumpSegment segment;
  if (const auto first = first_on_axes(entry.path_of("until"), job)) {
    entry.take("until");
    segment.until = first->real();
  } else {
    const bool fixed = i > 0 && !first_on_axes(place_of(i - 1) + ".until", job);
    segment.until = later_time(document, entry.require("until"), entry.path_of("until"),
                               fixed ? before.back().until : 0.0);
  }
  segment.eta = amplitude("eta", true);
  segment.transverse = amplitude("transverse", false);
  return segment;
}

std::vector<PumpSegment> read_segments(const Document& document, const Node& node, const Job& job) {
  const std::string path = "pump.segments";
  constexpr std::string_view kAllowed =
      "at least one { until = ..., eta = ... }, transverse = ... besides if wanted";
  const Array& entries = as_array(document, node, path, kAllowed);
  if (entries.empty()) refuse(document, node, path, kAllowed);
  std::vector<PumpSegment> segments;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    segments.push_back(read_segment(document, entries[i], i, segments, job));
  }
  return segments;
}

std::vector<double> read_values(const Document& document, const Node& node) {
  const std::string path = "time.values";
  constexpr std::string_view kAllowed = "at least two increasing times, the first 0";
  const Array& entries = as_array(document, node, path, kAllowed);
  if (entries.size() < 2) refuse(document, node, path, kAllowed);
  if (as_finite(document, entries.front(), path + "[0]") != 0.0) {
    refuse(document, entries.front(), path + "[0]", "0, the start");
  }
  std::vector<double> values{0.0};
  for (std::size_t i = 1; i < entries.size(); ++i) {
    values.push_back(
        later_time(document, entries[i], fmt::format("{}[{}]", path, i), values.back()));
  }
  return values;
}

/// { linspace = [a, b, n] } or logspace: the n times, and 0 in front of them unless it is the
/// first.
void read_spaced_times(const Document& document, const Node& node, TimeSpec& time) {
  const std::string path = "time.values";
  Section spaced(document, &node, path, {"linspace", "logspace"});
  const Node* linear = spaced.take("linspace");
  const Node* powers = spaced.take("logspace");
  if ((linear == nullptr) == (powers == nullptr)) {
    document.fail(node.origin,
                  fmt::format("{}: found {} of linspace and logspace, allowed: exactly one, or an "
                              "array of times",
                              path, linear == nullptr ? "none" : "both"));
  }
  const Node& given = linear != nullptr ? *linear : *powers;
  const std::string place = path + (linear != nullptr ? ".linspace" : ".logspace");
  time.spacing = linear != nullptr ? Spacing::linear : Spacing::logarithmic;
  time.values = read_spaced(document, given, place, time.spacing);
  if (time.values.front() < 0.0)
    refuse(document, given.as<Array>()->front(), place + "[0]", "a number >= 0");
  time.start_added = time.values.front() > 0.0;
  if (time.start_added) time.values.insert(time.values.begin(), 0.0);
  const auto not_later = [](double a, double b) { return !(a < b); };
  if (time.values.size() < 2 ||
      std::ranges::adjacent_find(time.values, not_later) != time.values.end()) {
    document.fail(node.origin, fmt::format("{}: found times that do not increase, allowed: a < b, "
                                           "and no more times than numbers in between",
                                           place));
  }
}

/// Times have the unit that is the inverse of the rates': none has a name of its own.
void read_unit(Section& section, TimeUnit& unit) {
  const Node* node = section.take("unit");
  if (node == nullptr) return;
  const auto* name = node->as<std::string>();
  const auto known = name != nullptr ? parse_name<TimeUnit>(*name) : std::nullopt;
  const std::vector<std::string> names = all_names<TimeUnit>();
  if (!known && name != nullptr && nearest(*name, names).empty())
    section.refuse("unit", *node,
                   "\"1\" (the inverse of the rates' unit, which is model.rate_unit, \"kHz\" say), "
                   "\"tau_Q\", \"tau_C\"");
  if (!known) section.refuse_name("unit", *node, names);
  unit = *known;
}

}  // namespace

void read_pump(const Document& document, Job& job) {
  Section section(document, "pump", keys_of("pump"));
  Pump& pump = job.base.pump;
  const Choices chosen(&job.base, 1);
  const NumericKey& switch_off = *find_numeric_key("pump.switch_off", chosen);
  const Node* node = section.take("switch_off");
  const auto* word = node != nullptr ? node->as<std::string>() : nullptr;
  const Node* segments = section.take("segments");
  if (node != nullptr && segments != nullptr) {
    section.fail("switch_off", "found together with pump.segments, allowed: one of the two");
  }
  if (segments != nullptr) {
    pump.segments = read_segments(document, *segments, job);
    read_numeric_key(section, *find_numeric_key("pump.factor", chosen), job);
  }
  if (word == nullptr && (node == nullptr || node->is_number())) {
    // An axis that contradicts the segments is refused with the other axes.
    if (segments == nullptr) read_numeric_key(section, switch_off, job);
    section.finish("a pump without segments", "pump.segments", job.notes);
    return;
  }
  if (word == nullptr || *word != "max_qfi") {
    section.refuse("switch_off", *node, fmt::format("\"max_qfi\" or {}", switch_off.allowed));
  }
  // An axis overrides the word as it overrides a number.
  if (const auto first = first_on_axes("pump.switch_off", job)) {
    pump.switch_off = first->real();
    if (document.is_set("scan.axes") && !document.is_set("pump.switch_off"))
      job.notes.push_back(fmt::format(
          "{}: pump.switch_off = \"max_qfi\" is left out: --set scan.axes takes its place",
          document.where(node->origin)));
  } else {
    pump.switch_off_at_max_qfi = true;
  }
  section.finish("a pump without segments", "pump.segments", job.notes);
}

void read_time(const Document& document, Job& job) {
  Section section(document, "time", keys_of("time"));
  read_unit(section, job.time.unit);
  const NumericKey& stop = *find_numeric_key("time.stop", Choices(&job.base, 1));
  if (const Node* values = section.take("values")) {
    if (values->as<Table>() != nullptr) {
      read_spaced_times(document, *values, job.time);
    } else {
      job.time.values = read_values(document, *values);
    }
    if (!stop.accepts(job.time.values.back())) {
      const auto* list = values->as<Array>();
      section.refuse("values", list != nullptr ? list->back() : *values, stop.allowed);
    }
    stop.set(job.base, job.time.values.back());
    section.finish("time.values, whose last one is the stop", "time.values", job.notes);
    return;
  }
  read_numeric_key(section, stop, job);
  section.read_integer("samples", 2, kMaxSamples, job.time.samples);
}

}  // namespace pairtwist::config
