// SPDX-License-Identifier: BSD-3-Clause
// [output]: what to compute and what of it to keep. The names of quantities are the registry's.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <utility>

#include "config/axes.hpp"
#include "config/read_sections.hpp"
#include "config/suggest.hpp"
#include "config/toml_text.hpp"
#include "observables/registry.hpp"

namespace pairtwist::config {
namespace {

/// What may have been meant: a name nearly the same, else the first few with that word in their
/// names, then those that have it in what they are called for people.
std::vector<std::string> guesses_of_quantity(const std::string& name,
                                             const std::vector<std::string>& names) {
  constexpr std::size_t shortest_word = 3;
  constexpr std::size_t most = 3;
  const std::string lower = lower_case(name);
  if (const std::string guess = nearest(lower, names); !guess.empty()) return {guess};
  std::vector<std::string> alike;
  if (lower.size() < shortest_word) return alike;
  for (const auto text : {&Quantity::name, &Quantity::long_name}) {
    for (const Quantity& quantity : quantities()) {
      const std::string candidate(quantity.name);
      const bool has_it = lower_case(std::string(quantity.*text)).find(lower) != std::string::npos;
      if (has_it && alike.size() < most && std::ranges::find(alike, candidate) == alike.end())
        alike.push_back(candidate);
    }
  }
  return alike;
}

const Quantity& as_quantity(const Document& document, const Node& node, const std::string& path) {
  const std::string& name = as_string(document, node, path, "the name of a quantity");
  if (const Quantity* quantity = find_quantity(name)) return *quantity;
  std::vector<std::string> names;
  for (const Quantity& quantity : quantities()) names.emplace_back(quantity.name);
  const std::vector<std::string> guesses = guesses_of_quantity(name, names);
  if (guesses.empty()) refuse(document, node, path, join(names));
  document.fail(node.origin,
                fmt::format("{}: found {}, which is no quantity; did you mean {}? `pairtwist "
                            "quantities` lists them all",
                            path, describe(node), fmt::join(guesses, " or ")));
}

void require_scalar(const Document& document, const Node& node, const std::string& path,
                    const Quantity& quantity, std::string_view purpose) {
  if (quantity.scalar()) return;
  refuse(document, node, path,
         fmt::format("scalar quantities {}; {} is not a single number", purpose, quantity.name));
}

/// Of a text in the place of the array: with the array that it was meant to be, if it names any.
[[noreturn]] void refuse_text(const Document& document, const Node& node, const std::string& path,
                              const std::string& text) {
  constexpr std::size_t most = 200;  // bytes that are worth repeating
  std::vector<std::string> names(1);
  for (const char c : text.substr(0, most)) {
    const bool of_a_name = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (of_a_name)
      names.back() += c;
    else if (!names.back().empty())
      names.emplace_back();
  }
  std::erase(names, std::string{});
  std::string example;
  if (!names.empty()) example = fmt::format(", [\"{}\"]", fmt::join(names, "\", \""));
  if (!names.empty() && document.is_set(path))
    example = fmt::format(": --set '{}={}'", path, example.substr(2));
  document.fail(node.origin, fmt::format("{}: found {}, allowed: an array of names of quantities{}",
                                         path, describe(node), example));
}

void read_quantities(Section& section, OutputSpec& output) {
  const Document& document = section.document();
  const Node* node = section.take("quantities");
  if (node == nullptr) return;
  const std::string path = section.path_of("quantities");
  if (const auto* text = node->as<std::string>()) refuse_text(document, *node, path, *text);
  const Array& entries = as_array(document, *node, path, "an array of names of quantities");
  if (entries.empty()) refuse(document, *node, path, "at least one name of a quantity");
  output.quantities.clear();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::string place = fmt::format("{}[{}]", path, i);
    const Quantity& quantity = as_quantity(document, entries[i], place);
    const std::string name(quantity.name);
    if (std::find(output.quantities.begin(), output.quantities.end(), name) !=
        output.quantities.end()) {
      refuse(document, entries[i], place, "each quantity once");
    }
    if (output.over_time == OverTime::extrema) {
      require_scalar(document, entries[i], place, quantity, "with output.over_time = \"extrema\"");
    }
    output.quantities.push_back(name);
  }
}

/// Names that the result file uses itself.
std::set<std::string> taken_names(const Job& job) {
  std::set<std::string> names = {"kappa"};  // a record, unless it is an axis
  for (const std::string_view name : names_of_the_file()) names.emplace(name);
  for (const Quantity& quantity : quantities()) {
    names.emplace(quantity.name);
    names.insert(std::string(quantity.name) + std::string(status_suffix));
    for (const QuantityDimension* dimension : quantity.dimensions) names.emplace(dimension->name);
    for (const std::string& variable : quantity.variables) {
      names.insert(variable);
      for (const char* suffix : {"_max", "_max_time", "_min", "_min_time", "_final"}) {
        names.insert(variable + suffix);
      }
    }
  }
  for (const ScanAxis& axis : job.scan.axes) {
    names.insert(axis.key.substr(axis.key.rfind('.') + 1));
    names.insert(whole_name(axis.key));
  }
  return names;
}

bool is_identifier(const std::string& name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !name.empty() && letter(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

EventSpec read_event(const Document& document, const Node& node, const std::string& place,
                     std::set<std::string>& taken) {
  Section section(document, &node, place, {"name", "quantity", "above", "below", "scale", "label"});
  EventSpec event;
  const Node& name = section.require("name");
  event.name = as_string(document, name, section.path_of("name"), "a name");
  if (!is_identifier(event.name)) {
    section.refuse("name", name, "letters, digits and '_', no digit first");
  }
  if (!taken.insert(event.name).second) {
    section.refuse("name", name, "a name that nothing else in the result file has");
  }
  const Node& quantity = section.require("quantity");
  const std::string path = section.path_of("quantity");
  event.quantity = as_quantity(document, quantity, path).name;
  require_scalar(document, quantity, path, *find_quantity(event.quantity), "in events");
  const Node* above = section.take("above");
  const Node* below = section.take("below");
  if ((above == nullptr) == (below == nullptr)) {
    document.fail(node.origin, fmt::format("{}: found {} above {} below, allowed: exactly one",
                                           place, above == nullptr ? "neither" : "both",
                                           above == nullptr ? "nor" : "and"));
  }
  event.below = below != nullptr;
  event.level = as_finite(document, event.below ? *below : *above,
                          section.path_of(event.below ? "below" : "above"));
  section.read("scale", event.scale);
  section.read("label", event.label);
  return event;
}

void read_events(Section& section, Job& job) {
  const Node* node = section.take("events");
  if (node == nullptr) return;
  const Document& document = section.document();
  std::set<std::string> taken = taken_names(job);
  const Array& entries = as_array(document, *node, section.path_of("events"),
                                  "an array of { name, quantity, above or below, scale, label }");
  for (std::size_t i = 0; i < entries.size(); ++i) {
    job.output.events.push_back(
        read_event(document, entries[i], fmt::format("output.events[{}]", i), taken));
  }
}

/// After the quantities: nullptr if the key is not given; it means nothing without a quantity that
/// runs over this dimension.
const Node* take_key_of(Section& section, std::string_view key, Job& job,
                        const QuantityDimension& dimension, std::string_view quantity) {
  const Node* node = section.take(key);
  if (node == nullptr || any_runs_over(job.output.quantities, dimension)) return node;
  const Document& document = section.document();
  const std::string without = fmt::format("{} means nothing for output.quantities without \"{}\"",
                                          section.path_of(key), quantity);
  if (document.leaves_out(node->origin, "output.quantities", without, job.notes)) return nullptr;
  document.fail(
      node->origin,
      fmt::format("{} means nothing without quantity \"{}\" in output.quantities; found {}",
                  section.path_of(key), quantity, describe(*node)));
}

void read_photons_max(Section& section, Job& job) {
  const Node* node =
      take_key_of(section, "photons_max", job, photons_dimension, "photon_distribution");
  if (node == nullptr) return;
  job.output.photons_max =
      as_integer(section.document(), *node, section.path_of("photons_max"), 0, kLargestCutoff - 1);
}

/// F has the period pi, so that more than a turn is nothing but degrees taken for radians.
void refuse_degrees(const Document& document, const Node& node, const std::string& path) {
  if (std::abs(node.number()) <= 2.0 * std::numbers::pi) return;
  refuse(document, node, path,
         "from -2 pi to 2 pi = 6.283..., which is 360 degrees: angles are in radians");
}

/// A list, or { linspace = [a, b, n] }.
void read_angles(Section& section, Job& job) {
  const Document& document = section.document();
  const Node* node = take_key_of(section, "angles", job, angle_dimension, "cfi");
  const std::string path = section.path_of("angles");
  constexpr std::string_view allowed =
      "angles in radians: [0.5, 1.0] or { linspace = [0.0, 3.14, 64] }";
  if (node == nullptr) {
    if (!any_runs_over(job.output.quantities, angle_dimension)) return;
    section.fail("angles", fmt::format("missing, but quantity \"cfi\" needs it; give {}", allowed));
  }
  AngleSpec& angles = job.output.angles;
  if (node->as<Table>() != nullptr) {
    Section spaced(document, node, path, {"linspace"});
    const Node& given = spaced.require("linspace");
    const std::string place = spaced.path_of("linspace");
    angles.spacing = Spacing::linear;
    angles.values = read_spaced(document, given, place, angles.spacing);
    const Array& ends = *given.as<Array>();  // nothing lies beyond them
    for (std::size_t i = 0; i < 2; ++i)
      refuse_degrees(document, ends[i], fmt::format("{}[{}]", place, i));
  } else {
    const Array& entries = as_array(document, *node, path, allowed);
    if (entries.empty()) refuse(document, *node, path, allowed);
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const std::string place = fmt::format("{}[{}]", path, i);
      angles.values.push_back(as_finite(document, entries[i], place));
      refuse_degrees(document, entries[i], place);
    }
  }
}

/// [n_theta, n_phi].
void read_husimi_grid(Section& section, Job& job) {
  const Document& document = section.document();
  const Node* node = take_key_of(section, "husimi_grid", job, theta_dimension, "husimi");
  if (node == nullptr) return;
  const std::string path = section.path_of("husimi_grid");
  constexpr std::string_view allowed = "[n_theta, n_phi]";
  const Array& entries = as_array(document, *node, path, allowed);
  if (entries.size() != 2) refuse(document, *node, path, allowed);
  constexpr std::int64_t most = 10'000;
  job.output.husimi_grid = {as_integer(document, entries[0], path + "[0]", 2, most),
                            as_integer(document, entries[1], path + "[1]", 2, most)};
}

}  // namespace

void read_output(const Document& document, Job& job) {
  Section section(document, "output", keys_of("output"));
  OutputSpec& output = job.output;
  section.read("over_time", output.over_time);
  read_quantities(section, output);
  read_events(section, job);
  if (const Node* node = section.take("part_seconds")) {
    output.part_seconds = as_finite(document, *node, section.path_of("part_seconds"));
    if (!(output.part_seconds > 0.0)) {
      section.refuse("part_seconds", *node, "a finite number > 0");
    }
  }
  read_photons_max(section, job);
  read_angles(section, job);
  read_husimi_grid(section, job);
}

}  // namespace pairtwist::config
