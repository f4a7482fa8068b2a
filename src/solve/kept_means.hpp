// SPDX-License-Identifier: BSD-3-Clause
// Means over trajectories between a batch's arrays and the rows that a result keeps of them
// (observables/trajectory_means.hpp).
#pragma once

#include <cstdint>
#include <span>

#include "engines/batch.hpp"
#include "engines/host_solver.hpp"
#include "observables/trajectory_means.hpp"

namespace pairtwist {

/// What the backend found of the batch's point b, [k][set][means.size()]; NaN if it failed.
void keep_means(const engines::Batch& batch, const engines::BatchView& view, std::int64_t b,
                const TrajectoryMeans& means, std::span<double> row);

/// The other way, into arrays that size_result() has sized. What the batch wants and the row does
/// not have makes the point one that failed.
void restore_means(const engines::Batch& batch, std::int64_t b, const TrajectoryMeans& means,
                   std::span<const double> row, engines::HostResult& result);

}  // namespace pairtwist
