// SPDX-License-Identifier: BSD-3-Clause
// pairtwist config: the resolved config, every default written out, or a template; pairtwist keys.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/axis_comments.hpp"
#include "cli/commands.hpp"
#include "cli/read_job.hpp"
#include "cli/text.hpp"
#include "config/key_lines.hpp"
#include "io/json_text.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/scan.hpp"

namespace pairtwist::cli {
namespace {

/// What --set says over the defaults.
Job job_without_file(const ConfigOptions& options) {
  Job job =
      parse_config("", "(no config)",
                   ConfigChanges{.set = options.set, .unset = options.unset, .known_files = {}});
  for (const std::string& note : job.notes) say(note);
  return job;
}

}  // namespace

int config(const ConfigOptions& options) {
  if (options.config.empty() && options.set.empty() && options.unset.empty()) {
    fmt::print("{}", config::config_template());
    return static_cast<int>(Exit::done);
  }
  const Job job = options.config.empty() ? job_without_file(options) : read_job(options).job;
  const Scan valid(job);
  fmt::print("{}", toml_with_axis_comments(job));
  return static_cast<int>(Exit::done);
}

int list_keys(bool json) {
  if (json) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const config::KeyLine& key : config::key_lines()) {
      list.push_back({{"key", key.path},
                      {"default", nullptr},
                      {"allowed", key.allowed},
                      {"meaning", key.meaning},
                      {"axis", key.axis}});
      if (!key.default_value.empty()) list.back()["default"] = key.default_value;
    }
    fmt::print("{}\n", json_text(list));
    return static_cast<int>(Exit::done);
  }
  for (const config::KeyLine& key : config::key_lines()) {
    const std::string name =
        key.default_value.empty() ? key.path : fmt::format("{} = {}", key.path, key.default_value);
    fmt::print("{:<34} {}: {}{}\n", name, key.meaning, key.allowed,
               key.axis ? "" : " (not as an axis)");
  }
  return static_cast<int>(Exit::done);
}

}  // namespace pairtwist::cli
