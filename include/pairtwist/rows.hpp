// SPDX-License-Identifier: BSD-3-Clause
// Finished rows of a scan, as they come from a solver: a batch of points at a time.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <variant>
#include <vector>

#include "pairtwist/results.hpp"

namespace pairtwist {

/// The rows of one variable, [point][row_size], of its type: alternatives in the order of DataType.
using Column =
    std::variant<std::vector<double>, std::vector<std::int8_t>, std::vector<std::int32_t>>;

template <DataType type>
using ColumnOf = std::variant_alternative_t<static_cast<std::size_t>(type), Column>;
static_assert(std::is_same_v<ColumnOf<DataType::float64>, std::vector<double>> &&
              std::is_same_v<ColumnOf<DataType::int8>, std::vector<std::int8_t>> &&
              std::is_same_v<ColumnOf<DataType::int32>, std::vector<std::int32_t>>);

/// All that is known of consecutive points, first_point ... first_point + count - 1 (flat index of
/// the scan, first axis slowest). Needs nothing else to be kept or moved; a ResultLayout says what
/// its columns are.
struct RowBlock {
  std::size_t first_point = 0;
  std::size_t count = 0;
  std::vector<Column> columns;  ///< in the order of ResultLayout::variables
  /// Points without a single trusted value of some quantity.
  std::size_t failed = 0;
  /// Points of which an extremum lies far beyond all samples.
  std::size_t coarse = 0;
};

/// Receives the blocks of a scan: each point once, in order (but for SolveOptions::dear_last),
/// those of a batch when it is finished. One call at a time, but from other threads than the one
/// that solves.
class ResultSink {
 public:
  using Clock = std::chrono::steady_clock;

  virtual ~ResultSink() = default;
  virtual void write(const RowBlock& block) = 0;
  /// When write_due() is to be called, if no block comes before; none: not at all. Asked anew after
  /// each call.
  virtual std::optional<Clock::time_point> due() const { return std::nullopt; }
  /// For a sink that keeps blocks back: what it has must not wait for the next one any longer.
  virtual void write_due() {}
};

}  // namespace pairtwist
