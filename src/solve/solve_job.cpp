// A job from end to end, for users of the library. The program does the same step by step
// (src/cli/run.cpp), to have something to say at each.
#include "backend/backend.hpp"
#include "backend/host_memory.hpp"
#include "io/file_readers.hpp"
#include "pairtwist/solve.hpp"

namespace pairtwist {

ScanReport solve(const Job& job, ResultSink& sink, const SolveOptions& options) {
  const Scan scan(job);
  const std::unique_ptr<Backend> backend = make_backend(job.solve.backend, options.threads);
  const StateReaders readers = file_readers();
  make_plan(job, scan, backend->memory_budget(), available_host_memory(), readers);
  return run_scan(job, scan, *backend, readers, sink, options);
}

}  // namespace pairtwist
