// SPDX-License-Identifier: BSD-3-Clause
#include "io/result_reader.hpp"

#include <fmt/format.h>
#include <hdf5_hl.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <span>
#include <sstream>
#include <string_view>

#include "config/parse_toml.hpp"
#include "config/text_limits.hpp"
#include "io/attributes_hash.hpp"
#include "io/child_read.hpp"
#include "io/file_seal.hpp"
#include "io/h5.hpp"
#include "io/h5_contents.hpp"
#include "io/h5_limits.hpp"
#include "io/lost_to_rounding.hpp"
#include "io/no_maximum.hpp"
#include "io/open_result.hpp"
#include "io/provenance.hpp"
#include "io/read_statuses.hpp"
#include "io/result_check.hpp"
#include "io/scan_identity.hpp"
#include "io/short_of_levels.hpp"
#include "io/timed_out.hpp"
#include "io/too_many_steps.hpp"
#include "io/values_sketch.hpp"
#include "io/visible_text.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

using Attributes = std::map<std::string, std::string>;

std::string value_or_empty(const Attributes& attributes, const std::string& name) {
  const auto found = attributes.find(name);
  return found == attributes.end() ? "" : found->second;
}

template <class T>
std::span<const T> values_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
}

DimensionSummary read_dimension(hid_t dataset, const std::string& name) {
  DimensionSummary summary;
  summary.name = name;
  const Attributes attributes = h5::read_text_attributes(dataset);
  summary.units = value_or_empty(attributes, "units");
  summary.long_name = value_or_empty(attributes, "long_name");
  const h5::Type type(H5Dget_type(dataset), "read a type");
  if (H5Tget_class(type.id()) == H5T_STRING) {
    summary.labels = h5::read_texts(dataset, "read the dimension " + name);
    summary.size = summary.labels.size();
    return summary;
  }
  h5::for_each_piece(dataset, H5T_NATIVE_DOUBLE, "read the dimension " + name, [&](auto bytes) {
    const auto values = values_of<double>(bytes);
    if (summary.size == 0) summary.first = values.front();
    summary.last = values.back();
    summary.size += values.size();
  });
  return summary;
}

void count_status(hid_t file, hid_t dataset, ResultSummary& summary) {
  const std::vector<std::int8_t> flags = h5::read_int8_attribute(dataset, "flag_values");
  std::istringstream meanings(h5::read_text_attribute(dataset, "flag_meanings").value_or(""));
  std::map<std::int8_t, std::size_t> counts;
  for_each_status(file, "status", [&](Status status) {
    ++counts[static_cast<std::int8_t>(status)];
    ++summary.points;
  });
  std::string meaning;
  for (std::size_t i = 0; i < flags.size() && meanings >> meaning; ++i) {
    const std::size_t count = counts[flags[i]];
    if (count > 0 || i == 0) summary.status.emplace_back(meaning, count);
  }
  // Holes of a join, whose flags know of none.
  constexpr auto missing = static_cast<std::int8_t>(Status::missing);
  if (counts[missing] > 0 && std::ranges::find(flags, missing) == flags.end())
    summary.status.emplace_back(to_string(Status::missing), counts[missing]);
}

/// What `compare` says of both configs; empty of a text that is no config.
template <class Compare>
std::string compared(const std::string& there, const std::string& here, const Compare& compare) {
  try {
    config::check_text_limits(there, "resolved_config", false);
    return visible(compare(there, here));
  } catch (const config::NotToml&) {
    return {};
  } catch (const UsageError&) {
    return {};
  }
}

/// ": model.kappa is 1.0 (float) there and 2.0 (float) here"
std::string first_key(const std::string& there, const std::string& here) {
  const std::string found = compared(there, here, [](const std::string& a, const std::string& b) {
    return difference_of({a, {}, {}}, {b, {}, {}});
  });
  return found.empty() ? found : ": " + found;
}

/// What the file was made from, if not from this, however its points were solved.
std::string difference(hid_t file, const std::string& resolved_config, bool same_result,
                       const std::vector<StartFile>& files) {
  const std::string there = h5::read_text_attribute(file, "resolved_config").value_or("");
  if (there != resolved_config && !same_result)
    return "is the result of another config" + first_key(there, resolved_config);
  if (const auto missing = h5::read_text_attribute(file, "missing_points")) {
    return fmt::format("lacks {} points of its scan: it was joined from parts with --partial",
                       *missing);
  }
  for (const StartFile& start : files) {
    const auto solved_with = h5::read_text_attribute(file, start.attribute);
    if (solved_with == start.sha256) continue;
    return solved_with ? fmt::format("was solved before the contents of {} ({}) changed", start.key,
                                     start.path)
                       : fmt::format("does not say with which contents of {} ({}) it was solved",
                                     start.key, start.path);
  }
  return "";
}

/// What other software saves may have any of a result's variables.
void refuse_some_variables(const std::string& path, hid_t file) {
  if (H5Lexists(file, "status", H5P_DEFAULT) > 0 || H5Aexists(file, attributes_hash_name) > 0)
    return;
  throw IoError(fmt::format(
      "{}: has no status of its points: it is a selection of a result's variables, saved "
      "by other software (xarray); open it in Python: pairtwist.open(\"{}\")",
      path, path));
}

