// SPDX-License-Identifier: BSD-3-Clause
// Points of a result that solve.max_seconds ended: which, and what would help.
#pragma once

#include <hdf5.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pairtwist {

struct TimedOut {
  std::vector<std::size_t> points;  ///< flat indices, in order
  std::string reason;               ///< what is said of each; empty where there is none
  std::string text;                 ///< of all; empty where there is none
};

/// "2 of 3 points took longer than solve.max_seconds = 0.5; a larger max_seconds would help".
/// who: may be empty; cost: what it led to, ", which cost g2", or empty.
std::string timed_out_text(std::string_view who, const std::string& resolved_config,
                           std::string_view cost = {});

/// As `timed_out` and the resolved config tell; none of a file without it, as those of a scan
/// without a limit and of earlier versions are. Throws IoError as read_losses().
TimedOut read_timed_out(hid_t file);
/// The same of a file that was just written: its last line is not looked at.
TimedOut read_timed_out(const std::string& path);

}  // namespace pairtwist
