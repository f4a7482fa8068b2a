// SPDX-License-Identifier: BSD-3-Clause
// pairtwist._core: jobs, plans and solvers as Python has them. What is pleasant to call is written
// in Python on top of it (python/pairtwist/solving.py).
#include <fmt/format.h>
#include <nanobind/nanobind.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <string>
#include <utility>
#include <vector>

#include "backend/backend.hpp"
#include "errors.hpp"
#include "job.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/plan.hpp"
#include "pairtwist/solve.hpp"
#include "pairtwist/version.hpp"
#include "result.hpp"
#include "running.hpp"
#include "solving.hpp"
#include "text/counted.hpp"

namespace nb = nanobind;

namespace pairtwist::bindings {
namespace {

BackendChoice backend_named(const std::string& name) {
  for (const BackendChoice choice :
       {BackendChoice::automatic, BackendChoice::cpu, BackendChoice::cuda})
    if (name == to_string(choice)) return choice;
  throw UsageError(fmt::format(R"(backend: found "{}"; allowed: "auto", "cpu", "cuda"{})", name,
                               name == "gpu" || name == "GPU" ? R"(; did you mean "cuda"?)" : ""));
}

void define_plan(nb::module_& module) {
  nb::class_<Plan>(module, "Plan", "What a scan would cost. Bytes are of the largest batch.")
      .def_ro("points", &Plan::points)
      .def_ro("samples", &Plan::samples, "Sample times a point.")
      .def_ro("methods", &Plan::methods, "Points of each method.")
      .def_ro("in_double", &Plan::in_double, "Of closed_form, points for which doubles do.")
      .def_ro("coherences", &Plan::coherences, "Sum of (N+1)^2.")
      .def_ro("solved", &Plan::solved, "Pairs left by symmetry, demand and weight.")
      .def_ro("sectors", &Plan::sectors, "Cavity amplitudes evolved.")
      .def_ro("batches", &Plan::batches)
      .def_ro("largest_batch", &Plan::largest_batch, "Points.")
      .def_ro("batch_bytes", &Plan::batch_bytes, "What a backend holds of one batch.")
      .def_ro("rows_bytes", &Plan::rows_bytes, "What the host holds of its results.")
      .def_ro("disk_bytes", &Plan::disk_bytes, "Numbers of the file before compression.")
      .def("__repr__", [](const Plan& plan) {
        std::string methods;
        for (const auto& [name, points] : plan.methods)
          methods += fmt::format("{}{} {}", methods.empty() ? "" : ", ", points, name);
        return fmt::format("<Plan: {} ({}), {}, {} of {}, {}>", counted(plan.points, "point"),
                           methods, counted(plan.samples, "sample"), plan.solved,
                           counted(plan.coherences, "coherence"),
                           counted(plan.batches, "batch", "es"));
      });
}

void define_solver(nb::module_& module) {
  nb::class_<Solver>(module, "Solver", "A CPU or CUDA devices, ready for one job after another.")
      .def(
          "__init__",
          [](Solver* self, const std::string& backend, int threads,
             const std::vector<int>& devices) {
            new (self) Solver(backend_named(backend), threads, devices);
          },
          nb::arg("backend"), nb::arg("threads"), nb::arg("devices"))
      .def_prop_ro("backend", &Solver::backend)
      .def_prop_ro("device", &Solver::device)
      .def("plan", &plan_alive, nb::arg("job"))
      .def(
          "solve",
          [](Solver& self, const ReadyJob& job, const nb::object& progress) {
            Solved solved = solve_alive(self, job, progress);
            nb::dict parts = dataset_parts(std::move(solved.rows));
            parts["coarse"] = solved.report.coarse;
            return parts;
          },
          nb::arg("job"), nb::arg("progress").none(),
          "coords, data_vars and attrs of a Dataset, and at how many points samples were few for "
          "its extrema (coarse); progress is called with the points done and the share of all "
          "work.");
}

}  // namespace
}  // namespace pairtwist::bindings

NB_MODULE(_core, module) {
  module.doc() = "The compiled part of pairtwist.";
  pairtwist::bindings::translate_errors();
  pairtwist::bindings::stop_at_exit();
  nb::set_leak_warnings(false);  // threads that the interpreter's end takes away keep what they had
  pairtwist::bindings::define_job(module);
  pairtwist::bindings::define_plan(module);
  pairtwist::bindings::define_solver(module);
}
