// Blocks of rows against the layout that says what their columns are.
#pragma once

#include <cstddef>

#include "pairtwist/rows.hpp"

namespace pairtwist {

/// A block of that layout in which nothing is known yet: NaN, or 0 for integers.
RowBlock blank_rows(const ResultLayout& layout, std::size_t first_point, std::size_t count);

/// Throws std::out_of_range if the layout has no such points, std::logic_error if the columns are
/// not those of its variables: their number, a type or a length.
void check_rows(const RowBlock& block, const ResultLayout& layout);

}  // namespace pairtwist
