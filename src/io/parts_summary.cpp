// SPDX-License-Identifier: BSD-3-Clause
#include "io/parts_summary.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <string_view>
#include <utility>

#include "io/file_lock.hpp"
#include "io/parts_deal.hpp"
#include "io/parts_names.hpp"
#include "scan/evenly_spread.hpp"

namespace pairtwist {
namespace {

namespace fs = std::filesystem;
using Key = std::pair<std::size_t, std::size_t>;  ///< count, index

/// Of "part.3-of-8.000012.h5", "shard.3-of-8.lock".
std::optional<Shard> shard_of(std::string_view name) {
  const std::size_t dot = name.find('.');
  const char* const end = name.data() + name.size();
  if (dot == std::string_view::npos) return std::nullopt;
  Shard shard;
  const auto [middle, problem] = std::from_chars(name.data() + dot + 1, end, shard.index);
  constexpr std::string_view between = "-of-";
  if (problem != std::errc() || !std::string_view(middle, end).starts_with(between))
    return std::nullopt;
  const auto [after, other] = std::from_chars(middle + between.size(), end, shard.count);
  if (other != std::errc() || shard.index >= shard.count) return std::nullopt;
  return shard;
}

/// As its workers have it.
Deal deal_there(const PartsOfJob& scan, std::size_t shards) {
  return find_deal({scan.folder, scan.header.identity.sha256, lengths_of_axes(scan.layout), shards},
                   [] { return std::nullopt; })
      .deal;
}

/// What they were counted to cost, from a million of them at most, or their number.
double work_of(const std::optional<CostMap>& costs, const PointSet& points) {
  constexpr std::size_t most = std::size_t{1} << 20;
  const auto all = static_cast<double>(points.size());
  if (!costs || points.empty()) return all;
  const std::vector<std::size_t> counted =
      points.at(evenly_spread(points.size(), std::min(points.size(), most)));
  double sum = 0.0;
  for (const std::size_t point : counted) sum += costs->cost(point);
  return all * sum / static_cast<double>(counted.size());
}

}  // namespace

PartsSummary summarize_parts(const PartsOfJob& scan, const FoundParts& found,
                             const CountCosts& count) {
  const PointSet there = found.points();
  PartsSummary summary;
  summary.folder = scan.folder;
  summary.scan_points = scan.header.points;
  summary.done = there.size();
  summary.totals = found.totals();
  summary.parts = found.parts.size();
  summary.problems = found.problems;
  summary.title = scan.job.title;
  summary.origin = scan.header.origin.text();

  std::map<Key, ShardSummary> shards;
  for (const PartRecord& part : found.parts) {
    summary.bytes += part.bytes;
    const std::optional<Shard> shard = shard_of(part.name);
    if (!shard) continue;
    ShardSummary& own = shards[{shard->count, shard->index}];
    own.shard = *shard;
    own.points += part.points.size();
    own.seconds += part.seconds;
    own.last_written = std::max(own.last_written, part.written);
  }
  std::error_code gone;
  for (const auto& entry : fs::directory_iterator(scan.folder, gone)) {
    const std::string name = entry.path().filename().string();
    const std::optional<Shard> shard = is_lock_name(name) ? shard_of(name) : std::nullopt;
    if (!shard || !FileLock::is_held(entry.path().string())) continue;
    ShardSummary& own = shards[{shard->count, shard->index}];
    own.shard = *shard;
    own.at_work = FileLock::holder(entry.path().string());
  }

  const PointSet left = PointSet::all(summary.scan_points).without(there);
  std::map<Key, Deal> deals;
  std::optional<CostMap> costs;
  for (const auto& [key, shard] : shards) {
    const Deal& deal = deals[key] = deal_there(scan, key.first);
    if (deal.costs) costs = deal.costs;
  }
  if (!costs && !left.empty()) costs = count();
  summary.by_cost = costs.has_value();
  for (const PartRecord& part : found.parts)
    if (const std::optional<Shard> shard = shard_of(part.name))
      shards[{shard->count, shard->index}].work += work_of(costs, part.points);

  double work_of_rates = 0.0;
  double seconds_of_rates = 0.0;
  PointSet idle = left;
  for (auto& [key, shard] : shards) {
    const PointSet own = shard_points(deals[key], shard.shard).without(there);
    shard.left = own.size();
    shard.work_left = work_of(costs, own);
    work_of_rates += shard.work;
    seconds_of_rates += shard.seconds;
    if (!shard.at_work.empty()) {
      idle = idle.without(own);
      if (shard.work > 0.0 && shard.seconds > 0.0)
        summary.seconds_left = std::max(summary.seconds_left.value_or(0.0),
                                        shard.work_left / shard.work * shard.seconds);
    }
    summary.shards.push_back(shard);
  }
  if (work_of_rates > 0.0 && !idle.empty())
    summary.idle_work = work_of(costs, idle) / work_of_rates * seconds_of_rates;
  return summary;
}

}  // namespace pairtwist
