// SPDX-License-Identifier: BSD-3-Clause
// Some points of a scan: indices as ranges, so that most of a scan of millions takes no memory.
#pragma once

#include <cstddef>
#include <vector>

namespace pairtwist {

/// Points first ... first + count - 1.
struct PointRange {
  std::size_t first = 0;
  std::size_t count = 0;
  bool operator==(const PointRange&) const = default;
};

class PointSet {
 public:
  PointSet() = default;
  /// Indices in increasing order, each once; else throws std::invalid_argument.
  PointSet(const std::vector<std::size_t>& increasing);  // NOLINT(google-explicit-constructor)
  /// Ranges in any order, which may overlap.
  explicit PointSet(std::vector<PointRange> ranges);
  /// The first `count` points.
  static PointSet all(std::size_t count) { return PointSet({PointRange{0, count}}); }

  /// Adds a range that begins behind all others; else throws std::invalid_argument.
  void add(PointRange range);

  bool empty() const { return ranges_.empty(); }
  std::size_t size() const { return size_; }
  /// In increasing order, none empty, none next to another.
  const std::vector<PointRange>& ranges() const { return ranges_; }
  bool contains(std::size_t point) const;
  /// The points that stand at these places of the set; places in increasing order, each below
  /// size(), else throws std::out_of_range.
  std::vector<std::size_t> at(const std::vector<std::size_t>& places) const;

  PointSet without(const PointSet& others) const;
  bool operator==(const PointSet&) const = default;

 private:
  std::vector<PointRange> ranges_;
  std::size_t size_ = 0;
};

}  // namespace pairtwist
