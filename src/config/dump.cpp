// SPDX-License-Identifier: BSD-3-Clause
// The resolved config as TOML: sections and keys in the order of the documentation, every default
// written out, nothing that would mean nothing for the chosen states.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "config/axes.hpp"
#include "config/enum_names.hpp"
#include "config/numeric_keys.hpp"
#include "config/toml_text.hpp"
#include "model/methods.hpp"
#include "observables/registry.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist {
namespace {

using config::KeyPart;
using config::NumericKey;
using config::toml_number;
using config::toml_string;

class Writer {
 public:
  void line(std::string_view key, const std::string& value) {
    text_ += fmt::format("{} = {}\n", key, value);
  }
  void section(std::string_view name) { text_ += fmt::format("\n[{}]\n", name); }
  /// One entry a line.
  void array(std::string_view key, const std::vector<std::string>& entries) {
    if (entries.empty()) return line(key, "[]");
    line(key, fmt::format("[\n  {},\n]", fmt::join(entries, ",\n  ")));
  }
  /// The numeric keys of a section that this point has.
  void numbers(std::string_view section, const Job& job) {
    const Parameters& parameters = job.base;
    Parameters copy = parameters;
    const std::vector<Parameters> chosen = config::chosen_states(job.scan, parameters);
    std::string_view last;  // two kinds of light have an n of their own
    for (const NumericKey& key : config::numeric_keys()) {
      if (key.section() != section || key.of_segment() || key.path == last) continue;
      if (!config::belongs(key, chosen)) continue;
      last = key.path;
      if (key.part == KeyPart::complex) line(key.name(), config::toml_complex(key.complex(copy)));
      if (key.part != KeyPart::real) continue;
      if (const auto value = key.get(parameters)) line(key.name(), spell(key, *value));
    }
  }
  static std::string spell(const NumericKey& key, double value) {
    return key.integer ? fmt::format("{:.0f}", value) : toml_number(value);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

template <class Enum>
std::string spell(Enum value) {
  return toml_string(config::name_of(value));
}

std::string spell(const std::vector<double>& values, const NumericKey* key) {
  std::vector<std::string> parts;
  parts.reserve(values.size());
  for (const double value : values) {
    parts.push_back(key != nullptr ? Writer::spell(*key, value) : toml_number(value));
  }
  return fmt::format("[{}]", fmt::join(parts, ", "));
}

/// The ends and the number say all of spaced values: their ends are exact.
std::string spell_ends(const std::vector<double>& values, std::int64_t asked) {
  return fmt::format("[{}, {}, {}]", toml_number(values.front()), toml_number(values.back()),
                     asked > 0 ? asked : static_cast<std::int64_t>(values.size()));
}

std::string spell(const AngleSpec& angles) {
  if (angles.spacing == Spacing::list) return spell(angles.values, nullptr);
  return fmt::format("{{ {} = {} }}", config::name_of(angles.spacing),
                     spell_ends(angles.values, 0));
}

std::string spell_words(const std::vector<std::string>& words) {
  std::vector<std::string> quoted;
  for (const std::string& word : words) quoted.push_back(toml_string(word));
  return fmt::format("[{}]", fmt::join(quoted, ", "));
}

std::string spell(const ScanAxis& axis, config::Choices chosen) {
  std::string values;
  if (!axis.words.empty())
    values = spell_words(axis.words);
  else if (axis.spacing == Spacing::list)
    values = spell(axis.values, config::find_numeric_key(axis.key, chosen));
  else
    values = spell_ends(axis.values, axis.asked);
  return fmt::format("{{ key = {}, {} = {} }}", toml_string(axis.key),
                     config::name_of(axis.spacing), values);
}

void write_states(Writer& out, const Job& job) {
  const Parameters& base = job.base;
  out.section("light");
  out.line("state", spell(base.light.state));
  out.numbers("light", job);
  const std::string light = config::light_path(job);
  if (!light.empty()) out.line("path", toml_string(light));
  out.section("atoms");
  out.line("state", spell(base.atoms.state));
  out.numbers("atoms", job);
  const std::string atoms = config::atoms_path(job);
  if (!atoms.empty()) out.line("path", toml_string(atoms));
}

void write_pump(Writer& out, const Job& job) {
  const Parameters& base = job.base;
  out.section("pump");
  out.numbers("pump", job);
  if (base.pump.switch_off_at_max_qfi) out.line("switch_off", "\"max_qfi\"");
  if (base.pump.segments.empty()) return;
  std::vector<std::string> entries;
  for (const PumpSegment& segment : base.pump.segments) {
    const std::string side =
        segment.transverse == 0.0
            ? ""
            : fmt::format(", transverse = {}", config::toml_complex(segment.transverse));
    entries.push_back(fmt::format("{{ until = {}, eta = {}{} }}", toml_number(segment.until),
                                  config::toml_complex(segment.eta), side));
  }
  out.array("segments", entries);
}

std::string spell_times(const TimeSpec& time) {
  if (time.spacing == Spacing::list) return spell(time.values, nullptr);
  std::vector<double> values = time.values;
  if (time.start_added) values.erase(values.begin());
  return fmt::format("{{ {} = {} }}", config::name_of(time.spacing), spell_ends(values, 0));
}

void write_time(Writer& out, const Job& job) {
  out.section("time");
  if (job.time.values.empty()) {
    out.numbers("time", job);
    out.line("samples", fmt::format("{}", job.time.samples));
  } else {
    out.line("values", spell_times(job.time));
  }
  out.line("unit", spell(job.time.unit));
}

void write_scan(Writer& out, const Job& job) {
  out.section("scan");
  out.line("mode", spell(job.scan.mode));
  std::vector<std::string> entries;
  const std::vector<Parameters> chosen = config::chosen_states(job.scan, job.base);
  for (const ScanAxis& axis : job.scan.axes) entries.push_back(spell(axis, chosen));
  out.array("axes", entries);
}

/// Frame and cutoffs mean nothing for the methods without a cutoff, trajectories for those with
/// blocks.
void write_solve(Writer& out, const Job& job) {
  const SolveSpec& solve = job.solve;
  const std::vector<Method> methods = config::asked_methods(job);
  const auto some = [&methods](bool MethodTraits::*trait, bool wanted) {
    return std::any_of(methods.begin(), methods.end(), [&](Method method) {
      return method == Method::automatic || traits(method).*trait == wanted;
    });
  };
  const bool levels = some(&MethodTraits::has_cutoff, true);
  out.section("solve");
  out.line("method", spell(solve.method));
  out.line("backend", spell(solve.backend));
  if (some(&MethodTraits::frames, true)) out.line("frame", spell(solve.frame));
  out.line("tolerance", toml_number(solve.tolerance));
  if (levels && solve.cutoff_exact) {
    out.line("cutoff_exact", fmt::format("{}", *solve.cutoff_exact));
  } else if (levels) {
    out.line("cutoff", solve.cutoff ? fmt::format("{}", *solve.cutoff) : "\"auto\"");
  }
  if (some(&MethodTraits::blocks, false)) {
    out.line("trajectories", fmt::format("{}", solve.trajectories));
    out.line("seed", fmt::format("{}", solve.seed));
    if (solve.first_trajectory)
      out.line("first_trajectory", fmt::format("{}", *solve.first_trajectory));
  }
  out.line("max_seconds", toml_number(solve.max_seconds));
}

void write_output(Writer& out, const OutputSpec& output) {
  out.section("output");
  std::vector<std::string> names;
  for (const std::string& name : output.quantities) names.push_back(toml_string(name));
  out.line("quantities", fmt::format("[{}]", fmt::join(names, ", ")));
  out.line("over_time", spell(output.over_time));
  std::vector<std::string> entries;
  for (const EventSpec& event : output.events) {
    const std::string label =
        event.label.empty() ? "" : fmt::format(", label = {}", toml_string(event.label));
    entries.push_back(fmt::format("{{ name = {}, quantity = {}, {} = {}, scale = {}{} }}",
                                  toml_string(event.name), toml_string(event.quantity),
                                  event.below ? "below" : "above", toml_number(event.level),
                                  spell(event.scale), label));
  }
  out.array("events", entries);
  out.line("part_seconds", toml_number(output.part_seconds));
  if (over_photon_numbers(output.quantities)) {
    out.line("photons_max", fmt::format("{}", output.photons_max));
  }
  if (any_runs_over(output.quantities, angle_dimension)) out.line("angles", spell(output.angles));
  if (any_runs_over(output.quantities, theta_dimension)) {
    out.line("husimi_grid",
             fmt::format("[{}, {}]", output.husimi_grid.theta, output.husimi_grid.phi));
  }
}

}  // namespace

std::string to_toml(const Job& job) {
  Writer out;
  out.line("title", toml_string(job.title));
  out.section("model");
  out.numbers("model", job);
  out.line("rate_unit", toml_string(job.rate_unit));
  write_states(out, job);
  write_pump(out, job);
  write_time(out, job);
  write_scan(out, job);
  write_solve(out, job);
  write_output(out, job.output);
  return out.take();
}

}  // namespace pairtwist
