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

namespace pairtwist {

struct LostToRounding {
  std::vector<std::size_t> points;  ///< flat indices, in order: those that something would help
  std::string reason;               ///< what is said of each; empty where there is none
  std::string text;                 ///< of all; empty where there is none
};

/// As the statuses of quantities tell, of methods that go by steps: of the closed form no other
/// method gives more. Throws IoError as read_losses().
LostToRounding read_lost_to_rounding(hid_t file);

/// What would help points of the job that were solved by `method` and lost values so, one of them
/// with these parameters; empty if nothing would. Of trajectories the means of a few say nothing.
std::string help_with_rounding(const Job& job, Method method, const Parameters& parameters);

}  // namespace pairtwist