/// Of a file that is not as it was written: which of its parts is not, where libhdf5 can say so,
/// in a process of its own.
std::string named_damage(const std::string& path, const std::string& problem) {
  const std::string damaged = path + " is damaged: ";
  std::string text = damaged + problem + "; take another copy of it";
  // A name is worth a second or two: libhdf5 may loop for ever on such a file.
  ReadLimits limits = read_limits(path);
  limits.cpu_seconds -= 8;
  try {
    read_in_child(path, limits, [&] {
      const h5::Quiet quiet;
      const h5::File file = h5::open_for_reading(path);
      return read_undamaged(path, [&] {
        h5::check_structure(file.id());
        check_attributes(file.id());
        check_datasets(file.id());
        return Texts{};
      });
    });
  } catch (const std::exception& detail) {
    if (std::string_view(detail.what()).starts_with(damaged)) return detail.what();
  }
  return text;
}

}  // namespace

h5::File open_result(const std::string& path, Seal seal) {
  const std::string problem = seal == Seal::known ? "" : problem_of_seal(path);
  if (!problem.empty()) throw IoError(named_damage(path, problem));
  h5::File file = h5::open_for_reading(path);
  const std::string format = read_undamaged(
      path, [&] { return h5::read_text_attribute(file.id(), "format").value_or(""); });
  if (!format.starts_with("pairtwist result")) {
    throw IoError(path + " is an HDF5 file, but not a result file of pairtwist");
  }
  if (format != result_format) {
    throw IoError(
        fmt::format("{} has the format \"{}\"; this version reads \"{}\": use the version "
                    "that wrote it",
                    path, visible(format), result_format));
  }
  read_undamaged(path, [&] { h5::check_structure(file.id()); });
  return file;
}

ResultSummary read_result_summary(const std::string& path) {
  const h5::Quiet quiet;
  const h5::File file = open_result(path);
  refuse_some_variables(path, file.id());
  return read_undamaged(path, [&] {
    ResultSummary summary;
    summary.path = path;
    summary.bytes = std::filesystem::file_size(path);
    summary.protected_by_hash = check_attributes(file.id());
    check_datasets(file.id());
    summary.attributes = h5::read_text_attributes(file.id());
    for (const std::string& name : h5::dataset_names(file.id())) {
      const h5::Dataset dataset(H5Dopen2(file.id(), name.c_str(), H5P_DEFAULT), "open " + name);
      if (const auto key = h5::read_text_attribute(dataset.id(), "key"))
        summary.scanned.push_back(*key);
      if (H5DSis_scale(dataset.id()) > 0) {
        summary.dimensions.push_back(read_dimension(dataset.id(), name));
        continue;
      }
      const Attributes attributes = h5::read_text_attributes(dataset.id());
      summary.variables.push_back({name, h5::dimension_names(dataset.id()),
                                   value_or_empty(attributes, "units"),
                                   value_or_empty(attributes, "long_name")});
      if (name == "status") count_status(file.id(), dataset.id(), summary);
    }
    summary.computed_with = statuses_are_computed_with(file.id());
    if (summary.computed_with) {
      summary.status.clear();
      return summary;
    }
    summary.losses = read_losses(file.id());
    summary.lost_extrema = read_lost_extrema(file.id());
    summary.events = read_event_notes(file.id());
    const ShortOfLevels short_of_levels = read_short_of_levels(file.id());
    const TimedOut timed_out = read_timed_out(file.id());
    summary.short_of_levels = short_of_levels.text;
    summary.lost_to_rounding = read_lost_to_rounding(file.id()).text;
    summary.no_maximum = read_no_maximum(file.id()).text;
    summary.too_many_steps = read_too_many_steps(file.id(), short_of_levels, timed_out).text;
    summary.timed_out = timed_out.points.size();
    summary.timed_out_text = timed_out.text;
    return summary;
  });
}

void check_result(const std::string& path) {
  read_in_child(path, [&] {
    read_result_summary(path);
    return Texts{};
  });
}

ResultComparison compare_result(const std::string& path, const std::string& resolved_config,
                                const std::vector<StartFile>& files) {
  const Texts found = read_in_child(path, [&] {
    const h5::Quiet quiet;
    const h5::File file = open_result(path);
    return read_undamaged(path, [&] {
      const bool protected_by_hash = check_attributes(file.id());
      const std::string there = h5::read_text_attribute(file.id(), "resolved_config").value_or("");
      const std::string otherwise = compared(there, resolved_config, run_otherwise);
      const std::string unlike = difference(file.id(), resolved_config, !otherwise.empty(), files);
      if (unlike.empty()) check_datasets(file.id());
      return Texts{unlike, otherwise, protected_by_hash ? "protected" : ""};
    });
  });
  return {.difference = found.at(0),
          .run_otherwise = found.at(1),
          .protected_by_hash = !found.at(2).empty()};
}

}  // namespace pairtwist
