// SPDX-License-Identifier: BSD-3-Clause
// Fills the rows of one batch, by the names of the result's variables.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "pairtwist/rows.hpp"

namespace pairtwist {

class Columns {
 public:
  /// Numbers start as NaN, integers as 0. The layout must outlive this.
  Columns(const ResultLayout& layout, std::size_t first_point, std::size_t n_points);

  bool has(std::string_view name) const;
  /// Row of a float64 variable, layout.row_size(variable) long; point counts from the block's
  /// first.
  std::span<double> row(std::string_view name, std::int64_t point);
  /// A float64 variable with one value a point.
  double& value(std::string_view name, std::int64_t point) { return row(name, point).front(); }
  /// The same of flags (int8).
  std::span<std::int8_t> flags(std::string_view name, std::int64_t point);
  void set_flag(std::string_view name, std::int64_t point, std::int8_t flag) {
    flags(name, point).front() = flag;
  }
  void set_integer(std::string_view name, std::int64_t point, std::int32_t value);

  const RowBlock& block() const { return block_; }
  RowBlock take() { return std::move(block_); }

 private:
  template <class T>
  std::span<T> row_of(std::string_view name, std::int64_t point);

  const ResultLayout& layout_;
  RowBlock block_;
};

}  // namespace pairtwist
