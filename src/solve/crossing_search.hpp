// SPDX-License-Identifier: BSD-3-Clause
// The first time between two samples at which a value reaches a level, from further values: one at
// a time where each costs, many where solving the point costs, however many are asked for.
#pragma once

#include <span>
#include <vector>

#include "solve/peak_search.hpp"

namespace pairtwist {

/// A level is reached between before and after.
struct Crossing {
  double before, value_before;  ///< value_before < level (or NaN: not known to reach it)
  double after, value_after;    ///< value_after >= level
  double level;
  /// The value is not defined at `before`, as a ratio of photons' moments without photons: if it is
  /// at the level wherever it is looked for between, it is from there on.
  bool undefined_before = false;
};

class CrossingSearch {
 public:
  /// To 4 ulp of the time or 1e-13 of the bracket, by Illinois steps with bisection between.
  explicit CrossingSearch(const Crossing& crossing);
  /// Or until the values on both sides are within `margin` of the level, by polynomials through
  /// what is known: of the samples `nodes`, in order, around the bracket.
  CrossingSearch(const Crossing& crossing, std::span<const PeakNode> nodes, double margin);

  bool done() const { return wanted_.empty(); }
  /// Until it is done: where values are wanted next, in order, within the bracket.
  std::span<const double> wanted() const { return wanted_; }
  /// For each of them, in order: the value there; or, not `known`, what it is at most, if that is
  /// below the level, or NaN.
  void take(double value, bool known);
  /// After all of them.
  void go_on();

  /// Once it is done. Not a number where nothing below the level is known next to it: the level may
  /// have been reached before.
  double found() const;

 private:
  struct Guess {
    double time;
    double error;  ///< of the time
  };

  bool is_known(double time) const;
  bool narrow_enough() const;
  double secant() const;
  Guess guess() const;
  void want(double time);
  void want_evenly(int parts);
  void want_many();
  bool reached_from_before(std::size_t reached) const;
  void look();

  Crossing c_;
  double first_width_;
  bool many_ = false;
  double margin_ = 0.0;
  bool decided_;  ///< the value at `before` is known
  int rounds_ = 0;
  int last_side_ = 0;
  std::vector<PeakNode> nodes_;  ///< in order of time
  std::vector<double> wanted_;
  std::vector<double> taken_;
  std::vector<char> taken_known_;
};

}  // namespace pairtwist
