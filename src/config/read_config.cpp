// SPDX-License-Identifier: BSD-3-Clause
// The whole config, from text to a validated Job.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "config/enum_names.hpp"
#include "config/idle_keys.hpp"
#include "config/load_text.hpp"
#include "config/plain_keys.hpp"
#include "config/point_rules.hpp"
#include "config/read_sections.hpp"
#include "config/vanishing_bell.hpp"
#include "model/methods.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist {
namespace {

using config::Document;
using config::Violation;

const std::vector<std::string> kSections = {"model", "light", "atoms", "pump",
                                            "time",  "scan",  "solve", "output"};

void refuse_if(const std::optional<Violation>& violation, const Document& document) {
  if (!violation) return;
  document.fail(
      document.origin_or_axis_of(violation->key),
      fmt::format("{}: {}{}", violation->key, violation->text,
                  violation->rival.empty() ? "" : document.without_axes(violation->rival)));
}

/// Keys that are set on the command line and that an axis varies all the same, or one over the
/// modulus of a complex one.
void note_overridden(const Document& document, Job& job) {
  constexpr std::string_view modulus = ".abs";
  for (const ScanAxis& axis : job.scan.axes) {
    const bool of_part = axis.key.ends_with(modulus);
    const std::string whole = axis.key.substr(0, axis.key.size() - (of_part ? modulus.size() : 0));
    const bool part_alone = !document.is_set(axis.key);
    if (part_alone && !(of_part && document.is_set(whole))) continue;
    job.notes.push_back(
        fmt::format("--set {}: {} nothing beside the scan axis over {}, "
                    "which is taken (--unset scan.axes takes all axes away)",
                    part_alone ? whole : axis.key, part_alone ? "its modulus means" : "means",
                    part_alone ? axis.key : "this key"));
  }
}

/// Points of a grid that are the same one, solved again: along solve.frame those of methods that
/// have no frame.
void note_equal_points(Job& job) {
  if (job.scan.mode != ScanMode::grid) return;
  const auto axis_over = [&](std::string_view key) {
    return std::ranges::find(job.scan.axes, key, &ScanAxis::key);
  };
  const auto frames = axis_over("solve.frame");
  const auto methods = axis_over("solve.method");
  if (frames == job.scan.axes.end() || methods == job.scan.axes.end()) return;
  std::vector<std::string> without;
  for (const std::string& word : methods->words) {
    const Method method = *config::parse_name<Method>(word);
    if (method != Method::automatic && !traits(method).frames)
      without.push_back(fmt::format("\"{}\"", word));
  }
  if (without.empty() || frames->values.size() < 2) return;
  job.notes.push_back(
      fmt::format("scan.axes: solve.frame means nothing for solve.method = {}: there the {} points "
                  "along the axis over it are the same one, each solved anew",
                  fmt::join(without, " or "), frames->values.size()));
}

constexpr config::Rivals rivals[] = {
    {"model.kappa", "model.kappa_tau_Q"},   {"model.kappa_tau_Q", "model.kappa"},
    {"pump.switch_off", "pump.segments"},   {"pump.switch_off", "pump.factor"},
    {"pump.segments", "pump.switch_off"},   {"time.stop", "time.values"},
    {"time.values", "time.stop"},           {"time.values", "time.samples"},
    {"solve.cutoff", "solve.cutoff_exact"}, {"solve.cutoff_exact", "solve.cutoff"},
};

}  // namespace

Job parse_config(const std::string& text, const std::string& name, const ConfigChanges& changes) {
  Document document(text, name);
  Job job;
  for (const std::string& key : changes.unset) document.unset(key);
  for (const std::string& assignment : changes.set) document.set(assignment);
  document.drop_rivals(rivals, job.notes);
  config::refuse_unknown_sections(document, kSections, {"title"}, config::keys_of);

  job.config_text = text;
  if (const config::Node* title = document.root().find("title")) {
    job.title = config::as_string(document, *title, "title", "a string");
  }
  const config::StartPlaces places{std::filesystem::path(name).parent_path().string(),
                                   changes.known_files};
  config::read_states(document, job);
  config::read_scan(document, job);
  config::read_model(document, job);
  config::read_light(document, places, job);
  config::read_atoms(document, places, job);
  config::read_pump(document, job);
  config::read_time(document, job);
  config::read_solve(document, job);
  config::read_output(document, job);
  note_overridden(document, job);
  config::note_vanishing_bell(job);
  note_equal_points(job);
  refuse_if(config::scan_violation(job), document);
  refuse_if(config::point_violation(job), document);
  config::judge_idle_keys(document, job);
  return job;
}

Job parse_config(const std::string& text, const std::string& name,
                 const std::vector<std::string>& overrides) {
  return parse_config(text, name, ConfigChanges{.set = overrides, .unset = {}, .known_files = {}});
}

Job read_config(const std::string& path, const ConfigChanges& changes) {
  return parse_config(config::load_text(path), path, changes);
}

Job read_config(const std::string& path, const std::vector<std::string>& overrides) {
  return read_config(path, ConfigChanges{.set = overrides, .unset = {}, .known_files = {}});
}

}  // namespace pairtwist
