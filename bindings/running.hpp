// SPDX-License-Identifier: BSD-3-Clause
// Which solves are on their way in threads of Python. A thread that is still in one when the
// interpreter ends is taken away in the middle of C++, and that ends the process with an abort: so
// they are stopped, and waited for, before.
#pragma once

#include <nanobind/nanobind.h>

#include "pairtwist/stop_flag.hpp"

namespace pairtwist::bindings {

class Running {
 public:
  /// The flag is raised at the interpreter's end, and at once after it. Both with the GIL: who
  /// waits for it after this is over may be taken away on the way out.
  explicit Running(StopFlag& stop);
  ~Running();
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  /// Whether the interpreter is at its end.
  bool at_exit() const;

 private:
  StopFlag& stop_;
};

/// Has Python's atexit stop what is running.
void stop_at_exit();

}  // namespace pairtwist::bindings
