// SPDX-License-Identifier: BSD-3-Clause
#include "cli/pilot_file.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace pairtwist::cli {
namespace {

/// So many points in a row, whatever axes they are of.
ResultLayout in_a_row(ResultLayout layout, std::size_t points) {
  layout.coordinates.clear();
  layout.coordinate_values.clear();
  layout.coordinate_labels.clear();
  if (layout.point_dimensions.empty()) return layout;  // a single point has no axis
  Dimension row{.name = layout.point_dimensions.front().name,
                .values = std::vector<double>(points),
                .labels = {},
                .attributes = {}};
  std::iota(row.values.begin(), row.values.end(), 0.0);
  layout.point_dimensions = {std::move(row)};
  return layout;
}

/// How many of the points stand before this one.
std::size_t place_of(std::size_t point, const PointSet& points) {
  std::size_t place = 0;
  for (const PointRange& range : points.ranges())
    if (range.first <= point) place += std::min(range.count, point - range.first);
  return place;
}

}  // namespace

PilotFile::PilotFile(const ResultLayout& scan, PointSet points)
    : points_(std::move(points)),
      writer_(ResultWriter::in_memory(in_a_row(scan, points_.size()))),
      empty_(writer_.bytes()) {}

void PilotFile::write(const RowBlock& block) {
  RowBlock moved = block;
  moved.first_point = place_of(block.first_point, points_);
  writer_.write(moved);
}

std::uint64_t PilotFile::bytes_of_rows() {
  // A file that was flushed once more may be the smaller one.
  return std::max(writer_.bytes(), empty_) - empty_;
}

}  // namespace pairtwist::cli
