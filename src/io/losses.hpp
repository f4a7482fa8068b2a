// SPDX-License-Identifier: BSD-3-Clause
// What a result file lacks, where, and why: its `status` datasets counted and put into words.
#pragma once

#include <hdf5.h>

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

#include "pairtwist/results.hpp"

namespace pairtwist {

/// Values of one quantity or event that came to the same end, of one point or of all.
struct Loss {
  std::string of;  ///< "bell"
  Status why = Status::good;
  std::size_t values = 0;      ///< that are lost: samples, where the quantity is over time
  std::size_t all_values = 0;  ///< of so many
  std::size_t points = 0;      ///< that lack some
  std::size_t all_points = 0;
  bool over_time = false;
  // Of those lost, over time: the first and the last sample, as `time` has them.
  std::size_t first_sample = 0, last_sample = 0;
  double first_time = 0.0, last_time = 0.0;
  std::size_t samples = 1;  ///< of a point
  std::string time_units;
  bool saved_elsewhere = false;  ///< the file: what is missing of it may be masked
};

/// Of what xarray has left out, masked or joined.
inline constexpr const char* hole_text = "never solved or masked";

/// Every end but a good one of every quantity and event, in the file's order and that of Status.
/// Reads the datasets of status alone, of a file that was just written: its last line is not looked
/// at. A file of an earlier version, which has none, lacks nothing. Throws IoError.
std::vector<Loss> read_losses(const std::string& path);
/// The same of an open result file, whose damage is the caller's to name.
std::vector<Loss> read_losses(hid_t file);
/// Of these points alone, by their flat indices in ascending order.
std::vector<Loss> read_losses(hid_t file, const std::vector<std::size_t>& points);

struct FailedPoint {
  std::size_t index = 0;                                        ///< flat, first axis slowest
  std::vector<std::pair<std::string, std::string>> parameters;  ///< "kappa", "0.5"
  Status status = Status::good;
  std::vector<Loss> losses;
  std::vector<std::string> lost_extrema;  ///< "bell_min"
  std::string reason;                     ///< why, and what would help, if known
};

/// Every point that lacks something: its status is not `good`, a value is lost (not those that are
/// undefined, or too small to resolve), or an extremum. Throws likewise.
std::vector<FailedPoint> read_failed_points(const std::string& path);

/// "bell: 18 of 301 samples too small to resolve, t <= 0.0018"
std::string loss_text(const Loss& loss);
/// Where it is, behind what is said of why: "bell (18 of 301 samples, t <= 0.0018)".
std::string lost_where_text(const Loss& loss);
nlohmann::ordered_json losses_json(const std::vector<Loss>& losses);
/// Two lines or more each, indented; ending in a newline.
std::string failed_points_text(const std::vector<FailedPoint>& points);
/// The same as JSON, without the newline.
std::string failed_points_json(const std::vector<FailedPoint>& points);

}  // namespace pairtwist
