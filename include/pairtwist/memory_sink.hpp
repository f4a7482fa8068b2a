// SPDX-License-Identifier: BSD-3-Clause
// Keeps the rows of a scan in memory, for programs that want numbers and no file.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "pairtwist/results.hpp"
#include "pairtwist/rows.hpp"

namespace pairtwist {

class MemorySink final : public ResultSink {
 public:
  /// Takes the memory of all rows at once; result_layout(job, scan) is the layout of a job.
  explicit MemorySink(ResultLayout layout);

  /// Throws std::logic_error if the block is not of this layout.
  void write(const RowBlock& block) override;

  const ResultLayout& layout() const { return layout_; }

  /// All rows of a variable, [point][layout().row_size(variable)]. A point that was not solved has
  /// NaN, 0 in integers. Throw std::out_of_range if there is no such variable,
  /// std::bad_variant_access if it is of another type.
  const std::vector<double>& numbers(std::string_view variable) const;
  const std::vector<std::int8_t>& flags(std::string_view variable) const;
  const std::vector<std::int32_t>& integers(std::string_view variable) const;

  /// All rows as one block, for who goes on with them elsewhere without a copy.
  RowBlock release() && { return std::move(rows_); }

 private:
  ResultLayout layout_;
  RowBlock rows_;
};

}  // namespace pairtwist
