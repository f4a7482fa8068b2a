// [pump] and [time]: when the pump changes, and when to look.
#include <fmt/format.h>

#include "config/read_sections.hpp"

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

std::vector<PumpSegment> read_segments(const Document& document, const Node& node) {
  const std::string path = "pump.segments";
  constexpr std::string_view kAllowed =
      "at least one { until = ..., eta = ... }, transverse = ... besides if wanted";
  const Array& entries = as_array(document, node, path, kAllowed);
  if (entries.empty()) refuse(document, node, path, kAllowed);
  std::vector<PumpSegment> segments;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::string place = fmt::format("{}[{}]", path, i);
    Section entry(document, &entries[i], place, {"until", "eta", "transverse"});
    const double previous = segments.empty() ? 0.0 : segments.back().until;
    const double until =
        later_time(document, entry.require("until"), entry.path_of("until"), previous);
    const auto number = [&](const char* name, const Node& at) {
      return as_complex(document, at, entry.path_of(name));
    };
    PumpSegment segment{until, number("eta", entry.require("eta"))};
    if (const Node* side = entry.take("transverse"))
      segment.transverse = number("transverse", *side);
    segments.push_back(segment);
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

}  // namespace

void read_pump(const Document& document, Job& job) {
  Section section(document, "pump", {"switch_off", "segments"});
  Pump& pump = job.base.pump;
  const NumericKey& switch_off = *find_numeric_key("pump.switch_off", job.base);
  const Node* node = section.take("switch_off");
  const auto* word = node != nullptr ? node->as<std::string>() : nullptr;
  const Node* segments = section.take("segments");
  if (node != nullptr && segments != nullptr) {
    section.fail("switch_off", "found together with pump.segments, allowed: one of the two");
  }
  if (segments != nullptr) pump.segments = read_segments(document, *segments);
  if (word == nullptr && (node == nullptr || node->is_number())) {
    // An axis that contradicts the segments is refused with the other axes.
    if (segments == nullptr) read_numeric_key(section, switch_off, job);
    return;
  }
  if (word == nullptr || *word != "max_qfi") {
    section.refuse("switch_off", *node, fmt::format("\"max_qfi\" or {}", switch_off.allowed));
  }
  pump.switch_off_at_max_qfi = true;
}

void read_time(const Document& document, Job& job) {
  Section section(document, "time", {"stop", "samples", "values", "unit"});
  section.read("unit", job.time.unit);
  const NumericKey& stop = *find_numeric_key("time.stop", job.base);
  if (const Node* values = section.take("values")) {
    job.time.values = read_values(document, *values);
    if (!stop.accepts(job.time.values.back())) {
      section.refuse("values", values->as<Array>()->back(), stop.allowed);
    }
    stop.set(job.base, job.time.values.back());
    section.finish("time.values, whose last one is the stop");
    return;
  }
  read_numeric_key(section, stop, job);
  section.read_integer("samples", 2, kMaxSamples, job.time.samples);
}

}  // namespace pairtwist::config
