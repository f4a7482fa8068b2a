// SPDX-License-Identifier: BSD-3-Clause
#include "pairtwist/point_set.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace pairtwist {

PointSet::PointSet(const std::vector<std::size_t>& increasing) {
  for (const std::size_t point : increasing) add({point, 1});
}

PointSet::PointSet(std::vector<PointRange> ranges) {
  std::ranges::sort(ranges, {}, &PointRange::first);
  for (const PointRange& range : ranges) {
    const std::size_t end = ranges_.empty() ? 0 : ranges_.back().first + ranges_.back().count;
    const std::size_t from = std::max(range.first, end);
    if (range.first + range.count > from) add({from, range.first + range.count - from});
  }
}

void PointSet::add(PointRange range) {
  if (range.count == 0) return;
  if (!ranges_.empty()) {
    PointRange& last = ranges_.back();
    const std::size_t end = last.first + last.count;
    if (range.first < end)
      throw std::invalid_argument("PointSet: the points are not in increasing order");
    if (range.first == end) {
      last.count += range.count;
      size_ += range.count;
      return;
    }
  }
  ranges_.push_back(range);
  size_ += range.count;
}

PointSet PointSet::without(const PointSet& others) const {
  PointSet rest;
  auto other = others.ranges_.begin();
  for (const PointRange& range : ranges_) {
    std::size_t from = range.first;
    const std::size_t end = range.first + range.count;
    while (from < end) {
      while (other != others.ranges_.end() && other->first + other->count <= from) ++other;
      const std::size_t taken = other == others.ranges_.end() ? end : std::min(other->first, end);
      if (taken > from) rest.add({from, taken - from});
      // What is taken ends here, or goes on into the next range.
      from = other == others.ranges_.end() ? end : std::max(taken, other->first + other->count);
    }
  }
  return rest;
}

}  // namespace pairtwist
