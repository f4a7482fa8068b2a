// SPDX-License-Identifier: BSD-3-Clause
#include "solve/merged_trajectories.hpp"

#include <algorithm>
#include <numeric>

#include "backend/host_memory.hpp"
#include "solve/kept_means.hpp"

namespace pairtwist {

KeptPoint merged_point(const std::vector<KeptPoint>& of, const std::vector<std::int64_t>& counts,
                       const TrajectoryMeans& means) {
  const auto all =
      static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}));
  const auto size = static_cast<std::size_t>(means.size());
  KeptPoint merged;
  merged.means.assign(of.front().means.size(), 0.0);
  for (std::size_t i = 0; i < of.size(); ++i) {
    const double share = static_cast<double>(counts[i]) / all;
    for (std::size_t at = 0; at < merged.means.size(); ++at) {
      double& into = merged.means[at];
      const double more = of[i].means[at];
      // What rounding leaves of a state is that of the worst one.
      if (at % size == TrajectoryMeans::state_rounding)
        into = i == 0 ? more : std::max(into, more);
      else
        into += share * more;
    }
    merged.cutoff = std::max(merged.cutoff, of[i].cutoff);
    merged.tail_population = std::max(merged.tail_population, of[i].tail_population);
    merged.runtime += of[i].runtime;
  }
  return merged;
}

std::int64_t MergedTrajectories::memory_budget() const { return available_host_memory() / 4; }

void MergedTrajectories::submit(int /*slot*/, const engines::Batch& batch) {
  batch.begin();
  engines::size_result(batch, result_);
  for (std::int64_t b = 0; b < batch.size(); ++b) {
    const KeptPoint point = point_(batch.scan_points[static_cast<std::size_t>(b)]);
    restore_means(batch, b, means_, point.means, result_);
    result_.cutoff[static_cast<std::size_t>(b)] = point.cutoff;
    result_.tail[static_cast<std::size_t>(b)] = point.tail_population;
  }
  batch.end();
}

engines::BatchView MergedTrajectories::wait(int /*slot*/) { return engines::view_of(result_); }

}  // namespace pairtwist
