// SPDX-License-Identifier: BSD-3-Clause
// Largest and smallest values of a result that are not known, though their quantity's status is
// good: values that were lost may lie beyond all others. Told by the `_place` datasets.
#pragma once

#include <hdf5.h>

#include <cstddef>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace pairtwist {

struct LostExtremum {
  std::string of;              ///< "squeezing_wineland_max"
  std::size_t points = 0;      ///< where it is lost, 1 at least
  std::size_t all_points = 0;  ///< of so many
};

/// Of each extremum that a point lacks, in the file's order: "bell_min", the flat index of the
/// point.
void for_each_lost_extremum(
    hid_t file, const std::function<void(const std::string& of, std::size_t point)>& visit);

/// In the file's order; none of a file without extrema. Throws IoError as read_losses().
std::vector<LostExtremum> read_lost_extrema(const std::string& path);
/// The same of an open result file, whose damage is the caller's to name.
std::vector<LostExtremum> read_lost_extrema(hid_t file);

/// Losses, undefined values aside, and lost extrema of a result, a sentence each, and what would
/// help where photon levels were too few or the pump has no end: the file is looked at once. Throws
/// IoError as read_losses().
std::vector<std::string> what_is_lost(const std::string& path);

/// "squeezing_wineland_max: 307 of 399 points lost, ..."; of a single point without the numbers
std::string lost_extremum_text(const LostExtremum& lost);
nlohmann::ordered_json lost_extrema_json(const std::vector<LostExtremum>& lost);

}  // namespace pairtwist
