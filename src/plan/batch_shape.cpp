// SPDX-License-Identifier: BSD-3-Clause
#include "plan/batch_shape.hpp"

#include <algorithm>
#include <cmath>

namespace pairtwist {
namespace {

constexpr double minute = 60.0;
constexpr double hour = 3600.0;
constexpr std::int64_t most_shards = 1000;
constexpr double shard_goal = hour;
constexpr double least_wall = 10.0 * minute;
constexpr double most_wall = 24.0 * hour;
// A worker has 20 s for what is in work (cli/orderly_stop.cpp), then writes a part. Slurm's signal
// may come a minute early, and must not come before the worker's own end.
constexpr double lead = 2.0 * minute;
constexpr double early = minute;
constexpr double starting = minute;
// Bytes: every part is read twice, the result written. Of what docs/cluster.md measures the least,
// and less.
constexpr double joined_per_second = 10e6;
constexpr std::int64_t first_restarts = 10;

double joining_seconds(const ScanFigures& figures) {
  return std::min(static_cast<double>(figures.result_bytes) / joined_per_second, most_wall / 2.0);
}

std::int64_t shards_of(const ScanFigures& figures) {
  if (figures.shards) return std::clamp(*figures.shards, std::int64_t{1}, figures.points);
  const std::int64_t most = std::min(figures.points, most_shards);
  if (!figures.most_seconds) return most;
  const double wanted = std::ceil(*figures.most_seconds / shard_goal);
  return std::clamp(static_cast<std::int64_t>(std::min(wanted, 1e9)), std::int64_t{1}, most);
}

/// A quarter more than what is counted, and what is not: libraries, the rows of the part that comes
/// next, and with a device what its driver holds on the host.
std::int64_t memory_mib(const ScanFigures& figures) {
  constexpr double mib = 1048576.0;
  const double besides = figures.on_device ? 2048.0 : 512.0;
  return static_cast<std::int64_t>(
      std::ceil(1.25 * static_cast<double>(figures.host_bytes) / mib + besides));
}

}  // namespace

BatchShape shape_of(const ScanFigures& figures) {
  BatchShape shape;
  shape.shards = shards_of(figures);
  const auto shards = static_cast<double>(shape.shards);
  const double joining = joining_seconds(figures);
  const double besides = joining + lead + early;
  const double start = starting + figures.planning_seconds / shards;
  const auto points = static_cast<double>(figures.points);
  // Of few points a shard has one more than its share, or one that is dearer.
  const double share = std::max(std::ceil(points / shards) / points, figures.dearest / shards);
  const double work = figures.most_seconds ? *figures.most_seconds * share : most_wall;
  const double wanted = start + work + besides;
  const double wall = minute * std::ceil(std::clamp(wanted, least_wall, most_wall) / minute);
  shape.wall_is_the_most = wanted > most_wall;
  shape.wall = std::llround(wall);
  shape.lead = std::llround(lead);
  shape.joining = std::llround(joining);
  shape.stop = std::llround(wall - besides);
  shape.restarts = first_restarts;
  if (figures.most_seconds)
    shape.restarts += static_cast<std::int64_t>(
        std::min(std::floor(work / (wall - besides - std::min(start, wall / 4.0))), 1e6));
  shape.memory_mib = memory_mib(figures);
  return shape;
}

}  // namespace pairtwist
