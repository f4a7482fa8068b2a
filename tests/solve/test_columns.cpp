// SPDX-License-Identifier: BSD-3-Clause
// The rows of a batch: what is not written is NaN or 0, every variable has its place.
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <string>

#include "solve/columns.hpp"

namespace pairtwist {
namespace {

ResultLayout layout() {
  ResultLayout result;
  result.dimensions = {{.name = "time", .values = {0.0, 0.5, 1.0}, .labels = {}, .attributes = {}},
                       {.name = "component", .values = {}, .labels = {"x", "y"}, .attributes = {}}};
  const auto variable = [](const std::string& name, DataType type) {
    Variable made;
    made.name = name;
    made.type = type;
    return made;
  };
  result.variables = {variable("spin", DataType::float64), variable("status", DataType::int8),
                      variable("cutoff", DataType::int32), variable("tau", DataType::float64)};
  result.variables[0].over_time = true;
  result.variables[0].extra = {"component"};
  return result;
}

/// A column as numbers.
std::vector<double> numbers(const Columns& columns, std::size_t variable) {
  return std::visit(
      [](const auto& column) { return std::vector<double>(column.begin(), column.end()); },
      columns.block().columns[variable]);
}

TEST(Columns, BeginAsNaNAndZero) {
  const ResultLayout of = layout();
  const Columns columns(of, 7, 2);
  EXPECT_EQ(columns.block().first_point, 7U);
  EXPECT_EQ(columns.block().count, 2U);
  ASSERT_EQ(columns.block().columns.size(), 4U);
  const std::size_t sizes[] = {12, 2, 2, 2};
  for (std::size_t i = 0; i < 4; ++i) {
    const std::vector<double> rows = numbers(columns, i);
    ASSERT_EQ(rows.size(), sizes[i]);
    for (const double value : rows)
      if (of.variables[i].type == DataType::float64)
        EXPECT_TRUE(std::isnan(value));
      else
        EXPECT_EQ(value, 0.0);
  }
}

TEST(Columns, ARowIsThatOfItsPointAlone) {
  const ResultLayout of = layout();
  Columns columns(of, 7, 3);
  const std::span<double> row = columns.row("spin", 1);
  ASSERT_EQ(row.size(), 6U);
  for (std::size_t i = 0; i < 6; ++i) row[i] = static_cast<double>(i);
  columns.value("tau", 2) = 0.25;
  columns.set_flag("status", 0, -3);
  columns.set_integer("cutoff", 1, 100000);
  const std::vector<double> spin = numbers(columns, 0);
  for (std::size_t i = 0; i < 18; ++i)
    if (i < 6 || i >= 12)
      EXPECT_TRUE(std::isnan(spin[i])) << i;
    else
      EXPECT_EQ(spin[i], static_cast<double>(i - 6));
  EXPECT_EQ(numbers(columns, 1), (std::vector<double>{-3, 0, 0}));
  EXPECT_EQ(numbers(columns, 2), (std::vector<double>{0, 100000, 0}));
  EXPECT_TRUE(std::isnan(numbers(columns, 3)[1]));
  EXPECT_EQ(numbers(columns, 3)[2], 0.25);
}

TEST(Columns, KnowTheirNames) {
  const ResultLayout of = layout();
  Columns columns(of, 0, 1);
  EXPECT_TRUE(columns.has("cutoff"));
  EXPECT_FALSE(columns.has("cut"));
  EXPECT_THROW(columns.row("qfi", 0), std::logic_error);
  EXPECT_THROW(columns.set_flag("status", 1, 0), std::out_of_range);
  EXPECT_THROW(columns.set_integer("cutoff", 1, 0), std::out_of_range);
}

}  // namespace
}  // namespace pairtwist
