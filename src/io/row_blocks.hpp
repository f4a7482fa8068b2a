// SPDX-License-Identifier: BSD-3-Clause
// Blocks of rows against the layout that says what their columns are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "pairtwist/point_set.hpp"
#include "pairtwist/rows.hpp"

namespace pairtwist {

/// A block of that layout in which nothing is known yet: NaN, or 0 for integers.
RowBlock blank_rows(const ResultLayout& layout, std::size_t first_point, std::size_t count);

/// Throws std::out_of_range if the layout has no such points, std::logic_error if the columns are
/// not those of its variables: their number, a type or a length.
void check_rows(const RowBlock& block, const ResultLayout& layout);

/// Rows that stand one after another in `rows`, whose first_point and failed say nothing, as a
/// block for each range of the points that they are of.
std::vector<RowBlock> split_rows(RowBlock rows, const PointSet& points);

/// Bytes of all columns.
std::size_t bytes_of(const RowBlock& block);

/// The same of all points of a result.
std::uint64_t bytes_of_rows(const ResultLayout& layout);

}  // namespace pairtwist
