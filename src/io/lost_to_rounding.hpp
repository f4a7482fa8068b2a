// SPDX-License-Identifier: BSD-3-Clause
// Points of a result that lack values since rounding takes more of them than solve.tolerance
// allows: which, and what would help.
#pragma once

#include <hdf5.h>

#include <cstddef>
#include <string>
#include <vector>

#include "pairtwist/job.hpp"
#include "pairtwist/model.hpp"
#include "pairtwist/scan.hpp"

namespace pairtwist {

struct LostToRounding {
  std::vector<std::size_t> points;  ///< flat indices, in order: those that something would help
  std::string reason;               ///< what is said of each; empty where there is none
  std::string text;                 ///< of all; empty where there is none
};

/// As the statuses of quantities tell. Throws IoError as read_losses().
LostToRounding read_lost_to_rounding(hid_t file);

/// What would help a point of the job that was solved by `method` and lost values so since then;
/// empty if nothing would. Of trajectories the means of a few say nothing.
std::string help_with_rounding(const Job& job, Method method, const Point& point, double since);

}  // namespace pairtwist
