// SPDX-License-Identifier: BSD-3-Clause
// A potential given by numbers: two columns, x and V.
#pragma once

#include <string>
#include <vector>

namespace pairtwist::lab {

/// Between the points a cubic with the slopes of its neighbours (Catmull and Rom, 1974); beyond the
/// last one a parabola goes on rising. V/ħ in radians a second.
class PotentialTable {
 public:
  /// x increasing from 0, at least 8 points.
  PotentialTable(std::vector<double> x, std::vector<double> v)
      : x_(std::move(x)), v_(std::move(v)) {}
  double operator()(double x) const;
  double reach() const { return x_.back(); }

 private:
  double slope(std::size_t i) const;

  std::vector<double> x_, v_;
};

struct TableUnits {
  double length = 0.0;   ///< that x is in, m
  double rate = 0.0;     ///< that V/ħ is in, radians a second
  std::string in_words;  ///< for messages
};

/// Of a symmetric well, its half at x >= 0; lines that begin with # are left out. Throws IoError if
/// the file cannot be read, UsageError (naming file and line) if it is no such table.
PotentialTable read_potential(const std::string& path, const TableUnits& units);

}  // namespace pairtwist::lab
