// [output]: what to compute and what of it to keep. The names of quantities are the registry's.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "config/read_sections.hpp"
#include "config/suggest.hpp"
#include "config/toml_text.hpp"
#include "observables/registry.hpp"

namespace pairtwist::config {
namespace {

/// Keys of quantities that this version does not have.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kKeysOfLater{{
    {"angles", "cfi"},
    {"husimi_grid", "husimi"},
}};

const Quantity& as_quantity(const Document& document, const Node& node, const std::string& path) {
  const std::string& name = as_string(document, node, path, "the name of a quantity");
  if (const Quantity* quantity = find_quantity(name)) return *quantity;
  std::vector<std::string> names;
  for (const Quantity& quantity : quantities()) names.emplace_back(quantity.name);
  const auto later = later_quantities();
  if (std::find(later.begin(), later.end(), name) != later.end()) {
    document.fail(node.origin,
                  fmt::format("{}: \"{}\" is not available in this version (available: {})", path,
                              name, join(names)));
  }
  refuse(document, node, path, join(names) + did_you_mean(name, names));
}

void require_scalar(const Document& document, const Node& node, const std::string& path,
                    const Quantity& quantity, std::string_view purpose) {
  if (quantity.scalar()) return;
  refuse(document, node, path,
         fmt::format("scalar quantities {}; {} is not a single number", purpose, quantity.name));
}

void read_quantities(Section& section, OutputSpec& output) {
  const Document& document = section.document();
  const Node* node = section.take("quantities");
  if (node == nullptr) return;
  const std::string path = section.path_of("quantities");
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
  // kappa is a record unless it is an axis; the others are to come with cfi and husimi.
  std::set<std::string> names = {"kappa", "angle", "theta", "phi"};
  for (const std::string_view name : names_of_the_file()) names.emplace(name);
  for (const Quantity& quantity : quantities()) {
    names.emplace(quantity.name);
    for (const std::string& variable : quantity.variables) {
      names.insert(variable);
      for (const char* suffix : {"_max", "_max_time", "_min", "_min_time", "_final"}) {
        names.insert(variable + suffix);
      }
    }
  }
  for (const std::string_view later : later_quantities()) names.emplace(later);
  for (const ScanAxis& axis : job.scan.axes) {
    names.insert(axis.key.substr(axis.key.rfind('.') + 1));
    std::string whole = axis.key;
    std::replace(whole.begin(), whole.end(), '.', '_');
    names.insert(whole);
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
  Section section(document, &node, place, {"name", "quantity", "above", "scale"});
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
  event.above = as_finite(document, section.require("above"), section.path_of("above"));
  section.read("scale", event.scale);
  return event;
}

void read_events(Section& section, Job& job) {
  const Node* node = section.take("events");
  if (node == nullptr) return;
  const Document& document = section.document();
  std::set<std::string> taken = taken_names(job);
  const Array& entries = as_array(document, *node, section.path_of("events"),
                                  "an array of { name, quantity, above, scale }");
  for (std::size_t i = 0; i < entries.size(); ++i) {
    job.output.events.push_back(
        read_event(document, entries[i], fmt::format("output.events[{}]", i), taken));
  }
}

/// After the quantities: it means nothing without the one that reads it.
void read_photons_max(Section& section, OutputSpec& output) {
  const Node* node = section.take("photons_max");
  if (node == nullptr) return;
  if (!over_photon_numbers(output.quantities)) {
    section.document().fail(
        node->origin, fmt::format("{} means nothing without quantity \"photon_distribution\" in "
                                  "output.quantities; found {}",
                                  section.path_of("photons_max"), describe(*node)));
  }
  output.photons_max =
      as_integer(section.document(), *node, section.path_of("photons_max"), 0, kLargestCutoff - 1);
}

}  // namespace

void read_output(const Document& document, Job& job) {
  Section section(document, "output",
                  {"quantities", "over_time", "events", "part_seconds", "angles", "husimi_grid",
                   "photons_max"});
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
  read_photons_max(section, output);
  for (const auto& [key, quantity] : kKeysOfLater) {
    const Node* node = section.take(key);
    if (node == nullptr) continue;
    document.fail(node->origin, fmt::format("{} means nothing without quantity \"{}\", which is "
                                            "not available in this version; found {}",
                                            section.path_of(key), quantity, describe(*node)));
  }
}

}  // namespace pairtwist::config
