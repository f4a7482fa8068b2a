// SPDX-License-Identifier: BSD-3-Clause
// [scan]: the axes and their values.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_set>
#include <utility>

#include "config/axes.hpp"
#include "config/enum_names.hpp"
#include "config/read_sections.hpp"
#include "config/suggest.hpp"
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
  for (const Node& entry : entries) {
    if (key.part == KeyPart::complex && !entry.is_number())
      refuse(document, entry, path,
             fmt::format("a finite number; {0}.abs and {0}.phase are axes of their own", key.path));
    const auto* word = entry.as<std::string>();
    if (word != nullptr && *word == "max_qfi" && key.path == "pump.switch_off")
      refuse(
          document, entry, path,
          fmt::format("{}; pump.switch_off = \"max_qfi\" without this axis ends the pump of each "
                      "point at its own maximum",
                      key.allowed));
    values.push_back(as_value_of(document, entry, key));
  }
  return values;
}

}  // namespace

std::vector<double> read_spaced(const Document& document, const Node& node, const std::string& path,
                                Spacing spacing) {
  const bool powers = spacing == Spacing::logarithmic;
  const std::string_view allowed = powers ? "[a, b, n] with a and b > 0" : "[a, b, n]";
  const Array& entries = as_array(document, node, path, allowed);
  if (entries.size() != 3) {
    document.fail(node.origin,
                  fmt::format("{}: found {} numbers, allowed: {}{}", path, entries.size(), allowed,
                              entries.size() == 2 ? "; n, how many values there are, is missing"
                                                  : ", of which n is how many values there are"));
  }
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

/// The words of an axis over a key of words, and their numbers.
void read_words(const Document& document, const Node& node, const std::string& path,
                const WordKey& key, ScanAxis& axis) {
  const std::vector<std::string> names = key.names();
  std::vector<std::string> quoted;
  for (const std::string& name : names) quoted.push_back(toml_string(name));
  const std::string allowed = "an array of at least one of " + join(quoted);
  const Array& entries = as_array(document, node, path, allowed);
  if (entries.empty()) refuse(document, node, path, allowed);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto* word = entries[i].as<std::string>();
    const auto found = word != nullptr ? std::ranges::find(names, *word) : names.end();
    if (found == names.end()) {
      const std::string guess = word != nullptr ? nearest(*word, names) : std::string{};
      refuse(document, entries[i], fmt::format("{}[{}]", path, i),
             join(quoted) + (guess.empty() ? "" : "; did you mean " + toml_string(guess) + "?"));
    }
    axis.words.push_back(*found);
    axis.values.push_back(static_cast<double>(found - names.begin()));
  }
}

/// The ends are left for the key to accept or to refuse.
void round_between_ends(std::vector<double>& values) {
  for (std::size_t i = 1; i + 1 < values.size(); ++i) values[i] = std::round(values[i]);
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// Of equal values the first: a grid would be solved twice there, and no value would name a point.
void keep_each_once(ScanAxis& axis) {
  std::vector<double> sorted = axis.values;
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) == sorted.end()) return;
  std::unordered_set<double> seen;
  const bool has_words = !axis.words.empty();
  std::size_t kept = 0;
  for (std::size_t i = 0; i < axis.values.size(); ++i) {
    if (!seen.insert(axis.values[i]).second) continue;
    axis.values[kept] = axis.values[i];
    if (has_words) axis.words[kept] = axis.words[i];
    ++kept;
  }
  axis.values.resize(kept);
  if (has_words) axis.words.resize(kept);
}

/// "2 of the 5 values": as many of what was asked for are there.
void note_dropped(const ScanAxis& axis, bool rounded, Job& job) {
  const auto kept = static_cast<std::int64_t>(axis.values.size());
  if (kept == axis.asked) return;
  job.notes.push_back(fmt::format(
      "{}: {} of the {} values of the axis {} left, {}each of them once", axis.key, kept,
      axis.asked, kept == 1 ? "is" : "are", rounded ? "rounded to integers, " : ""));
}

ScanAxis read_axis(const Document& document, const Node& node, const std::string& place, Job& job) {
  Section section(document, &node, place, {"key", "values", "linspace", "logspace"});
  ScanAxis axis;
  axis.key = as_string(document, section.require("key"), place + ".key", "the path of a key");
  const std::vector<Parameters> chosen = chosen_states(job.scan, job.base);
  const WordKey* word = find_word_key(axis.key);
  const NumericKey* key = word == nullptr ? find_numeric_key(axis.key, chosen) : nullptr;
  if (word == nullptr && (key == nullptr || !belongs(*key, chosen))) {
    axis.values = {0.0};  // not what is wrong with it
    refuse_if(axis_violation(axis, chosen), document, node);
  }
  int given = 0;
  for (const auto& [spacing, name] : EnumNames<Spacing>::table) {
    const Node* values = section.take(name);
    if (values == nullptr) continue;
    if (++given > 1) break;
    const std::string path = section.path_of(name);
    axis.spacing = spacing;
    if (word != nullptr && spacing != Spacing::list)
      refuse(document, *values, path, fmt::format("values = [...] for the words of {}", axis.key));
    if (word != nullptr)
      read_words(document, *values, path, *word, axis);
    else if (spacing == Spacing::list)
      axis.values = read_list(document, *values, path, *key);
    else
      axis.values = read_spaced(document, *values, path, spacing);
    axis.asked = static_cast<std::int64_t>(axis.values.size());
    const bool rounded = spacing != Spacing::list &&
                         std::ranges::any_of(rows_of(axis.key, chosen), &NumericKey::integer);
    if (rounded) round_between_ends(axis.values);
    if (job.scan.mode == ScanMode::grid) keep_each_once(axis);
    note_dropped(axis, rounded, job);
  }
  if (given != 1) {
    document.fail(node.origin, fmt::format("{}: found {} of values, linspace, logspace for the "
                                           "axis over {}, allowed: exactly one",
                                           place, given == 0 ? "none" : "more than one", axis.key));
  }
  refuse_if(axis_violation(axis, chosen), document, node);
  return axis;
}

/// The axis over light.state or atoms.state, which decide what other keys mean.
bool decides(const Node& axis) {
  const Node* key = axis.find("key");
  const auto* path = key != nullptr ? key->as<std::string>() : nullptr;
  return path != nullptr && find_word_key(*path) != nullptr;
}

}  // namespace

void read_scan(const Document& document, Job& job) {
  Section section(document, "scan", keys_of("scan"));
  section.read("mode", job.scan.mode);
  const Node* axes = section.take("axes");
  if (axes == nullptr) return;
  const Array& entries =
      as_array(document, *axes, "scan.axes", "an array of { key = ..., values = [...] }");
  std::vector<ScanAxis> in_order(entries.size());
  for (const bool words : {true, false}) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (decides(entries[i]) != words) continue;
      in_order[i] = read_axis(document, entries[i], fmt::format("scan.axes[{}]", i), job);
      if (words) job.scan.axes.push_back(in_order[i]);
    }
  }
  job.scan.axes = std::move(in_order);
  // As of numbers: a key that an axis varies has its first word, whatever the section says.
  for (const ScanAxis& axis : job.scan.axes) {
    if (axis.key.ends_with(".state"))
      find_word_key(axis.key)->set(job.base, static_cast<std::size_t>(axis.values.front()));
  }
}

}  // namespace pairtwist::config
