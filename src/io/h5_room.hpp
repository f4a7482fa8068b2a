// SPDX-License-Identifier: BSD-3-Clause
// Memory for libhdf5, which (1.10) faults where it has none to open a file, or to close one.
#pragma once

namespace pairtwist::h5 {

/// As much memory as libhdf5 needs for a file and for some reading and writing, kept from others
/// and not used: looked for before a file is opened, and given back before it is closed.
class Room {
 public:
  /// Throws std::bad_alloc if the process may not have that much more.
  Room();
  ~Room() { give_back(); }
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;

  void give_back() noexcept;

 private:
  void* start_;
};

/// For a program whose files are closed when it ends: libhdf5 does not look at all that it has once
/// more then, which faults where memory had run out. Before anything else is asked of it.
void end_without_looking_back();

}  // namespace pairtwist::h5
