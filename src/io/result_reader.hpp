// Reads back what a result file says about itself; not its numbers, which xarray and others read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

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
  std::size_t points = 0;
  /// Points by status: `good` first, then those that occur, in the order of the flags.
  std::vector<std::pair<std::string, std::size_t>> status;
};

/// Throws IoError: missing, not HDF5, truncated or damaged, not of pairtwist, of a later format.
ResultSummary read_result_summary(const std::string& path);

/// Whether the complete result file `path` comes from this resolved config, to_toml(job). Throws as
/// read_result_summary().
bool same_config(const std::string& path, const std::string& resolved_config);

/// For people: several lines, ending in a newline.
std::string summary_text(const ResultSummary& summary);
/// The same as JSON, without the newline.
std::string summary_json(const ResultSummary& summary);

}  // namespace pairtwist
