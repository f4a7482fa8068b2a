// SPDX-License-Identifier: BSD-3-Clause
#include "solving.hpp"

#include <chrono>
#include <exception>
#include <future>
#include <utility>

#include "pairtwist/error.hpp"
#include "pairtwist/work_meter.hpp"
#include "running.hpp"

namespace pairtwist::bindings {
namespace {

namespace nb = nanobind;

/// Lets Python handle what came meanwhile; throws what its handlers raise.
void look_up() {
  const nb::gil_scoped_acquire gil;
  if (PyErr_CheckSignals() != 0) throw nb::python_error();
}

/// The same, and tells `progress`.
void look_up(const nb::object& progress, const WorkMeter::Reading& reading) {
  look_up();
  const nb::gil_scoped_acquire gil;
  progress(reading.points_done, reading.of_all);
}

/// Does `work` on a thread of its own and without the GIL, while the caller's thread looks up every
/// 50 ms; what is raised there raises `stop`, and is thrown when the work has ended.
template <class Work, class Look>
auto alive(StopFlag& stop, const Work& work, const Look& look) {
  const Running running(stop);  // until the GIL is back: see there
  const nb::gil_scoped_release released;
  auto result = std::async(std::launch::async, work);
  std::exception_ptr raised;
  while (result.wait_for(std::chrono::milliseconds(50)) != std::future_status::ready) {
    // At the interpreter's end threads that ask for the GIL are taken away.
    if (raised || running.at_exit()) continue;
    try {
      look();
    } catch (const nb::python_error&) {
      raised = std::current_exception();
      stop.raise();
    }
  }
  if (raised) {
    try {
      result.get();
    } catch (const Error&) {  // Interrupted: said by what was raised
    }
    std::rethrow_exception(raised);
  }
  try {
    return result.get();
  } catch (const Error&) {
    if (!running.at_exit()) throw;
    const nb::gil_scoped_acquire gil;
    PyErr_SetNone(PyExc_SystemExit);  // ends a thread without a word
    throw nb::python_error();
  }
}

}  // namespace

Solved solve_alive(Solver& solver, const ReadyJob& ready, const nb::object& progress) {
  StopFlag stop;
  WorkMeter meter;
  SolveOptions options;
  options.stop = &stop;
  options.starts = ready.starts;
  if (!progress.is_none()) options.meter = &meter;
  ScanReport report;
  options.progress = [&](const ScanReport& so_far) { report = so_far; };
  MemorySink rows = alive(
      stop, [&] { return solver.solve_to_memory(ready.job, options); },
      [&] {
        if (progress.is_none())
          look_up();
        else
          look_up(progress, meter.read());
      });
  if (!progress.is_none()) progress(meter.read().points_done, 1.0);
  return {std::move(rows), std::move(report)};
}

Plan plan_alive(const Solver& solver, const ReadyJob& ready) {
  StopFlag stop;
  return alive(
      stop, [&] { return solver.plan(ready.job, &stop, ready.starts); }, [] { look_up(); });
}

}  // namespace pairtwist::bindings
