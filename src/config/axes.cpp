// SPDX-License-Identifier: BSD-3-Clause
#include "config/axes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "config/enum_names.hpp"
#include "config/suggest.hpp"
#include "config/symbols.hpp"
#include "config/toml_text.hpp"
#include "model/methods.hpp"

namespace pairtwist::config {
namespace {

bool varies(const Job& job, std::string_view key) {
  return std::any_of(job.scan.axes.begin(), job.scan.axes.end(),
                     [key](const ScanAxis& axis) { return axis.key == key; });
}

/// Keys of which one sets what the other sets, too.
bool overwrite_one_another(const std::string& a, const std::string& b) {
  if (a == b || a.starts_with(b + ".") || b.starts_with(a + ".")) return true;
  const auto is_kappa = [](const std::string& key) {
    return key == "model.kappa" || key == "model.kappa_tau_Q";
  };
  return is_kappa(a) && is_kappa(b);
}

std::optional<Violation> pair_violation(const std::vector<ScanAxis>& axes) {
  for (std::size_t i = 0; i < axes.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (axes[i].key == axes[j].key) {
        return Violation{axes[i].key, "found two scan axes over this key, allowed: one"};
      }
      if (overwrite_one_another(axes[i].key, axes[j].key)) {
        return Violation{axes[i].key,
                         fmt::format("found a scan axis over this key and one over {}, which "
                                     "overwrite one another; allowed: one of them",
                                     axes[j].key)};
      }
    }
  }
  return std::nullopt;
}

/// Axes that contradict something else the config says.
std::optional<Violation> base_violation(const Job& job) {
  const Parameters& base = job.base;
  if (varies(job, "model.kappa") && base.model.kappa_tau_Q) {
    return Violation{"model.kappa",
                     "found a scan axis over this key and model.kappa_tau_Q, allowed: one of them",
                     "model.kappa_tau_Q"};
  }
  if (varies(job, "time.stop") && !job.time.values.empty()) {
    return Violation{"time.stop",
                     "found a scan axis over this key and time.values, allowed: one of them",
                     "time.values"};
  }
  const std::vector<Method> methods = asked_methods(job);
  if (varies(job, "solve.frame") && std::ranges::none_of(methods, [](Method method) {
        return method == Method::automatic || traits(method).frames;
      })) {
    return Violation{"solve.frame", fmt::format("found a scan axis over this key, which means "
                                                "nothing for solve.method = \"{}\"; only \"fock\" "
                                                "reads it, by name or chosen by \"auto\"",
                                                to_string(methods.front()))};
  }
  const bool other_pump = base.pump.switch_off_at_max_qfi || !base.pump.segments.empty();
  if (varies(job, "pump.switch_off") && other_pump) {
    const bool segments = !base.pump.segments.empty();
    return Violation{"pump.switch_off",
                     fmt::format("found a scan axis over this key and {}, allowed: one of them",
                                 segments ? "pump.segments" : "pump.switch_off = \"max_qfi\""),
                     segments ? "pump.segments" : "pump.switch_off"};
  }
  std::vector<std::pair<std::string, std::complex<double>>> numbers = {
      {"model.eta", base.model.eta},
      {"model.transverse", base.model.transverse},
      {"light.alpha", base.light.alpha}};
  for (std::size_t i = 0; i < base.pump.segments.size(); ++i) {
    const PumpSegment& segment = base.pump.segments[i];
    numbers.emplace_back(fmt::format("pump.segments[{}].eta", i), segment.eta);
    numbers.emplace_back(fmt::format("pump.segments[{}].transverse", i), segment.transverse);
  }
  for (const auto& [number, z] : numbers) {
    if (z == 0.0 && varies(job, number + ".phase") && !varies(job, number + ".abs")) {
      return Violation{number + ".phase",
                       fmt::format("found a scan axis over the phase of {} = 0, which has none; "
                                   "give {}.abs, or an axis over it",
                                   number, number)};
    }
  }
  return std::nullopt;
}

std::optional<Violation> word_violation(const ScanAxis& axis, const WordKey& word) {
  const std::vector<std::string> names = word.names();
  for (std::size_t i = 0; i < axis.values.size(); ++i) {
    const auto number = static_cast<std::size_t>(axis.values[i]);
    if (i < axis.words.size() && number < names.size() && axis.words[i] == names[number]) continue;
    return Violation{axis.key, fmt::format("found a scan axis whose value {} is no word of this "
                                           "key, allowed: {}",
                                           i, join(names))};
  }
  return std::nullopt;
}

std::optional<Violation> length_violation(const ScanSpec& scan) {
  if (scan.mode == ScanMode::zip) {
    std::vector<std::string> lengths;
    for (const ScanAxis& axis : scan.axes) {
      lengths.push_back(fmt::format("{} of {}", axis.values.size(), axis.key));
    }
    for (const ScanAxis& axis : scan.axes) {
      if (axis.values.size() == scan.axes.front().values.size()) continue;
      return Violation{"scan.axes",
                       fmt::format("found axes of unequal lengths ({}), allowed with mode = "
                                   "\"zip\": equal ones",
                                   join(lengths))};
    }
    return std::nullopt;
  }
  std::size_t points = 1;
  for (const ScanAxis& axis : scan.axes) {
    if (axis.values.size() > kMaxPoints / points) {
      return Violation{"scan.axes", fmt::format("found a grid of more than {} points, allowed: at "
                                                "most 2^40 = {}",
                                                kMaxPoints, kMaxPoints)};
    }
    points *= axis.values.size();
  }
  return std::nullopt;
}

}  // namespace

