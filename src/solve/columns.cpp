// SPDX-License-Identifier: BSD-3-Clause
#include "solve/columns.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "io/row_blocks.hpp"

namespace pairtwist {

Columns::Columns(const ResultLayout& layout, std::size_t first_point, std::size_t n_points)
    : layout_(layout), block_(blank_rows(layout, first_point, n_points)) {}

bool Columns::has(std::string_view name) const { return layout_.has_variable(name); }

template <class T>
std::span<T> Columns::row_of(std::string_view name, std::int64_t point) {
  auto& all = std::get<std::vector<T>>(block_.columns[layout_.index_of(name)]);
  const auto row = static_cast<std::size_t>(point);
  if (row >= block_.count)
    throw std::out_of_range(fmt::format("row {} of a block of {}", point, block_.count));
  const std::size_t row_size = all.size() / block_.count;
  return std::span(all).subspan(row * row_size, row_size);
}

std::span<double> Columns::row(std::string_view name, std::int64_t point) {
  return row_of<double>(name, point);
}

std::span<std::int8_t> Columns::flags(std::string_view name, std::int64_t point) {
  return row_of<std::int8_t>(name, point);
}

void Columns::set_integer(std::string_view name, std::int64_t point, std::int32_t value) {
  row_of<std::int32_t>(name, point).front() = value;
}

}  // namespace pairtwist
