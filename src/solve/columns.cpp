#include "solve/columns.hpp"

#include <algorithm>
#include <stdexcept>

namespace pairtwist {

Columns::Columns(const ResultLayout& layout, std::size_t n_points) : n_points_(n_points) {
  for (const Variable& variable : layout.variables) {
    Column column{&variable, layout.row_size(variable), {}, {}, {}};
    const std::size_t values = column.row_size * n_points;
    switch (variable.type) {
      case DataType::float64:
        column.numbers.assign(values, std::numeric_limits<double>::quiet_NaN());
        break;
      case DataType::int8:
        column.flags.assign(values, 0);
        break;
      case DataType::int32:
        column.integers.assign(values, 0);
        break;
    }
    columns_.push_back(std::move(column));
  }
}

bool Columns::has(std::string_view name) const {
  return std::any_of(columns_.begin(), columns_.end(),
                     [&](const Column& column) { return column.variable->name == name; });
}

Columns::Column& Columns::find(std::string_view name) {
  for (Column& column : columns_)
    if (column.variable->name == name) return column;
  throw std::logic_error("the result file has no variable " + std::string(name));
}

std::span<double> Columns::row(std::string_view name, std::int64_t point) {
  Column& column = find(name);
  return std::span(column.numbers)
      .subspan(static_cast<std::size_t>(point) * column.row_size, column.row_size);
}

void Columns::set_flag(std::string_view name, std::int64_t point, std::int8_t flag) {
  find(name).flags.at(static_cast<std::size_t>(point)) = flag;
}

void Columns::set_integer(std::string_view name, std::int64_t point, std::int32_t value) {
  find(name).integers.at(static_cast<std::size_t>(point)) = value;
}

void Columns::write(ResultSink& sink, std::size_t first_point) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const Column& column = columns_[i];
    const void* rows = column.flags.data();
    if (column.variable->type == DataType::float64) rows = column.numbers.data();
    if (column.variable->type == DataType::int32) rows = column.integers.data();
    sink.write(i, first_point, n_points_, rows);
  }
}

}  // namespace pairtwist
