// SPDX-License-Identifier: BSD-3-Clause
// One point of a result, solved again alone, and every value that its row claims held against what
// came out.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "pairtwist/job.hpp"
#include "pairtwist/results.hpp"
#include "pairtwist/rows.hpp"
#include "pairtwist/scan.hpp"
#include "solve/claims.hpp"
#include "solve/second_solution.hpp"
#include "solve/second_ways.hpp"
#include "solve/tally.hpp"

namespace pairtwist {

struct CheckedPoint {
  SecondWays ways;
  std::vector<std::size_t> judged;  ///< [way of `ways`]  values
};

class PointCheck {
 public:
  /// layout: of the job. All must outlive it.
  PointCheck(const Job& job, const Scan& scan, const ResultLayout& layout, CheckTools tools);

  /// Raised, it ends check() with Interrupted.
  void stop_at(const StopFlag* stop) { tools_.stop = stop; }

  /// In what a row is not of its config, for people: a record of the point with another value, a
  /// method that cannot have solved it. "" if in nothing.
  std::string fault_of(const RowBlock& row) const;

  /// row: of one point that is there, as the file has it. Solves it again, in one way after another
  /// while values are left that none has given, and counts what is found. Throws Interrupted, and
  /// what the backend and the readers throw.
  CheckedPoint check(const RowBlock& row);

  /// [claim], in the order of claims_of(): of all points so far. One that is an extremum or a
  /// crossing has its time judged by the value that its quantity has there.
  const std::vector<Tally>& tallies() const { return tallies_; }

 private:
  const Job& job_;
  const Scan& scan_;
  const ResultLayout& layout_;
  CheckTools tools_;
  std::vector<Claim> claims_;
  std::vector<Tally> tallies_;
};

}  // namespace pairtwist
