// SPDX-License-Identifier: BSD-3-Clause
// Where the rows of a run go. A scan that ends soon is written straight to its result file. From
// the time on when the first part is due, or if there are parts already, or if the scan is divided,
// rows become parts, which are joined when all points are there.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/parts_found.hpp"
#include "io/result_writer.hpp"
#include "io/shard_writer.hpp"
#include "pairtwist/rows.hpp"
#include "pairtwist/shards.hpp"
#include "scan/cost_map.hpp"

namespace pairtwist {

struct ScanOutputOptions {
  std::string path;    ///< of the result file
  bool force = false;  ///< an existing one may be replaced, and so may parts of another config
  bool allow_mixed = false;  ///< with parts of another build, backend or SIMD level
  /// The result file is there, and the scan goes on from its rows: they are to be taken over
  /// (take_over()), and it is replaced when all points are there.
  bool goes_on = false;
  Shard shard;
  /// By which the first of the shards' workers deals the points; none: by number.
  std::optional<CostMap> costs;
  double part_seconds = 30.0;
  std::size_t part_bytes = std::size_t{64} << 20;  ///< of rows, in memory
  int threads = 1;                                 ///< that compress
  /// Of what takes long beside solving, the check of parts and their joining: is told how far it
  /// is, and may interrupt it; what is in parts is kept.
  FileWork* work = nullptr;
};

class ScanOutput : public ResultSink {
 public:
  /// layout: with all attributes of the root but device, simd and backend of several parts. Throws
  /// IoError: FILE.parts is of another config (the key that differs), of another build, or another
  /// process works on it. Interrupted.
  ScanOutput(ScanOutputOptions options, ResultLayout layout, PartsHeader header);

  const std::string& path() const { return options_.path; }
  /// Points of this worker that are not there yet.
  const PointSet& todo() const { return todo_; }
  /// What was found of earlier runs, for people; empty if nothing.
  const std::vector<std::string>& messages() const { return messages_; }
  /// How many of this worker's points were there.
  std::size_t present() const { return present_; }
  /// The scan has parts by now. May be called by any thread.
  bool in_parts() const { return in_parts_; }

  /// Makes parts of rows that are known already: of those of these points that are still to do.
  /// Only where the scan goes on from a result; origin: whose numbers they are. Throws IoError.
  void take_over(const PointSet& points, const PartOrigin& origin,
                 const std::function<RowBlock(const PointRange&)>& read);

  void write(const RowBlock& block) override;
  /// When the next part is, if there is anything for it.
  std::optional<Clock::time_point> due() const override;
  void write_due() override { write_part(); }

  /// Puts what was written so far on the disk as parts, for a later run to go on; how many points
  /// of the scan are there.
  std::int64_t keep();

  enum class End {
    written,       ///< the result file is complete
    shard_done,    ///< points of other shards are missing
    being_merged,  ///< all points are there, and another process joins them, or has done so
  };
  struct Outcome {
    End end = End::written;
    ScanTotals totals;      ///< of all parts; written directly: of nothing
    bool merged = false;    ///< from parts
    std::string left_over;  ///< FILE.parts, if it could not be removed for what else is in it
  };
  /// After the last row of todo(). Throws IoError; Interrupted while parts are joined.
  Outcome finish();

 private:
  void begin_parts();
  void write_part();
  Outcome merge(FoundParts found);

  ScanOutputOptions options_;
  ResultLayout layout_;
  PartsHeader header_;
  std::string folder_;
  PointSet todo_;
  std::vector<std::string> messages_;
  std::size_t present_ = 0;
  std::optional<ResultWriter> direct_;  ///< until there are parts
  std::optional<ShardWriter> parts_;
  std::atomic<bool> in_parts_ = false;
  std::vector<RowBlock> pending_;  ///< in no part yet
  std::size_t pending_bytes_ = 0;
  Clock::time_point last_part_ = Clock::now();
};

}  // namespace pairtwist
