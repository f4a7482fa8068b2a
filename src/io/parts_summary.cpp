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

}  // namespace

PartsSummary summarize_parts(const PartsOfJob& scan, const FoundParts& found) {
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

  double points_of_rates = 0.0;
  double seconds_of_rates = 0.0;
  std::size_t in_work = 0;
  for (auto& [key, shard] : shards) {
    shard.left =
        shard_points(deal_there(scan, shard.shard.count), shard.shard).without(there).size();
    points_of_rates += static_cast<double>(shard.points);
    seconds_of_rates += shard.seconds;
    if (!shard.at_work.empty()) {
      in_work += shard.left;
      if (shard.rate() > 0.0)
        summary.seconds_left = std::max(summary.seconds_left.value_or(0.0),
                                        static_cast<double>(shard.left) / shard.rate());
    }
    summary.shards.push_back(shard);
  }
  const std::size_t left = summary.scan_points - summary.done;
  if (points_of_rates > 0.0 && left > in_work)
    summary.idle_work = static_cast<double>(left - in_work) * (seconds_of_rates / points_of_rates);
  return summary;
}

}  // namespace pairtwist
