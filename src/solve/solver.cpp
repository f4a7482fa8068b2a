// SPDX-License-Identifier: BSD-3-Clause
// Jobs from end to end, for users of the library. The program does the same step by step
// (src/cli/run.cpp), to have something to say at each.
#include <fmt/format.h>

#include <utility>
#include <vector>

#include "backend/backend.hpp"
#include "backend/host_memory.hpp"
#include "backend/host_threads.hpp"
#include "io/file_readers.hpp"
#include "io/provenance.hpp"
#include "io/start_files.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/solve.hpp"
#include "plan/plan.hpp"
#include "solve/batch_room.hpp"
#include "solve/run_scan.hpp"

namespace pairtwist {
namespace {

/// Throws if the job wants another backend: nothing is solved elsewhere than asked.
void check_backend(const Job& job, const Backend& backend) {
  const BackendChoice wanted = job.solve.backend;
  if (wanted == BackendChoice::automatic || to_string(wanted) == backend.name()) return;
  throw UsageError(
      fmt::format("solve.backend: this solver's backend is \"{}\"; found \"{}\"; allowed here: "
                  "\"{}\" or \"auto\"",
                  backend.name(), to_string(wanted), backend.name()));
}

Plan plan_on(const Backend& backend, int threads, const Job& job, const Scan& scan,
             const StateReaders& readers, const StopFlag* stop) {
  check_backend(job, backend);
  return make_plan(job, scan, batch_room(backend, host_threads(threads)), available_host_memory(),
                   readers, stop);
}

}  // namespace

Solver::Solver(BackendChoice choice, int threads, const std::vector<int>& devices)
    : backend_(make_backend(choice, threads, devices)), threads_(threads) {}

Solver::~Solver() = default;
Solver::Solver(Solver&&) noexcept = default;
Solver& Solver::operator=(Solver&&) noexcept = default;

std::string Solver::backend() const { return backend_->name(); }
std::string Solver::device() const { return backend_->device(); }

Plan Solver::plan(const Job& job, const StopFlag* stop,
                  const std::vector<StoredStart>& starts) const {
  return plan_on(*backend_, threads_, job, Scan(job), file_readers(start_files(job, starts)), stop);
}

ScanReport Solver::solve(const Job& job, ResultSink& sink, const SolveOptions& options) {
  const Scan scan(job);
  const StateReaders readers = file_readers(start_files(job, options.starts));
  plan_on(*backend_, threads_, job, scan, readers, options.stop);  // refuses what does not fit
  return run_scan(job, scan, *backend_, threads_, readers, sink, options);
}

MemorySink Solver::solve_to_memory(const Job& job, const SolveOptions& options) {
  const Scan scan(job);
  const std::vector<StartFile> files = start_files(job, options.starts);
  const StateReaders readers = file_readers(files);
  plan_on(*backend_, threads_, job, scan, readers, options.stop);
  ResultLayout layout = result_layout(job, scan);
  layout.start_files = small_contents(files);
  layout.attributes.merge(
      provenance_attributes(job, {backend_->name(), backend_->device(), backend_->simd(), files}));
  MemorySink sink(std::move(layout));
  run_scan(job, scan, *backend_, threads_, readers, sink, options);
  return sink;
}

ScanReport solve(const Job& job, ResultSink& sink, const SolveOptions& options) {
  return Solver(job.solve.backend).solve(job, sink, options);
}

MemorySink solve_to_memory(const Job& job, const SolveOptions& options) {
  return Solver(job.solve.backend).solve_to_memory(job, options);
}

}  // namespace pairtwist
