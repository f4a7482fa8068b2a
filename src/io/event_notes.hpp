// SPDX-License-Identifier: BSD-3-Clause
// What is to be said of a result's events, though nothing of them is lost: never reached, or
// reached by the start of every point already.
#pragma once

#include <hdf5.h>

#include <cstddef>
#include <string>
#include <vector>

namespace pairtwist {

struct EventNote {
  std::string event;
  std::string meaning;    ///< "first absolute time at which qfi >= 0.3"
  std::size_t never = 0;  ///< points at which it was not reached
  bool at_start = false;  ///< whether its time is 0 at all points
  std::size_t all_points = 0;
};

/// Of each event that some point did not reach, or all of them at t = 0, in the file's order.
/// Throws IoError as read_losses().
std::vector<EventNote> read_event_notes(hid_t file);
std::vector<EventNote> read_event_notes(const std::string& path);

/// "half: never reached at 12 of 40 points"; of a single point without the numbers
std::string event_note_text(const EventNote& event);

}  // namespace pairtwist
