// SPDX-License-Identifier: BSD-3-Clause
// Reads back what a result file says about itself, and whether it is as it was written; its numbers
// are for xarray and others to read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "io/event_notes.hpp"
#include "io/losses.hpp"
#include "io/lost_extrema.hpp"
#include "io/start_files.hpp"

namespace pairtwist {

struct DimensionSummary {
  std::string name;
  std::size_t size = 0;
  double first = 0.0;  ///< first and last value; unused with labels
  double last = 0.0;
  std::vector<std::string> labels;
  std::string units;
  std::string long_name;
};

struct VariableSummary {
  std::string name;
  std::vector<std::string> dimensions;  ///< slowest first
  std::string units;
  std::string long_name;
};

struct ResultSummary {
  std::string path;
  std::uint64_t bytes = 0;
  std::map<std::string, std::string> attributes;  ///< of the root
  std::vector<DimensionSummary> dimensions;       ///< in the file's order, as the variables
  std::vector<VariableSummary> variables;
  std::vector<std::string> scanned;  ///< keys of the config whose values the points have
  std::size_t points = 0;
  /// Points by status: `good` first, then those that occur, in the order of the flags.
  std::vector<std::pair<std::string, std::size_t>> status;
  /// Statuses are not believed: they were computed with. Then nothing is said by them, here or
  /// below.
  bool computed_with = false;
  std::vector<Loss> losses;
  std::vector<LostExtremum> lost_extrema;
  std::vector<EventNote> events;   ///< of which something is to be said
  std::string short_of_levels;     ///< a sentence, or empty
  std::string lost_to_rounding;    ///< likewise
  std::string no_maximum;          ///< likewise
  std::string too_many_steps;      ///< likewise
  std::size_t timed_out = 0;       ///< points that solve.max_seconds ended
  std::string timed_out_text;      ///< a sentence, or empty
  bool protected_by_hash = false;  ///< false: attributes and labels could not be checked
};

/// Reads every number and attribute once, and so takes as long as reading the file. Throws IoError:
/// missing, not HDF5, truncated, damaged anywhere, not of pairtwist, of a later format.
ResultSummary read_result_summary(const std::string& path);

/// Throws what that throws, but reads in a process of its own: for whoever then has other software,
/// or libhdf5 in this process, read a file that may have been made to do harm.
void check_result(const std::string& path);

/// A complete result file beside what a run would write in its place.
struct ResultComparison {
  /// "" if they are the same, else a predicate: "is the result of another config".
  std::string difference;
  /// Of the same, where it was solved in another way: "solve.backend is "cpu" (string) there and
  /// "auto" (string) here".
  std::string run_otherwise;
  bool protected_by_hash = false;
};

/// resolved_config: to_toml(job); files: start_files(job). Damage is found in any case, but for
/// that of numbers in a file of an earlier version with a difference. In a process of its own.
/// Throws as read_result_summary().
ResultComparison compare_result(const std::string& path, const std::string& resolved_config,
                                const std::vector<StartFile>& files);

/// For people: several lines, ending in a newline.
std::string summary_text(const ResultSummary& summary);
/// The same as JSON, without the newline.
std::string summary_json(const ResultSummary& summary);

}  // namespace pairtwist
