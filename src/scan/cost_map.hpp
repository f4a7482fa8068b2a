// SPDX-License-Identifier: BSD-3-Clause
// About what each point of a scan costs, known from some of its points: a few thousand small
// numbers for any scan, which every worker finds, or reads, alike.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace pairtwist {

class CostMap {
 public:
  /// The costs of these points, in any unit, above 0.
  using Count = std::function<std::vector<double>(const std::vector<std::size_t>& points)>;
  /// Counts them on a grid over the axes: on all points of a scan of at most `most`, else at fewer
  /// places of the long axes, evenly spread, their ends among them. shape: lengths of the axes, the
  /// first one slowest; none: one point.
  CostMap(std::vector<std::size_t> shape, std::size_t most, const Count& count);
  /// As it was, of what nodes() and levels() said. Throws std::invalid_argument if they do not go
  /// with the shape.
  CostMap(std::vector<std::size_t> shape, std::vector<std::size_t> nodes, std::vector<int> levels);

  std::size_t points() const;
  /// Of each axis, at how many places costs were counted.
  const std::vector<std::size_t>& nodes() const { return nodes_; }
  /// There, the last axis fastest: sixteenths of a factor of two, so coarse that what rounding does
  /// to a count does not show.
  const std::vector<int>& levels() const { return levels_; }

  /// Of the counted point next to this one. Bits that depend on the levels alone.
  double cost(std::size_t point) const;
  /// The dearest point over the cheapest.
  double spread() const;

 private:
  std::vector<std::size_t> shape_;
  std::vector<std::size_t> nodes_;
  std::vector<int> levels_;
};

}  // namespace pairtwist
