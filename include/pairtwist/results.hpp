// SPDX-License-Identifier: BSD-3-Clause
// The layout of a result file as data: names, dimensions, units and attributes of everything in it,
// independent of HDF5 (docs/file-format.md).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "pairtwist/job.hpp"
#include "pairtwist/scan.hpp"

namespace pairtwist {

/// What became of a point (the file's `status`, int8) or of one value (`qfi_status`).
enum class Status : std::int8_t {
  good = 0,
  not_converged = 1,
  below_precision = 2,  ///< rounding would swamp the value
  diverged = 3,
  out_of_memory = 4,
  no_maximum = 5,  ///< pump.switch_off = "max_qfi": F_Q has no maximum before time.stop
  /// Of a point: some values are lost, each for a reason of its own. Of a sample of several values:
  /// some are lost to rounding, and NaN.
  partly = 6,
  undefined = 7,  ///< of a value: its quantity has none there; no loss
  too_small = 8,  ///< of a value: not resolved, and known to be of no interest; no loss
  missing = 9,    ///< never solved: only in files that were joined from parts with gaps
  /// Of a value: of light that is too faint for its method to tell it from none, at any tolerance.
  few_photons = 10,
};
/// Every status of a point that was solved, for the file's flag_values.
inline constexpr std::array all_statuses = {
    Status::good,          Status::not_converged, Status::below_precision, Status::diverged,
    Status::out_of_memory, Status::no_maximum,    Status::partly,          Status::undefined,
    Status::too_small,     Status::few_photons};
/// The name in the file's flag_meanings.
std::string_view to_string(Status);

enum class DataType { float64, int8, int32 };

/// A dimension with its own scale: values, or labels (component).
struct Dimension {
  std::string name;
  std::vector<double> values;
  std::vector<std::string> labels;                ///< instead of values
  std::map<std::string, std::string> attributes;  ///< units, long_name, ...
  std::size_t size() const { return labels.empty() ? values.size() : labels.size(); }
};

struct Variable {
  std::string name;
  DataType type = DataType::float64;
  bool over_time = false;                         ///< has the time dimension
  std::vector<std::string> extra;                 ///< names of further dimensions, slowest first
  std::map<std::string, std::string> attributes;  ///< units, long_name, coordinates, ...
  std::vector<std::int8_t> flag_values;           ///< int8 flags; flag_meanings is in attributes
};

/// Everything of a file but the numbers that are computed.
struct ResultLayout {
  std::vector<Dimension> point_dimensions;  ///< grid axes, or one "point" for zip; slowest first
  std::vector<Variable> coordinates;        ///< zip: the scanned keys along `point`
  std::vector<std::vector<double>> coordinate_values;  ///< [coordinate][point]
  /// [coordinate][point]  instead of values, where an axis is of words; empty where it is not.
  std::vector<std::vector<std::string>> coordinate_labels;
  std::vector<Dimension> dimensions;  ///< time (if over_time = "all"), then the quantities' own
  std::vector<Variable> variables;    ///< what batches fill
  std::map<std::string, std::string> attributes;  ///< of the root
  /// Contents of small start files by their role, "light" or "atoms": they go into the file.
  std::map<std::string, std::string> start_files;

  std::size_t points() const;
  const Dimension* find_dimension(std::string_view name) const;
  bool has_variable(std::string_view name) const;
  /// Where `variables` has it; throws std::out_of_range if there is none of that name.
  std::size_t index_of(std::string_view variable) const;
  /// Names of all of a variable's dimensions, slowest first.
  std::vector<std::string> dimensions_of(const Variable& variable) const;
  /// Lengths of those that a point's row has: time and extra ones, slowest first.
  std::vector<std::size_t> row_shape(const Variable& variable) const;
  /// Lengths of all of its dimensions, slowest first.
  std::vector<std::size_t> shape_of(const Variable& variable) const;
  /// Values of one point in a row of `variable`, row-major.
  std::size_t row_size(const Variable& variable) const;
};

/// Dimensions, coordinates and variables of this job's file. Order of variables: quantities (or
/// their extrema), events, then tau_Q, kappa (unless it is a coordinate), time_scale (where
/// there is one), status, method, timed_out (with a finite solve.max_seconds), cutoff,
/// tail_population, error_estimate, runtime.
ResultLayout result_layout(const Job& job, const Scan& scan);

}  // namespace pairtwist
