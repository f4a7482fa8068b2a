// SPDX-License-Identifier: BSD-3-Clause
// Events of a result that were never reached: no time, and nothing is lost.
#pragma once

#include <hdf5.h>

#include <cstddef>
#include <string>
#include <vector>

namespace pairtwist {

struct NeverReached {
  std::string event;
  std::size_t points = 0;  ///< at which it was not, 1 at least
  std::size_t all_points = 0;
};

/// Of each event that some point did not reach, in the file's order. Throws IoError as
/// read_losses().
std::vector<NeverReached> read_never_reached(hid_t file);

/// "half: never reached at 12 of 40 points"; of a single point without the numbers
std::string never_reached_text(const NeverReached& event);

}  // namespace pairtwist
