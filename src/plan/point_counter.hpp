// SPDX-License-Identifier: BSD-3-Clause
// What must be solved for a point, counted; refuses what cannot fit into memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <vector>

#include "pairtwist/job.hpp"
#include "pairtwist/scan.hpp"
#include "plan/batches.hpp"
#include "plan/point_work.hpp"
#include "plan/state_readers.hpp"

namespace pairtwist {

/// What a plan adds up.
struct CountedPoint {
  Method method = Method::automatic;
  bool in_double = false;
  bool whole = false;  ///< solved for all times at once
  std::int64_t atoms = 0;
  std::int64_t pairs = 0;
  std::int64_t sectors = 0;
  PointBytes bytes;
  std::exception_ptr refused;
};

/// Numbers that a point's rows have of a job's quantities.
struct RowNumbers {
  RowNumbers(const Job& job, std::int64_t samples);

  /// Of a time. In double, as all here: N² may be beyond any integer.
  double values(std::int64_t atoms) const;
  /// Bytes of what is made once of N, whatever the window: J_x's eigenvectors and rho for cfi, the
  /// coherent states and phases of husimi.
  double tables(std::int64_t atoms) const;

  double times;  ///< that are kept
  std::int64_t photons;
  bool sampled;  ///< they have standard errors
  Sizes of_output;
  std::vector<const Quantity*> quantities;
};

class PointCounter {
 public:
  /// All must outlive this. host_memory: bytes.
  PointCounter(const Job& job, const Scan& scan, const BatchSizer& sizer, std::int64_t host_memory,
               const StateReaders& readers);

  /// Any thread may count, with a `recent` of its own. Throws UsageError, and what readers throw.
  CountedPoint count(std::size_t i, WorkPlanner::Recent& recent);

 private:
  const Scan& scan_;
  const BatchSizer& sizer_;
  std::int64_t host_memory_;
  RowNumbers numbers_;
  WorkPlanner planner_;
};

}  // namespace pairtwist
