// The resolved config as TOML: sections and keys in the order of the documentation, every default
// written out, nothing that would mean nothing for the chosen states.
#include <fmt/format.h>

#include <string>
#include <vector>

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
  void numbers(std::string_view section, const Parameters& parameters) {
    Parameters copy = parameters;
    for (const NumericKey& key : config::numeric_keys()) {
      if (key.section() != section || !key.belongs(parameters)) continue;
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

std::string spell(const ScanAxis& axis, const Parameters& chosen) {
  const NumericKey* key = config::find_numeric_key(axis.key, chosen);
  const std::string values =
      axis.spacing == Spacing::list ? spell(axis.values, key) : spell_ends(axis.values, axis.asked);
  return fmt::format("{{ key = {}, {} = {} }}", toml_string(axis.key),
                     config::name_of(axis.spacing), values);
}

void write_states(Writer& out, const Parameters& base) {
  out.section("light");
  out.line("state", spell(base.light.state));
  out.numbers("light", base);
  if (base.light.state == LightState::file) out.line("path", toml_string(base.light.file));
  out.section("atoms");
  out.line("state", spell(base.atoms.state));
  out.numbers("atoms", base);
  if (base.atoms.state == AtomsState::file) out.line("path", toml_string(base.atoms.file));
}

void write_pump(Writer& out, const Parameters& base) {
  out.section("pump");
  out.numbers("pump", base);
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

void write_time(Writer& out, const Job& job) {
  out.section("time");
  if (job.time.values.empty()) {
    out.numbers("time", job.base);
    out.line("samples", fmt::format("{}", job.time.samples));
  } else {
    out.line("values", spell(job.time.values, nullptr));
  }
  out.line("unit", spell(job.time.unit));
}

void write_scan(Writer& out, const Job& job) {
  out.section("scan");
  out.line("mode", spell(job.scan.mode));
  std::vector<std::string> entries;
  for (const ScanAxis& axis : job.scan.axes) entries.push_back(spell(axis, job.base));
  out.array("axes", entries);
}

/// Frame and cutoffs mean nothing for the methods without a cutoff, trajectories for those with
/// blocks.
void write_solve(Writer& out, const SolveSpec& solve) {
  const bool automatic = solve.method == Method::automatic;
  const bool levels = automatic || traits(solve.method).has_cutoff;
  out.section("solve");
  out.line("method", spell(solve.method));
  out.line("backend", spell(solve.backend));
  if (automatic || traits(solve.method).frames) out.line("frame", spell(solve.frame));
  out.line("tolerance", toml_number(solve.tolerance));
  if (levels && solve.cutoff_exact) {
    out.line("cutoff_exact", fmt::format("{}", *solve.cutoff_exact));
  } else if (levels) {
    out.line("cutoff", solve.cutoff ? fmt::format("{}", *solve.cutoff) : "\"auto\"");
  }
  if (automatic || !traits(solve.method).blocks) {
    out.line("trajectories", fmt::format("{}", solve.trajectories));
    out.line("seed", fmt::format("{}", solve.seed));
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
    entries.push_back(fmt::format("{{ name = {}, quantity = {}, above = {}, scale = {} }}",
                                  toml_string(event.name), toml_string(event.quantity),
                                  toml_number(event.above), spell(event.scale)));
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
  out.numbers("model", job.base);
  out.line("rate_unit", toml_string(job.rate_unit));
  write_states(out, job.base);
  write_pump(out, job.base);
  write_time(out, job);
  write_scan(out, job);
  write_solve(out, job.solve);
  write_output(out, job.output);
  return out.take();
}

}  // namespace pairtwist
