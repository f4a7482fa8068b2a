// SPDX-License-Identifier: BSD-3-Clause
// Points of a result that did not converge on as many photon levels as they may have: what the
// limit is called, and what would help.
#pragma once

#include <hdf5.h>

#include <cstddef>
#include <map>
#include <string>

namespace pairtwist {

struct ShortOfLevels {
  std::map<std::size_t, std::string> points;  ///< flat index; what is said of each alone
  std::string text;                           ///< of all; empty where there is none
};

/// Told by `status`, `method` and `cutoff` and the resolved config. Throws IoError as
/// read_losses().
ShortOfLevels read_short_of_levels(hid_t file);

}  // namespace pairtwist
