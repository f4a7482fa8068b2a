// SPDX-License-Identifier: BSD-3-Clause
// Whether the points of a scan cost alike, and what they cost where they do not, for who deals them
// to workers: counted from the config (plan/point_cost.hpp), never measured, so that all workers
// count the same.
#pragma once

#include <optional>

#include "pairtwist/job.hpp"
#include "pairtwist/scan.hpp"
#include "plan/state_readers.hpp"
#include "scan/cost_map.hpp"

namespace pairtwist {

/// Looks at some hundred points, and at up to 8192 where those differ. None if the dearest costs at
/// most twice the cheapest. Throws what the readers throw, and what planning a point throws.
std::optional<CostMap> unequal_costs(const Job& job, const Scan& scan, const StateReaders& readers);

/// Of all points together, operations (plan/point_cost.hpp), from some thousand of them. Throws
/// likewise.
double whole_cost(const Job& job, const Scan& scan, const StateReaders& readers);

}  // namespace pairtwist
