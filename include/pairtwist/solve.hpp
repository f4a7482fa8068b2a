// Runs a scan: points in, rows of the result file out, batch after batch in order.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "pairtwist/job.hpp"
#include "pairtwist/plan.hpp"
#include "pairtwist/results.hpp"
#include "pairtwist/rows.hpp"
#include "pairtwist/scan.hpp"
#include "pairtwist/stop_flag.hpp"

namespace pairtwist {

class Backend;

struct ScanReport {
  std::int64_t done = 0;
  std::map<Status, std::int64_t> statuses;  ///< points per status
  std::int64_t failed = 0;  ///< points without a single trusted value of some quantity
};

struct SolveOptions {
  int threads = 0;  ///< of the host's part; 0: all that the process may use
  std::function<void(const ScanReport&)> progress;  ///< called after each batch
  /// Raised, it ends the scan with Interrupted: on the CPU within a step of a block, on a device
  /// when its kernels in work are done.
  const StopFlag* stop = nullptr;
  /// Points to solve, in increasing order; empty: all of them. For the pilot of `plan`.
  std::vector<std::size_t> only;
};

/// Solves every point and writes its rows, laid out as result_layout(job, scan) says, to `sink`.
/// Throws Interrupted; what the backend, the readers, the sink and options.progress throw.
ScanReport run_scan(const Job& job, const Scan& scan, Backend& backend, const StateReaders& readers,
                    ResultSink& sink, const SolveOptions& options = {});

/// The same with everything chosen as the job says: its points, the backend of job.solve, start
/// states from the files that job.base names.
ScanReport solve(const Job& job, ResultSink& sink, const SolveOptions& options = {});

}  // namespace pairtwist
