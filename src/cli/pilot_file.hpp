// SPDX-License-Identifier: BSD-3-Clause
// The result file of a pilot, in memory: of its points alone, one behind the other. In the scan's
// own file each of its few points would begin a chunk, and what chunks and their index take is no
// measure of what more points do.
#pragma once

#include <cstdint>

#include "io/result_writer.hpp"
#include "pairtwist/point_set.hpp"

namespace pairtwist::cli {

class PilotFile : public ResultSink {
 public:
  /// scan: the layout of the scan's file; points: those of the pilot.
  PilotFile(const ResultLayout& scan, PointSet points);

  void write(const RowBlock& block) override;

  /// What the rows take, compressed.
  std::uint64_t bytes_of_rows();

 private:
  PointSet points_;
  ResultWriter writer_;
  std::uint64_t empty_;
};

}  // namespace pairtwist::cli
