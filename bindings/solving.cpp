// SPDX-License-Identifier: BSD-3-Clause
#include "solving.hpp"

#include <chrono>
#include <cstdint>
#include <future>

#include "pairtwist/error.hpp"

namespace pairtwist::bindings {
namespace {

namespace nb = nanobind;

/// Lets Python handle what came meanwhile; throws what its handlers raise.
void look_up(const nb::object& progress, std::int64_t done, std::int64_t& told) {
  const nb::gil_scoped_acquire gil;
  if (PyErr_CheckSignals() != 0) throw nb::python_error();
  if (done == told) return;
  told = done;
  progress(done);
}

}  // namespace

MemorySink solve_alive(Solver& solver, const Job& job, const nb::object& progress) {
  StopFlag stop;
  std::int64_t done = 0;
  std::int64_t told = progress.is_none() ? -1 : 0;
  SolveOptions options;
  options.stop = &stop;
  if (told == 0)
    options.progress = [&](const ScanReport& report) {
      __atomic_store_n(&done, report.done, __ATOMIC_RELAXED);
    };
  else
    done = told;

  const nb::gil_scoped_release released;
  std::future<MemorySink> result =
      std::async(std::launch::async, [&] { return solver.solve_to_memory(job, options); });
  std::exception_ptr raised;
  while (result.wait_for(std::chrono::milliseconds(50)) != std::future_status::ready) {
    if (raised) continue;
    try {
      look_up(progress, __atomic_load_n(&done, __ATOMIC_RELAXED), told);
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
  MemorySink sink = result.get();
  look_up(progress, done, told);
  return sink;
}

}  // namespace pairtwist::bindings
