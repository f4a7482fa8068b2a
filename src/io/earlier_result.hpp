// SPDX-License-Identifier: BSD-3-Clause
// A finished result of the same scan with a smaller solve.max_seconds: all but the points that this
// limit ended are what a larger one comes to, and need not be solved again.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "io/parts_manifest.hpp"
#include "io/result_rows.hpp"
#include "io/start_files.hpp"
#include "pairtwist/job.hpp"
#include "pairtwist/point_set.hpp"
#include "pairtwist/results.hpp"

namespace pairtwist {

class EarlierResult {
 public:
  /// None where the file is no such result of the job's scan. Throws IoError: it is damaged.
  static std::optional<EarlierResult> find(const std::string& path, const Job& job,
                                           const std::vector<StartFile>& files);

  const PointSet& finished() const { return finished_; }
  double limit() const { return limit_; }               ///< its solve.max_seconds
  const PartOrigin& origin() const { return origin_; }  ///< whose numbers they are

  /// Finished points, all of one range, with the columns of that layout, the job's.
  RowBlock read(const PointRange& range, const ResultLayout& layout) const;

 private:
  EarlierResult(ResultRows rows, ResultLayout layout, PointSet finished, double limit);

  ResultRows rows_;
  ResultLayout layout_;  ///< of the file
  PointSet finished_;
  double limit_;
  PartOrigin origin_;
};

}  // namespace pairtwist
