// SPDX-License-Identifier: BSD-3-Clause
// What one second solution of a point says of the row that a file has of it: each value that it
// knows is judged, and counted.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "pairtwist/results.hpp"
#include "pairtwist/scan.hpp"
#include "solve/claimed_row.hpp"
#include "solve/claims.hpp"
#include "solve/difference.hpp"
#include "solve/second_solution.hpp"
#include "solve/tally.hpp"

namespace pairtwist {

class RowJudge {
 public:
  /// one: scan of the row's point alone. layout: of the whole scan. tallies: [claim], counted on.
  /// tolerance: of the file; second_tolerance: of the solution, as much more is allowed. All but
  /// `one` must outlive it.
  RowJudge(const Scan& one, const ResultLayout& layout, const std::vector<Claim>& claims,
           ClaimedRow& row, std::vector<Tally>& tallies, double tolerance, double second_tolerance)
      : point_(one.point(0)),
        layout_(layout),
        claims_(claims),
        row_(row),
        tallies_(tallies),
        tolerance_(tolerance),
        allowed_(1.0 + second_tolerance / tolerance) {}

  /// Claim c by a solution at `times`, the samples among them.
  void judge(std::size_t c, const SecondSolution& solution, const CheckTimes& times);
  /// A claim of values at the last sample, by a solution at that one alone.
  void judge_last_alone(std::size_t c, const SecondSolution& solution) {
    values(c, solution, nullptr);
  }

 private:
  /// times: at which `solution` has values; nullptr: at the last one.
  void values(std::size_t c, const SecondSolution& solution, const CheckTimes* times);
  void extremum(std::size_t c, const SecondSolution& solution, const CheckTimes& times);
  void last(std::size_t c, const SecondSolution& solution, const CheckTimes& times);
  void crossing(std::size_t c, const SecondSolution& solution, const CheckTimes& times);

  double scale(const Claim& claim) const {
    return scale_of(claim.quantity->scale, point_.parameters.model.atoms);
  }
  void settle(std::size_t c, std::size_t value, const Comparison& comparison, double there,
              double here, const std::string& where, double rounding = 0.0);
  /// What rounded times make of a value at one of the times between the samples.
  double rounding_of_time(const Claim& claim, const SecondSolution& solution,
                          const CheckTimes& times, std::size_t place) const;
  std::size_t first_defined(const Claim& claim, const SecondSolution& solution,
                            const CheckTimes& times, std::size_t place) const;
  /// Of what is known before a time.
  struct Highest {
    double value = -std::numeric_limits<double>::infinity();  ///< turned as `sign` says
    std::size_t place = 0;
    bool all = true;  ///< all samples that are not known lie below the level, which is turned, too
  };
  /// Between the samples, too, from the first one on at which the quantity is defined.
  Highest highest(const Claim& claim, const SecondSolution& solution, const CheckTimes& times,
                  double sign, double level, double before) const;

  Point point_;
  const ResultLayout& layout_;
  const std::vector<Claim>& claims_;
  ClaimedRow& row_;
  std::vector<Tally>& tallies_;
  double tolerance_;
  double allowed_;
};

}  // namespace pairtwist
