// SPDX-License-Identifier: BSD-3-Clause
// Points of a result at which pump.switch_off = "max_qfi" found no maximum: which, and what would
// help.
#pragma once

#include <hdf5.h>

#include <cstddef>
#include <string>
#include <vector>

namespace pairtwist {

struct NoMaximum {
  std::vector<std::size_t> points;  ///< flat indices, in order
  std::string reason;               ///< what is said of each; empty where there is none
  std::string text;                 ///< of all; empty where there is none
};

/// As `status` tells. Throws IoError as read_losses().
NoMaximum read_no_maximum(hid_t file);

}  // namespace pairtwist
