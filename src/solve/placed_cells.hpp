// SPDX-License-Identifier: BSD-3-Clause
// Where the cells of one point's own result stand among those of a whole scan's, whose dimensions
// may be longer: of points with different N the file has the union of all m.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pairtwist/results.hpp"

namespace pairtwist {

class PlacedCells {
 public:
  /// extra: names of a variable's dimensions beyond time. Throws std::logic_error where `own` has a
  /// coordinate that `all` lacks.
  PlacedCells(const ResultLayout& all, const ResultLayout& own,
              const std::vector<std::string>& extra);

  /// Cells of one time in the whole scan's result.
  std::size_t all() const { return own_.size(); }
  /// Its place in the point's own; none where that has no such coordinates.
  std::optional<std::size_t> own(std::size_t cell) const { return own_[cell]; }
  /// "theta = 0.5, phi = -1"; empty of a scalar.
  std::string text(std::size_t cell) const;

 private:
  std::vector<const Dimension*> dimensions_;
  std::vector<std::optional<std::size_t>> own_;  ///< [cell of all]
};

/// "time = 0.01, theta = 0.5" of value `cell` at sample k of a variable; empty where it is alone.
std::string place_of_value(const ResultLayout& layout, const Variable& variable,
                           const PlacedCells& cells, std::size_t k, std::size_t cell);

/// 1, or -1 where `there` and `here` point into opposite directions.
double sign_between(std::span<const double> there, std::span<const double> here);

}  // namespace pairtwist
