#include "io/row_blocks.hpp"

#include <fmt/format.h>

#include <limits>
#include <stdexcept>
#include <string>

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

}  // namespace pairtwist
