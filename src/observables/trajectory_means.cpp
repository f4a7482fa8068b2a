// SPDX-License-Identifier: BSD-3-Clause
#include "observables/trajectory_means.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "observables/registry.hpp"

namespace pairtwist {

std::vector<std::string> trajectory_set_names() {
  std::vector<std::string> names = {"mean", "check"};
  for (std::int64_t g = 0; g < kTrajectoryGroups; ++g)
    names.push_back(fmt::format("without group {}", g));
  return names;
}

TrajectoryMeans trajectory_means(const Job& job, const Scan& scan) {
  TrajectoryMeans means;
  for (std::size_t i = 0; i < scan.size(); ++i) {
    const Point point = scan.point(i);
    for (const std::string& name : job.output.quantities) {
      const Demand demand = find_quantity(name)->demand(point);
      if (demand.distribution) means.photon_numbers = job.output.photons_max + 1;
      if (demand.every_pair()) means.dim = std::max(means.dim, point.parameters.model.atoms + 1);
    }
  }
  return means;
}

}  // namespace pairtwist
