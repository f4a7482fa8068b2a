// SPDX-License-Identifier: BSD-3-Clause
#include "plan/scan_costs.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include "model/methods.hpp"
#include "plan/point_cost.hpp"
#include "plan/point_work.hpp"
#include "scan/evenly_spread.hpp"

namespace pairtwist {
namespace {

constexpr std::size_t first_look = 512;  // points
constexpr std::size_t second_look = 8192;
/// A prime: a distance that an axis' length divides would see one of its values only.
constexpr std::size_t points_of_whole = 1021;
/// Dealt by number, shards of such points differ by a few percent.
constexpr double alike = 2.0;

/// Operations of a point whose start or tables would have to be made to count them, and take long
/// or do not fit: 0 if it is none. What decides is no machine's memory, which may differ.
double operations_of_huge(const Point& point, const Demand& demand, bool blocks,
                          std::int64_t samples) {
  constexpr std::int64_t most_with_tables = 4096;
  constexpr std::int64_t most_in_start = std::int64_t{1} << 22;
  constexpr double of_element = 60.0;
  const std::int64_t atoms = point.parameters.model.atoms;
  const bool every_m = demand.every_m || !blocks;
  const bool tables = demand.every_m && demand.all;
  const bool huge = every_m && atoms > (tables ? most_with_tables : most_in_start);
  const auto dim = static_cast<double>(atoms) + 1.0;
  return huge ? of_element * dim * dim * static_cast<double>(samples) : 0.0;
}

std::vector<double> costs_of(const Job& job, const Scan& scan, const StateReaders& readers,
                             const std::vector<std::size_t>& points) {
  // By atoms, whose starts and tables are then made once.
  std::vector<std::int64_t> atoms;
  for (const std::size_t point : points) atoms.push_back(scan.point(point).parameters.model.atoms);
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return atoms[i]; });

  WorkPlanner planner(job, readers);
  WorkPlanner::Recent recent;
  const auto samples = static_cast<std::int64_t>(scan.time().size());
  std::vector<double> costs(points.size());
  for (const std::size_t i : order) {
    const Point point = scan.point(points[i]);
    const Method method = method_of(job.solve.method, point.parameters);
    const double huge =
        operations_of_huge(point, planner.demand(point), traits(method).blocks, samples);
    costs[i] = huge > 0.0 ? huge : cost_of(job, point, planner.work(point, recent), samples).all;
  }
  return costs;
}

}  // namespace

double whole_cost(const Job& job, const Scan& scan, const StateReaders& readers) {
  const std::vector<std::size_t> points = evenly_spread(scan.size(), points_of_whole);
  double sum = 0.0;
  for (const double cost : costs_of(job, scan, readers, points)) sum += cost;
  return sum / static_cast<double>(points.size()) * static_cast<double>(scan.size());
}

std::optional<CostMap> unequal_costs(const Job& job, const Scan& scan,
                                     const StateReaders& readers) {
  const auto count = [&](const std::vector<std::size_t>& points) {
    return costs_of(job, scan, readers, points);
  };
  CostMap costs(scan.shape(), first_look, count);
  if (costs.spread() <= alike) return std::nullopt;
  if (scan.size() > first_look) costs = CostMap(scan.shape(), second_look, count);
  return costs;
}

}  // namespace pairtwist
