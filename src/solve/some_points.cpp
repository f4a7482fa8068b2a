// SPDX-License-Identifier: BSD-3-Clause
#include "solve/some_points.hpp"

#include <algorithm>
#include <vector>

#include "plan/point_cost.hpp"
#include "scan/evenly_spread.hpp"

namespace pairtwist {

SomePoints look_at_some(const Job& job, const Scan& scan, const PointSet& points,
                        const BatchSizer& sizer, WorkPlanner& planner) {
  // A prime: a distance that an axis' length divides would see one of its values only.
  constexpr std::size_t most = 251;
  const std::vector<std::size_t> some = points.at(evenly_spread(points.size(), most));
  const auto samples = static_cast<std::int64_t>(scan.time().size());
  WorkPlanner::Recent recent;
  SomePoints found;
  for (const std::size_t index : some) {
    const Point point = scan.point(index);
    const PointWork work = planner.work(point, recent);
    const PointBytes bytes = sizer.bytes(point, work);
    found.average_cost += cost_of(job, point, work, samples).all / static_cast<double>(some.size());
    found.most_operations = std::max(found.most_operations, bytes.operations);
    found.most_bytes = std::max(found.most_bytes, bytes.solve);
  }
  return found;
}

}  // namespace pairtwist
