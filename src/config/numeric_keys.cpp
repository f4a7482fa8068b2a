// SPDX-License-Identifier: BSD-3-Clause
#include "config/numeric_keys.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "config/enum_names.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist::config {
namespace {

constexpr std::string_view kSegments = "pump.segments[";

}  // namespace

bool NumericKey::accepts(double value) const {
  return std::isfinite(value) && (!integer || value == std::floor(value)) && in_range(value);
}

std::complex<double>& NumericKey::number(Parameters& parameters, std::size_t segment) const {
  if (segment_complex != nullptr) return parameters.pump.segments[segment].*segment_complex;
  return complex(parameters);
}

void NumericKey::write(Parameters& parameters, std::size_t segment, double value) const {
  if (segment_real != nullptr)
    parameters.pump.segments[segment].*segment_real = value;
  else
    set(parameters, value);
}

bool belongs(const NumericKey& key, Choices chosen) {
  return std::ranges::any_of(chosen, [&key](const Parameters& p) { return key.belongs(p); });
}

std::optional<std::size_t> segment_of(std::string_view path) {
  if (!path.starts_with(kSegments)) return std::nullopt;
  path.remove_prefix(kSegments.size());
  std::size_t segment = 0;
  const auto [end, error] = std::from_chars(path.data(), path.data() + path.size(), segment);
  if (error != std::errc{} || end == path.data() + path.size() || *end != ']') return std::nullopt;
  return segment;
}

namespace {

/// The path as the table has it.
std::string row_path(std::string_view path) {
  if (!segment_of(path)) return std::string(path);
  return std::string(kSegments) + "i" + std::string(path.substr(path.find(']')));
}

}  // namespace

const NumericKey* find_numeric_key(std::string_view path, Choices chosen) {
  const std::string wanted = row_path(path);
  const NumericKey* found = nullptr;
  for (const NumericKey& key : numeric_keys()) {
    if (key.path != wanted || key.of_segment() != segment_of(path).has_value()) continue;
    if (belongs(key, chosen)) return &key;
    found = &key;
  }
  return found;
}

std::vector<const NumericKey*> rows_of(std::string_view path, Choices chosen) {
  const std::string wanted = row_path(path);
  std::vector<const NumericKey*> rows;
  for (const NumericKey& key : numeric_keys()) {
    if (key.path == wanted && belongs(key, chosen)) rows.push_back(&key);
  }
  return rows;
}

std::vector<std::string> scannable_paths(Choices chosen) {
  std::vector<std::string> paths;
  for (const NumericKey& key : numeric_keys()) {
    const std::string path(key.path);
    if (belongs(key, chosen) && std::ranges::find(paths, path) == paths.end())
      paths.push_back(path);
  }
  return paths;
}

bool has_complex_parts(std::string_view path) {
  return std::ranges::any_of(numeric_keys(), [wanted = row_path(path)](const NumericKey& key) {
    return key.part == KeyPart::complex && key.path == wanted;
  });
}

std::string chosen_state(std::string_view section, Choices chosen) {
  std::vector<std::string> states;
  for (const Parameters& p : chosen) {
    const std::string state = fmt::format(
        "\"{}\"", section == "light" ? to_string(p.light.state) : to_string(p.atoms.state));
    if (std::ranges::find(states, state) == states.end()) states.push_back(state);
  }
  return fmt::format("{}.state = {}", section, fmt::join(states, " or "));
}

std::string states_with(std::string_view path) {
  std::vector<std::string> states;
  const auto note = [&](const Parameters& p, std::string_view name) {
    const bool from_file = path.ends_with(".path") && name == "file";  // no number
    if (from_file || !rows_of(path, {&p, 1}).empty()) states.push_back(fmt::format("\"{}\"", name));
  };
  Parameters p;
  if (path.starts_with("light."))
    for (const auto& [state, name] : EnumNames<LightState>::table) {
      p.light.state = state;
      note(p, name);
    }
  if (path.starts_with("atoms."))
    for (const auto& [state, name] : EnumNames<AtomsState>::table) {
      p.atoms.state = state;
      note(p, name);
    }
  if (states.empty()) return {};
  return fmt::format("; {}.state = {} has it", path.substr(0, path.find('.')),
                     fmt::join(states, " or "));
}

}  // namespace pairtwist::config
