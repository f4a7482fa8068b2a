// SPDX-License-Identifier: BSD-3-Clause
// Runs a scan on a backend: batches of points, whose rows come in order.
#pragma once

#include "backend/backend.hpp"
#include "pairtwist/scan.hpp"
#include "pairtwist/solve.hpp"
#include "plan/point_work.hpp"
#include "plan/state_readers.hpp"

namespace pairtwist {

/// Solves every point and writes its rows, laid out as result_layout(job, scan) says, to `sink`.
/// threads: of the host's part; 0: all that the process may use. Throws Interrupted; what the
/// backend, the readers, the sink and options.progress throw.
ScanReport run_scan(const Job& job, const Scan& scan, Backend& backend, int threads,
                    const StateReaders& readers, ResultSink& sink, const SolveOptions& options = {},
                    Arithmetic arithmetic = Arithmetic::by_tolerance);

}  // namespace pairtwist
