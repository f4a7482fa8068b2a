// SPDX-License-Identifier: BSD-3-Clause
#include "cli/read_job.hpp"

#include <fmt/format.h>

#include "cli/text.hpp"
#include "config/load_text.hpp"
#include "io/stored_config.hpp"

namespace pairtwist::cli {
namespace {

ConfigChanges changes_of(const ConfigOptions& options) {
  ConfigChanges changes{.set = options.set, .unset = options.unset, .known_files = {}};
  if (options.backend) changes.set.push_back("solve.backend=\"" + *options.backend + "\"");
  return changes;
}

ReadJob from_result(const std::string& path, ConfigChanges changes) {
  StoredConfig stored = read_stored_config(path);
  for (const StoredStart& start : stored.start_files) {
    if (start.contents) changes.known_files.push_back(start.path);
  }
  ReadJob read{parse_config(stored.resolved_config, path, changes), std::move(stored.start_files)};
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
  for (const std::string& note : read.job.notes) say(note);
  return read;
}

}  // namespace pairtwist::cli
