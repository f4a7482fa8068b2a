// The rows of one batch, one column per variable of the result file.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "pairtwist/results.hpp"
#include "pairtwist/solve.hpp"

namespace pairtwist {

class Columns {
 public:
  /// Numbers start as NaN, integers as 0.
  Columns(const ResultLayout& layout, std::size_t n_points);

  bool has(std::string_view name) const;
  /// Row of a float64 variable, layout.row_size(variable) long.
  std::span<double> row(std::string_view name, std::int64_t point);
  /// A float64 variable with one value a point.
  double& value(std::string_view name, std::int64_t point) { return row(name, point).front(); }
  void set_flag(std::string_view name, std::int64_t point, std::int8_t flag);
  void set_integer(std::string_view name, std::int64_t point, std::int32_t value);

  void write(ResultSink& sink, std::size_t first_point) const;

 private:
  struct Column {
    const Variable* variable;
    std::size_t row_size;
    std::vector<double> numbers;
    std::vector<std::int8_t> flags;
    std::vector<std::int32_t> integers;
  };
  Column& find(std::string_view name);

  std::size_t n_points_;
  std::vector<Column> columns_;  ///< in the order of layout.variables
};

}  // namespace pairtwist
