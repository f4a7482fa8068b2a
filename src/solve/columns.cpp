#include "solve/columns.hpp"

#include "io/row_blocks.hpp"

namespace pairtwist {

Columns::Columns(const ResultLayout& layout, std::size_t first_point, std::size_t n_points)
    : layout_(layout), block_(blank_rows(layout, first_point, n_points)) {}

bool Columns::has(std::string_view name) const { return layout_.has_variable(name); }

std::span<double> Columns::row(std::string_view name, std::int64_t point) {
  auto& numbers = std::get<std::vector<double>>(block_.columns[layout_.index_of(name)]);
  const std::size_t row_size = numbers.size() / block_.count;
  return std::span(numbers).subspan(static_cast<std::size_t>(point) * row_size, row_size);
}

void Columns::set_flag(std::string_view name, std::int64_t point, std::int8_t flag) {
  auto& flags = std::get<std::vector<std::int8_t>>(block_.columns[layout_.index_of(name)]);
  flags.at(static_cast<std::size_t>(point)) = flag;
}

void Columns::set_integer(std::string_view name, std::int64_t point, std::int32_t value) {
  auto& integers = std::get<std::vector<std::int32_t>>(block_.columns[layout_.index_of(name)]);
  integers.at(static_cast<std::size_t>(point)) = value;
}

}  // namespace pairtwist
