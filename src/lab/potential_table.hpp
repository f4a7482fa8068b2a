// SPDX-License-Identifier: BSD-3-Clause
// A potential given by numbers: two columns, x and V.
#pragma once

#include <string>
#include <vector>

namespace pairtwist::lab {

/// Beyond the last point V goes on with its slope there, and its curvature, where they are not
/// negative; or with its slope alone.
enum class Beyond { parabola, line };

/// Between the points the cubic spline that is even in x and has one cubic for its last two
/// intervals: two derivatives are continuous, so that levels converge with their grid. V/ħ in
/// radians a second.
class PotentialTable {
 public:
  /// x increasing from 0, at least 4 points.
  PotentialTable(std::vector<double> x, std::vector<double> v, Beyond beyond = Beyond::parabola);
  double operator()(double x) const;
  const std::vector<double>& x() const { return x_; }
  const std::vector<double>& v() const { return v_; }
  double reach() const { return x_.back(); }

  /// Without every second point, and with a straight line beyond: what differs is what the points
  /// leave open.
  PotentialTable with_fewer_points() const;

 private:
  std::vector<double> x_, v_, slope_;
  double rise_ = 0.0, curvature_ = 0.0;  ///< beyond the last point
};

struct TableUnits {
  double length = 0.0;   ///< that x is in, m
  double rate = 0.0;     ///< that V/ħ is in, radians a second
  std::string in_words;  ///< for messages
};

/// Of a symmetric well, its half at x >= 0; lines that begin with # are left out. Throws IoError if
/// the file cannot be read, UsageError (naming file and line) if it is no such table, or one of
/// fewer than 8 points.
PotentialTable read_potential(const std::string& path, const TableUnits& units);

}  // namespace pairtwist::lab
