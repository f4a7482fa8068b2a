// SPDX-License-Identifier: BSD-3-Clause
// Points of a result that were given up before their end since nobody would wait for the steps that
// it is away: which, and what would help.
#pragma once

#include <hdf5.h>

#include <cstddef>
#include <string>
#include <vector>

#include "io/short_of_levels.hpp"
#include "io/timed_out.hpp"

namespace pairtwist {

struct TooManySteps {
  std::vector<std::size_t> points;  ///< flat indices, in order
  std::string reason;               ///< what is said of each; empty where there is none
  std::string text;                 ///< of all; empty where there is none
};

/// As `status` and `error_estimate` tell, which is infinite where a block or a state gave up: not
/// those that lacked photon levels or time, as these say of the same file. Throws IoError as
/// read_losses().
TooManySteps read_too_many_steps(hid_t file, const ShortOfLevels& short_of_levels,
                                 const TimedOut& timed_out);

}  // namespace pairtwist
