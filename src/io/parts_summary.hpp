// SPDX-License-Identifier: BSD-3-Clause
// How far a scan in parts is, and when it will be done, by its manifests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "io/parts_deal.hpp"
#include "io/parts_job.hpp"
#include "pairtwist/shards.hpp"

namespace pairtwist {

struct ShardSummary {
  Shard shard;
  std::size_t points = 0;    ///< in its parts
  std::size_t left = 0;      ///< of its share, in no part of any shard
  double seconds = 0.0;      ///< its parts took
  std::string at_work;       ///< "host, process 4711"; empty: nobody solves it
  std::string last_written;  ///< UTC, of its last part; empty: none
  double work = 0.0;  ///< of its points in parts: what they were counted to cost, or their number
  double work_left = 0.0;  ///< likewise
  double rate() const { return seconds > 0.0 ? static_cast<double>(points) / seconds : 0.0; }
};

struct PartsSummary {
  std::string folder;
  std::size_t scan_points = 0;
  std::size_t done = 0;  ///< points in some part
  ScanTotals totals;
  std::size_t parts = 0;
  std::uint64_t bytes = 0;
  std::vector<ShardSummary> shards;  ///< that have a part or are at work
  std::vector<std::string> problems;
  /// Until the slowest shard at work is done; none if too little of it is known, or nobody is at
  /// work.
  std::optional<double> seconds_left;
  /// Of work that nobody does, as long as a single worker takes for it; none likewise.
  std::optional<double> idle_work;
  std::size_t idle = 0;        ///< points that nobody works on
  double share_of_work = 0.0;  ///< 0 ... 1, of all work: what is in parts
  /// Both are by what points were counted to cost, which differs much; else by their number.
  bool by_cost = false;
  std::string title, origin;
};

/// From what was found of it, and locks: no part is looked at. count: what points cost, where that
/// was not counted to deal them. Throws IoError; what `count` throws.
PartsSummary summarize_parts(
    const PartsOfJob& scan, const FoundParts& found,
    const CountCosts& count = [] { return std::nullopt; });

}  // namespace pairtwist
