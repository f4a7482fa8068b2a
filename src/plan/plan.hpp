// SPDX-License-Identifier: BSD-3-Clause
// Counts what a scan would cost, and refuses what cannot fit.
#pragma once

#include <cstdint>

#include "pairtwist/job.hpp"
#include "pairtwist/plan.hpp"
#include "pairtwist/point_set.hpp"
#include "pairtwist/scan.hpp"
#include "pairtwist/stop_flag.hpp"
#include "plan/batches.hpp"
#include "plan/state_readers.hpp"

namespace pairtwist {

/// Of all points, or of `only`, in ascending order. Throws UsageError if one sample time of one
/// point is beyond `host_memory` bytes: says the bytes; or if light from a file has more photon
/// levels than job.solve lets it have; Interrupted soon after `stop` is raised. Throws what the
/// readers throw.
Plan make_plan(const Job& job, const Scan& scan, const BatchRoom& room, std::int64_t host_memory,
               const StateReaders& readers, const PointSet& only, const StopFlag* stop = nullptr);
Plan make_plan(const Job& job, const Scan& scan, const BatchRoom& room, std::int64_t host_memory,
               const StateReaders& readers, const StopFlag* stop = nullptr);

}  // namespace pairtwist
