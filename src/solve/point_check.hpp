// SPDX-License-Identifier: BSD-3-Clause
// One point of a result, solved again alone, and every value that its row claims held against what
// came out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pairtwist/job.hpp"
#include "pairtwist/results.hpp"
#include "pairtwist/rows.hpp"
#include "pairtwist/scan.hpp"
#include "solve/claimed_row.hpp"
#include "solve/claims.hpp"
#include "solve/second_solution.hpp"
#include "solve/second_ways.hpp"
#include "solve/tally.hpp"

namespace pairtwist {

struct CheckedPoint {
  /// In what the row is not of its config, for people: a record of the point with another value, a
  /// method that cannot have solved it; then nothing was solved. "" if in nothing.
  std::string fault;
  SecondWays ways;
  std::vector<std::size_t> judged;  ///< [way of `ways`]  values
};

class PointCheck {
 public:
  /// layout: of the job. All must outlive it.
  PointCheck(const Job& job, const Scan& scan, const ResultLayout& layout, CheckTools tools);

  /// Instead of the meter of the tools.
  void tell(WorkMeter* meter) { tools_.meter = meter; }

  /// row: of one point that is there, as the file has it. Solves it again, in one way after another
  /// while values are left that none has given, and counts what is found. A way that takes longer
  /// than it may is given up, and among those passed over. Tells the meter of the tools how many
  /// rows have been checked. Throws Interrupted, and what the backend and the readers throw.
  CheckedPoint check(const RowBlock& row);
  /// Rows that were checked so far.
  std::int64_t points() const { return points_; }

  /// [claim], in the order of claims_of(): of all points so far. One that is an extremum or a
  /// crossing has its time judged by the value that its quantity has there.
  const std::vector<Tally>& tallies() const { return tallies_; }

 private:
  Method method_in(const RowBlock& row) const;
  double number_in(const RowBlock& row, std::string_view name) const;
  std::string fault_of(const RowBlock& row) const;
  /// Of the row's point alone.
  Job job_of(const RowBlock& row) const;
  /// Values that were judged so far, of all points.
  std::size_t judged() const;
  /// False where another way took longer than that; what it found counts all the same.
  bool take(const Way& way, const Job& one, double max_seconds, ClaimedRow& claimed);

  const Job& job_;
  const Scan& scan_;
  const ResultLayout& layout_;
  CheckTools tools_;
  std::vector<Claim> claims_;
  std::vector<Tally> tallies_;
  std::int64_t points_ = 0;
};

}  // namespace pairtwist
