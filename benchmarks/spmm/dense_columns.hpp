// SPDX-License-Identifier: BSD-3-Clause
// Where the elements of a matrix stand whose columns are the states of trajectories, for the host
// and for kernels.
#pragma once

#include <cstdint>

#include "physics/host_device.hpp"

namespace pairtwist::spmm {

struct DenseColumns {
  std::int64_t rows;
  std::int64_t columns;
  bool row_major;  ///< row behind row, else column behind column

  PT_HD std::int64_t size() const { return rows * columns; }
  /// From one row, or column, to the next.
  PT_HD std::int64_t leading() const { return row_major ? columns : rows; }
  PT_HD std::int64_t at(std::int64_t row, std::int64_t column) const {
    return row_major ? row * columns + column : column * rows + row;
  }
  /// Of what stands at i.
  PT_HD std::int64_t column_of(std::int64_t i) const { return row_major ? i % columns : i / rows; }
};

}  // namespace pairtwist::spmm
