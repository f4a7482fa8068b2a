// SPDX-License-Identifier: BSD-3-Clause
#include "pairtwist/point_set.hpp"

#include <algorithm>
#include <iterator>
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

bool PointSet::contains(std::size_t point) const {
  const auto behind = std::ranges::upper_bound(ranges_, point, {}, &PointRange::first);
  return behind != ranges_.begin() && point - std::prev(behind)->first < std::prev(behind)->count;
}

std::vector<std::size_t> PointSet::at(const std::vector<std::size_t>& places) const {
  if (!std::ranges::is_sorted(places) || (!places.empty() && places.back() >= size_))
    throw std::out_of_range("PointSet: the places are not in increasing order, or not of the set");
  std::vector<std::size_t> points;
  points.reserve(places.size());
  std::size_t before = 0;
  auto place = places.begin();
  for (const PointRange& range : ranges_) {
    for (; place != places.end() && *place < before + range.count; ++place)
      points.push_back(range.first + (*place - before));
    before += range.count;
  }
  return points;
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
