// SPDX-License-Identifier: BSD-3-Clause
#include "io/row_blocks.hpp"

#include <fmt/format.h>

#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

namespace pairtwist {
namespace {

Column blank_column(DataType type, std::size_t values) {
  switch (type) {
    case DataType::int8:
      return std::vector<std::int8_t>(values, 0);
    case DataType::int32:
      return std::vector<std::int32_t>(values, 0);
    case DataType::float64:
      break;
  }
  return std::vector<double>(values, std::numeric_limits<double>::quiet_NaN());
}

std::size_t size_of(const Column& column) {
  return std::visit([](const auto& values) { return values.size(); }, column);
}

}  // namespace

RowBlock blank_rows(const ResultLayout& layout, std::size_t first_point, std::size_t count) {
  RowBlock block{first_point, count, {}};
  for (const Variable& variable : layout.variables)
    block.columns.push_back(blank_column(variable.type, count * layout.row_size(variable)));
  return block;
}

void check_rows(const RowBlock& block, const ResultLayout& layout) {
  const std::size_t points = layout.points();
  if (block.first_point > points || block.count > points - block.first_point) {
    throw std::out_of_range(
        fmt::format("a block of {} rows from point {} on, of a result with {} points", block.count,
                    block.first_point, points));
  }
  if (block.columns.size() != layout.variables.size()) {
    throw std::logic_error(fmt::format("a block of {} columns, of a result with {} variables",
                                       block.columns.size(), layout.variables.size()));
  }
  for (std::size_t v = 0; v < block.columns.size(); ++v) {
    const Variable& variable = layout.variables[v];
    if (block.columns[v].index() != static_cast<std::size_t>(variable.type))
      throw std::logic_error(
          fmt::format("the column of {} has another type than its variable", variable.name));
    const std::size_t values = block.count * layout.row_size(variable);
    if (size_of(block.columns[v]) != values)
      throw std::logic_error(fmt::format("the column of {} has {} values where {} rows have {}",
                                         variable.name, size_of(block.columns[v]), block.count,
                                         values));
  }
}

std::vector<RowBlock> split_rows(RowBlock rows, const PointSet& points) {
  std::vector<RowBlock> blocks;
  if (points.size() != rows.count)
    throw std::logic_error(fmt::format("{} rows for {} points", rows.count, points.size()));
  if (points.ranges().size() == 1) {
    rows.first_point = points.ranges().front().first;
    blocks.push_back(std::move(rows));
    return blocks;
  }
  std::size_t done = 0;
  for (const PointRange& range : points.ranges()) {
    RowBlock block{range.first, range.count, {}};
    for (const Column& column : rows.columns)
      block.columns.push_back(std::visit(
          [&](const auto& values) -> Column {
            const std::size_t row_size = values.size() / rows.count;
            const auto from = values.begin() + static_cast<std::ptrdiff_t>(done * row_size);
            return std::decay_t<decltype(values)>(
                from, from + static_cast<std::ptrdiff_t>(range.count * row_size));
          },
          column));
    done += range.count;
    blocks.push_back(std::move(block));
  }
  return blocks;
}

std::size_t bytes_of(const RowBlock& block) {
  std::size_t bytes = 0;
  for (const Column& column : block.columns)
    bytes += std::visit([](const auto& values) { return std::as_bytes(std::span(values)).size(); },
                        column);
  return bytes;
}

std::uint64_t bytes_of_rows(const ResultLayout& layout) {
  std::uint64_t bytes = 0;
  for (const Variable& variable : layout.variables)
    bytes += layout.row_size(variable) *
             std::visit([](const auto& values) { return sizeof(*values.data()); },
                        blank_column(variable.type, 0));
  return bytes * layout.points();
}

}  // namespace pairtwist
