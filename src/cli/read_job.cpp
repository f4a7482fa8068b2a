// SPDX-License-Identifier: BSD-3-Clause
#include "cli/read_job.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/text.hpp"
#include "config/axes.hpp"
#include "config/load_text.hpp"
#include "config/numeric_keys.hpp"
#include "io/stored_config.hpp"
#include "pairtwist/start_notes.hpp"

namespace pairtwist::cli {
namespace {

ConfigChanges changes_of(const ConfigOptions& options) {
  ConfigChanges changes{.set = options.set, .unset = options.unset, .known_files = {}};
  if (options.backend) changes.set.push_back("solve.backend=\"" + *options.backend + "\"");
  return changes;
}

/// Whether `changes` give the key, or a part of it.
bool gives(const ConfigChanges& changes, const std::string& key) {
  return std::ranges::find(changes.unset, key) != changes.unset.end() ||
         std::ranges::any_of(changes.set, [&](const std::string& assignment) {
           return assignment.starts_with(key + "=") || assignment.starts_with(key + ".");
         });
}

/// A result's config has the first value of an axis where only that gave the key: what is left of
/// it when the axis goes is said, since nobody chose it.
void say_values_of_lost_axes(const Job& there, const Job& here, const ConfigChanges& changes) {
  const std::vector<Parameters> chosen = config::chosen_states(there.scan, there.base);
  for (const ScanAxis& axis : there.scan.axes) {
    const bool kept =
        std::ranges::find(here.scan.axes, axis.key, &ScanAxis::key) != here.scan.axes.end();
    if (kept || !axis.words.empty() || gives(changes, axis.key)) continue;
    const config::NumericKey* key = config::find_numeric_key(axis.key, chosen);
    if (key == nullptr || key->get(here.base) != axis.values.front()) continue;
    say(fmt::format(
        "{0} = {1:g}, the first value of the axis that is gone: a result's config has that where "
        "nothing else gave the key; --unset {0} takes its default, --set {0}=VALUE another",
        axis.key, axis.values.front()));
  }
}

ReadJob from_result(const std::string& path, ConfigChanges changes) {
  StoredConfig stored = read_stored_config(path);
  for (const StoredStart& start : stored.start_files) {
    if (start.contents) changes.known_files.push_back(start.path);
  }
  ReadJob read{parse_config(stored.resolved_config, path, changes), std::move(stored.start_files)};
  if (gives(changes, "scan.axes") || gives(changes, "scan"))
    say_values_of_lost_axes(
        parse_config(stored.resolved_config, path,
                     ConfigChanges{.set = {}, .unset = {}, .known_files = changes.known_files}),
        read.job, changes);
  for (const StoredStart& start : read.stored) {
    const std::string& used =
        start.role == "light" ? read.job.base.light.file : read.job.base.atoms.file;
    if (start.contents && used == start.path)
      say(fmt::format("{}.path: taken from {}, which holds the contents of {}", start.role, path,
                      start.path));
  }
  return read;
}

ReadJob read_source(const ConfigOptions& options) {
  const ConfigChanges changes = changes_of(options);
  if (options.config == from_stdin)
    return {parse_config(config::load_stdin(), "(stdin)", changes), {}};
  if (has_hdf5_signature(options.config)) return from_result(options.config, changes);
  return {parse_config(config::load_text(options.config), options.config, changes), {}};
}

}  // namespace

ReadJob read_job(const ConfigOptions& options) {
  ReadJob read = read_source(options);
  note_starts(read.job, read.stored);
  for (const std::string& note : read.job.notes) say(note);
  return read;
}

}  // namespace pairtwist::cli
