// SPDX-License-Identifier: BSD-3-Clause
#include "plan/plan.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <vector>

#include "engines/run_tasks.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/results.hpp"
#include "plan/batches.hpp"
#include "plan/point_counter.hpp"
#include "scan/evenly_spread.hpp"

namespace pairtwist {
namespace {

std::size_t bytes_of(DataType type) {
  switch (type) {
    case DataType::float64:
      return 8;
    case DataType::int32:
      return 4;
    case DataType::int8:
      return 1;
  }
  return 0;
}

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

/// Neither is below 0; the largest number instead of one that is larger.
std::int64_t product(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  return __builtin_mul_overflow(a, b, &result) ? most : result;
}
void add(std::int64_t& sum, std::int64_t more) {
  if (__builtin_add_overflow(sum, more, &sum)) sum = most;
}

/// Of `all` points, if `count` was counted of some of them.
std::int64_t share(std::int64_t count, std::int64_t all, std::int64_t counted) {
  if (all == counted || count == most) return count;
  const double about =
      static_cast<double>(count) * static_cast<double>(all) / static_cast<double>(counted);
  return about < static_cast<double>(most) ? static_cast<std::int64_t>(std::llround(about)) : most;
}

/// The corners of the grid: what is dear or does not fit is mostly at one of them.
std::vector<std::size_t> corners_of(const Scan& scan, std::size_t most_corners) {
  std::vector<std::size_t> corners = {0};
  std::size_t stride = scan.size();
  for (const std::size_t length : scan.shape()) {
    stride /= length;
    const std::size_t before = corners.size();
    if (length > 1 && before <= most_corners / 2)
      for (std::size_t i = 0; i < before; ++i)
        corners.push_back(corners[i] + (length - 1) * stride);
  }
  return corners;
}

/// Of `only` all points, or so many at equal distances, and corners.
std::vector<std::size_t> counted_points(const Scan& scan, const PointSet& only) {
  constexpr std::size_t most_counted = std::size_t{1} << 20;
  // An odd divisor: a distance that an axis' length divides would see one of its values only.
  constexpr std::size_t some = 262'139;
  const bool all = only.size() <= most_counted;
  std::vector<std::size_t> points = only.at(evenly_spread(only.size(), all ? only.size() : some));
  if (all) return points;
  for (const std::size_t corner : corners_of(scan, most_counted))
    if (only.contains(corner)) points.push_back(corner);
  std::ranges::sort(points);
  // Clang 14, which builds the fuzz targets, does not take std::ranges::unique of GCC's library.
  points.erase(std::unique(points.begin(), points.end()), points.end());
  return points;
}

/// As batches would be filled with it.
void add_to_batches(const CountedPoint& point, BatchSizer& sizer, Plan& plan) {
  if (plan.batches == 0 || !sizer.add(point.bytes)) {
    sizer.start_next();
    sizer.add(point.bytes);
    ++plan.batches;
  }
  plan.largest_batch = std::max(plan.largest_batch, sizer.points());
  const std::int64_t allowed =
      std::max(sizer.slot_budget(), point.whole ? point.bytes.solve : point.bytes.per_time);
  plan.batch_bytes = std::max(plan.batch_bytes, std::min(sizer.solve_bytes(), allowed));
  plan.rows_bytes = std::max(plan.rows_bytes, sizer.rows_bytes());
}

}  // namespace

Plan make_plan(const Job& job, const Scan& scan, const BatchRoom& room, std::int64_t host_memory,
               const StateReaders& readers, const PointSet& only, const StopFlag* stop) {
  Plan plan;
  plan.points = static_cast<std::int64_t>(only.size());
  plan.samples = static_cast<std::int64_t>(scan.time().size());
  BatchSizer sizer(job, plan.samples, room);
  PointCounter counter(job, scan, sizer, host_memory, readers);
  std::map<Method, std::int64_t> methods;

  const std::vector<std::size_t> counted = counted_points(scan, only);
  plan.counted = static_cast<std::int64_t>(counted.size());
  constexpr std::size_t together = 16384;
  std::vector<CountedPoint> some;
  for (std::size_t first = 0; first < counted.size(); first += some.size()) {
    some.assign(std::min(together, counted.size() - first), {});
    engines::run_short_tasks<WorkPlanner::Recent>(
        static_cast<std::int64_t>(some.size()), room.hands,
        [&](std::int64_t i, WorkPlanner::Recent& recent) {
          CountedPoint& point = some[static_cast<std::size_t>(i)];
          try {
            point = counter.count(counted[first + static_cast<std::size_t>(i)], recent);
          } catch (...) {
            point.refused = std::current_exception();
          }
        },
        StopFlag::address_of(stop));
    if (stop != nullptr && stop->raised()) throw Interrupted("the scan was interrupted unsolved");
    for (const CountedPoint& point : some) {
      // The first of them, whichever thread met its own first.
      if (point.refused) std::rethrow_exception(point.refused);
      add_to_batches(point, sizer, plan);
      add(plan.coherences, product(point.atoms + 1, point.atoms + 1));
      add(plan.solved, point.pairs);
      add(plan.sectors, point.sectors);
      ++methods[point.method];
      if (point.in_double) ++plan.in_double;
    }
  }

  const auto of_all = [&](std::int64_t& count) { count = share(count, plan.points, plan.counted); };
  for (std::int64_t* count :
       {&plan.coherences, &plan.solved, &plan.sectors, &plan.batches, &plan.in_double})
    of_all(*count);
  for (const auto& [method, points] : methods) of_all(plan.methods[to_string(method)] = points);
  const ResultLayout layout = result_layout(job, scan);
  for (const Variable& variable : layout.variables)
    add(plan.disk_bytes, product(plan.points, static_cast<std::int64_t>(layout.row_size(variable) *
                                                                        bytes_of(variable.type))));
  return plan;
}

Plan make_plan(const Job& job, const Scan& scan, const BatchRoom& room, std::int64_t host_memory,
               const StateReaders& readers, const StopFlag* stop) {
  return make_plan(job, scan, room, host_memory, readers, PointSet::all(scan.size()), stop);
}

}  // namespace pairtwist
