// SPDX-License-Identifier: BSD-3-Clause
#include "io/parts_summary.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>
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

/// What has been done, in so many seconds, and what is left: counted work, and points.
struct Pace {
  double work = 0.0, work_left = 0.0;
  double points = 0.0, points_left = 0.0;
  double seconds = 0.0;

  /// None where too little is done to tell. Cheap points come first and take longer than they were
  /// counted to, and while their parts are made dear ones are in work: until a tenth is done, the
  /// number of points has to bear the work out, as in the line of `run`.
  std::optional<double> left() const {
    constexpr double ground = 0.1;
    constexpr double alike = 3.0;
    if (!(work > 0.0) || !(seconds > 0.0)) return std::nullopt;
    const double by_work = work_left / work * seconds;
    const double by_points = points_left / points * seconds;
    if (work >= ground * (work + work_left)) return by_work;
    if (by_work < alike * by_points && by_points < alike * by_work) return by_work;
    return std::nullopt;
  }
};

/// Seconds by this machine's clock since such a time, "2026-11-30T02:48:00Z"; 0 if it is none.
double seconds_since(const std::string& utc) {
  std::tm parsed{};
  if (strptime(utc.c_str(), "%Y-%m-%dT%H:%M:%S", &parsed) == nullptr) return 0.0;
  return std::max(std::difftime(std::time(nullptr), timegm(&parsed)), 0.0);
}

/// Of a shard at work, which has done since its last part what no part has yet.
std::optional<double> time_left(const ShardSummary& shard) {
  constexpr double at_least = 0.5;  // of what was left then: nobody knows that it is done
  const std::optional<double> left = Pace{.work = shard.work,
                                          .work_left = shard.work_left,
                                          .points = static_cast<double>(shard.points),
                                          .points_left = static_cast<double>(shard.left),
                                          .seconds = shard.seconds}
                                         .left();
  if (!left) return std::nullopt;
  return std::max(*left - seconds_since(shard.last_written), at_least * *left);
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

  Pace of_all;
  PointSet idle = left;
  bool known = true;
  for (auto& [key, shard] : shards) {
    const PointSet own = shard_points(deals[key], shard.shard).without(there);
    shard.left = own.size();
    shard.work_left = work_of(costs, own);
    of_all.work += shard.work;
    of_all.points += static_cast<double>(shard.points);
    of_all.seconds += shard.seconds;
    if (!shard.at_work.empty()) {
      idle = idle.without(own);
      const std::optional<double> time = time_left(shard);
      known = known && time.has_value();
      summary.seconds_left = std::max(summary.seconds_left.value_or(0.0), time.value_or(0.0));
    }
    summary.shards.push_back(shard);
  }
  if (!known) summary.seconds_left.reset();
  if (of_all.work > 0.0) summary.share_of_work = of_all.work / (of_all.work + work_of(costs, left));
  of_all.work_left = work_of(costs, idle);
  of_all.points_left = static_cast<double>(idle.size());
  summary.idle = idle.size();
  if (!idle.empty()) summary.idle_work = of_all.left();
  return summary;
}

}  // namespace pairtwist
