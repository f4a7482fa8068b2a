// [scan]: the axes and their values.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "config/axes.hpp"
#include "config/read_sections.hpp"
#include "config/toml_text.hpp"

namespace pairtwist::config {
namespace {

/// Throws what is wrong with an axis as an error about the line it is on.
void refuse_if(const std::optional<Violation>& violation, const Document& document,
               const Node& axis) {
  if (violation) {
    document.fail(axis.origin, fmt::format("{}: {}", violation->key, violation->text));
  }
}

std::vector<double> read_list(const Document& document, const Node& node, const std::string& path,
                              const NumericKey& key) {
  constexpr std::string_view kAllowed = "an array of at least one number";
  const Array& entries = as_array(document, node, path, kAllowed);
  if (entries.empty()) refuse(document, node, path, kAllowed);
  std::vector<double> values;
  values.reserve(entries.size());
  for (const Node& entry : entries) values.push_back(as_value_of(document, entry, key));
  return values;
}

}  // namespace

std::vector<double> read_spaced(const Document& document, const Node& node, const std::string& path,
                                Spacing spacing) {
  const bool powers = spacing == Spacing::logarithmic;
  const std::string_view allowed = powers ? "[a, b, n] with a and b > 0" : "[a, b, n]";
  const Array& entries = as_array(document, node, path, allowed);
  if (entries.size() != 3) refuse(document, node, path, allowed);
  const double a = as_finite(document, entries[0], path + "[0]");
  const double b = as_finite(document, entries[1], path + "[1]");
  const std::int64_t n = as_integer(document, entries[2], path + "[2]", 1, kMaxAxisLength);
  if (powers && !(a > 0.0)) refuse(document, entries[0], path + "[0]", "a finite number > 0");
  if (powers && !(b > 0.0)) refuse(document, entries[1], path + "[1]", "a finite number > 0");
  if (n == 1 && a != b) {
    refuse(document, entries[2], path + "[2]",
           "at least 2, for both ends; 1 only if they are equal");
  }
  return spaced_values(spacing, a, b, n);
}

namespace {

/// The ends are left for the key to accept or to refuse.
void round_between_ends(std::vector<double>& values) {
  for (std::size_t i = 1; i + 1 < values.size(); ++i) values[i] = std::round(values[i]);
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

ScanAxis read_axis(const Document& document, const Node& node, const std::string& place,
                   const Parameters& chosen) {
  Section section(document, &node, place, {"key", "values", "linspace", "logspace"});
  ScanAxis axis;
  axis.key = as_string(document, section.require("key"), place + ".key", "the path of a key");
  const NumericKey* key = find_numeric_key(axis.key, chosen);
  if (key == nullptr || !key->belongs(chosen)) {
    refuse_if(axis_violation(axis, chosen), document, node);
  }
  int given = 0;
  for (const auto& [spacing, name] : EnumNames<Spacing>::table) {
    const Node* values = section.take(name);
    if (values == nullptr) continue;
    if (++given > 1) break;
    const std::string path = section.path_of(name);
    axis.spacing = spacing;
    axis.values = spacing == Spacing::list ? read_list(document, *values, path, *key)
                                           : read_spaced(document, *values, path, spacing);
    axis.asked = static_cast<std::int64_t>(axis.values.size());
    if (spacing != Spacing::list && key->integer) round_between_ends(axis.values);
  }
  if (given != 1) {
    document.fail(node.origin, fmt::format("{}: found {} of values, linspace, logspace for the "
                                           "axis over {}, allowed: exactly one",
                                           place, given == 0 ? "none" : "more than one", axis.key));
  }
  refuse_if(axis_violation(axis, chosen), document, node);
  return axis;
}

}  // namespace

void read_scan(const Document& document, Job& job) {
  Section section(document, "scan", {"mode", "axes"});
  section.read("mode", job.scan.mode);
  const Node* axes = section.take("axes");
  if (axes == nullptr) return;
  const Array& entries =
      as_array(document, *axes, "scan.axes", "an array of { key = ..., values = [...] }");
  for (std::size_t i = 0; i < entries.size(); ++i) {
    job.scan.axes.push_back(
        read_axis(document, entries[i], fmt::format("scan.axes[{}]", i), job.base));
  }
}

}  // namespace pairtwist::config
