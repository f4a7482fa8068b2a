// SPDX-License-Identifier: BSD-3-Clause
// A scan on a thread of its own, so that Python stays alive meanwhile: Ctrl-C and progress.
#pragma once

#include <nanobind/nanobind.h>

#include "job.hpp"
#include "pairtwist/memory_sink.hpp"
#include "pairtwist/solve.hpp"

namespace pairtwist::bindings {

struct Solved {
  MemorySink rows;
  ScanReport report;
};

/// Solves without the GIL. progress: None, or called with the number of points done and the share,
/// 0 ... 1, of all work. Every 50 ms the caller's thread asks Python for signals; an exception that
/// a handler raises (that of Ctrl-C is KeyboardInterrupt), or `progress` does, stops the scan as a
/// StopFlag does, and is thrown when it has ended.
Solved solve_alive(Solver& solver, const ReadyJob& ready, const nanobind::object& progress);

/// Solver::plan in the same way.
Plan plan_alive(const Solver& solver, const ReadyJob& ready);

}  // namespace pairtwist::bindings
