// SPDX-License-Identifier: BSD-3-Clause
#include "job.hpp"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "pairtwist/scan.hpp"
#include "pairtwist/start_notes.hpp"

namespace pairtwist::bindings {
namespace {

namespace nb = nanobind;

/// Role, path, SHA-256 and contents, where those are known.
using Start = std::tuple<std::string, std::string, std::string, std::optional<nb::bytes>>;

ConfigChanges changes_of(const std::vector<std::string>& overrides,
                         const std::vector<StoredStart>& starts) {
  ConfigChanges changes{.set = overrides, .unset = {}, .known_files = {}};
  for (const StoredStart& start : starts) {
    if (start.contents) changes.known_files.push_back(start.path);
  }
  return changes;
}

std::vector<StoredStart> stored(const std::vector<Start>& starts) {
  std::vector<StoredStart> found;
  for (const auto& [role, path, sha256, contents] : starts) {
    StoredStart start{.role = role, .path = path, .sha256 = sha256, .contents = nullptr};
    if (contents)
      start.contents = std::make_shared<const std::string>(contents->c_str(), contents->size());
    found.push_back(std::move(start));
  }
  return found;
}

ReadyJob read(const std::string& path, const std::vector<std::string>& overrides,
              const std::vector<Start>& starts) {
  ReadyJob ready{.job = {}, .starts = stored(starts)};
  ready.job = read_config(path, changes_of(overrides, ready.starts));
  note_starts(ready.job, ready.starts);
  return ready;
}

ReadyJob parse(const std::string& text, const std::string& name,
               const std::vector<std::string>& overrides, const std::vector<Start>& starts) {
  ReadyJob ready{.job = {}, .starts = stored(starts)};
  ready.job = parse_config(text, name, changes_of(overrides, ready.starts));
  note_starts(ready.job, ready.starts);
  return ready;
}

}  // namespace

void define_job(nb::module_& module) {
  nb::class_<ReadyJob>(module, "Job", "A validated config.")
      .def_prop_ro(
          "points", [](const ReadyJob& ready) { return Scan(ready.job).size(); },
          "Points of its scan.")
      .def_prop_ro(
          "backend", [](const ReadyJob& ready) { return to_string(ready.job.solve.backend); },
          "\"auto\", \"cpu\" or \"cuda\": what it is to be solved on.")
      .def_prop_ro(
          "notes", [](const ReadyJob& ready) { return ready.job.notes; },
          "What is to be told: keys left out, and the like.")
      .def(
          "to_toml", [](const ReadyJob& ready) { return to_toml(ready.job); },
          "Its config with every default, as TOML.");
  module.def("read_config", &read, nb::arg("path"),
             nb::arg("overrides") = std::vector<std::string>{},
             nb::arg("starts") = std::vector<Start>{},
             "The config in a file; overrides: \"key=value\", as of --set; starts: role, path, "
             "SHA-256 and contents of start files, which need not exist where these are known.");
  module.def("parse_config", &parse, nb::arg("text"), nb::arg("name"),
             nb::arg("overrides") = std::vector<std::string>{},
             nb::arg("starts") = std::vector<Start>{},
             "The config in a text; name stands for the file in messages.");
}

}  // namespace pairtwist::bindings