std::vector<Parameters> chosen_states(const ScanSpec& scan, const Parameters& base) {
  std::vector<Parameters> states{base};
  for (const ScanAxis& axis : scan.axes) {
    if (axis.key != "light.state" && axis.key != "atoms.state") continue;
    // The base's own word is overridden by the axis.
    const std::vector<Parameters> before = std::exchange(states, {});
    for (const Parameters& state : before) {
      for (const double number : axis.values) {
        states.push_back(state);
        find_word_key(axis.key)->set(states.back(), static_cast<std::size_t>(number));
      }
    }
  }
  return states;
}

std::string light_path(const Job& job) {
  const auto from_file = [](const Parameters& p) { return p.light.state == LightState::file; };
  return std::ranges::any_of(chosen_states(job.scan, job.base), from_file) ? job.base.light.file
                                                                           : std::string{};
}

std::string atoms_path(const Job& job) {
  const auto from_file = [](const Parameters& p) { return p.atoms.state == AtomsState::file; };
  return std::ranges::any_of(chosen_states(job.scan, job.base), from_file) ? job.base.atoms.file
                                                                           : std::string{};
}

std::vector<Method> asked_methods(const Job& job) {
  std::vector<Method> methods;
  for (const ScanAxis& axis : job.scan.axes) {
    if (axis.key != "solve.method") continue;
    for (const std::string& word : axis.words) methods.push_back(*parse_name<Method>(word));
  }
  if (methods.empty()) methods.push_back(job.solve.method);
  return methods;
}

std::string whole_name(const std::string& key) {
  std::string name;
  for (const char c : key) {
    if (c == ']') continue;
    name += c == '.' || c == '[' ? '_' : c;
  }
  return name;
}

/// The keys of all sections that end so: "model.kappa" of "kappa", which Python would take.
std::vector<std::string> with_section(const std::string& name,
                                      const std::vector<std::string>& paths) {
  std::vector<std::string> found;
  for (const std::string& path : paths)
    if (path.ends_with("." + name)) found.push_back(path);
  return found;
}

std::optional<Violation> axis_violation(const ScanAxis& axis, Choices chosen) {
  if (axis.values.empty()) {
    return Violation{axis.key, "found a scan axis without values, allowed: at least one"};
  }
  if (const WordKey* word = find_word_key(axis.key)) return word_violation(axis, *word);
  const NumericKey* key = find_numeric_key(axis.key, chosen);
  if (key == nullptr) {
    std::vector<std::string> paths = scannable_paths(chosen);
    for (const WordKey& word : word_keys()) paths.emplace_back(word.path);
    std::string guess = hint_of_symbol(axis.key);
    if (const auto whole = with_section(axis.key, paths); !whole.empty())
      guess = fmt::format("; an axis names its section: {};", join(whole));
    if (guess.empty()) guess = did_you_mean(axis.key, paths) + ";";
    return Violation{axis.key, fmt::format("found a scan axis over this key, which cannot be an "
                                           "axis{} allowed: {}",
                                           guess, join(paths))};
  }
  if (!belongs(*key, chosen)) {
    return Violation{
        axis.key,
        fmt::format("found a scan axis over this key, which means nothing {}{}; "
                    "allowed: {}",
                    key->section() == "pump" ? std::string("without pump.segments")
                                             : "for " + chosen_state(key->section(), chosen),
                    states_with(axis.key), join(scannable_paths(chosen)))};
  }
  const auto segment = segment_of(axis.key);
  const std::size_t segments = chosen.front().pump.segments.size();
  if (segment && *segment >= segments) {
    return Violation{axis.key, fmt::format("found a scan axis over the segment {}, allowed: 0 ... "
                                           "{}, the segments that there are",
                                           *segment, segments - 1)};
  }
  for (const NumericKey* row : rows_of(axis.key, chosen)) {
    for (const double value : axis.values) {
      if (row->accepts(value)) continue;
      return Violation{axis.key, fmt::format("found {} in the scan axis, allowed: {}",
                                             plain_number(value), row->allowed)};
    }
  }
  return std::nullopt;
}

std::optional<Violation> scan_violation(const Job& job) {
  // Words first: what else means something depends on them.
  for (const ScanAxis& axis : job.scan.axes) {
    if (find_word_key(axis.key) == nullptr) continue;
    if (auto violation = axis_violation(axis, {&job.base, 1})) return violation;
  }
  const std::vector<Parameters> states = chosen_states(job.scan, job.base);
  for (const ScanAxis& axis : job.scan.axes) {
    if (auto violation = axis_violation(axis, states)) return violation;
  }
  if (auto violation = pair_violation(job.scan.axes)) return violation;
  if (auto violation = base_violation(job)) return violation;
  return length_violation(job.scan);
}

}  // namespace pairtwist::config
