// SPDX-License-Identifier: BSD-3-Clause
// How a scan is divided among the jobs of a batch system: shards, time and memory of each.
#pragma once

#include <cstdint>
#include <optional>

namespace pairtwist {

/// What `plan` knows of a scan.
struct ScanFigures {
  std::int64_t points = 1;
  /// The most that one worker would take for the whole scan, a margin included; none: not known.
  std::optional<double> most_seconds;
  double planning_seconds = 0.0;       ///< of all points
  std::int64_t host_bytes = 0;         ///< of batches and rows
  std::int64_t result_bytes = 0;       ///< of the numbers before compression
  bool on_device = false;              ///< workers have a CUDA device each
  double dearest = 1.0;                ///< what a shard costs at most, over the average of all
  std::optional<std::int64_t> shards;  ///< as asked for, at most `points`; none: by the time
};

/// Times in seconds. stop < signal < wall.
struct BatchShape {
  std::int64_t shards = 1;
  std::int64_t wall = 0;          ///< what is asked for, for a shard; whole minutes
  std::int64_t stop = 0;          ///< after which a worker ends by itself
  std::int64_t lead = 0;          ///< the signal comes so long before the end of wall
  std::int64_t joining = 0;       ///< that the last worker may take to join the parts
  std::int64_t restarts = 0;      ///< that are reasonable; more would come to nothing
  std::int64_t memory_mib = 0;    ///< of a worker
  bool wall_is_the_most = false;  ///< a shard may take longer: it is started again
};

/// Without a choice of shards, about an hour at most for each, up to 1000 shards (Slurm's default
/// of MaxArraySize is 1001), at most 24 h, which go on by a restart.
BatchShape shape_of(const ScanFigures& figures);

}  // namespace pairtwist
