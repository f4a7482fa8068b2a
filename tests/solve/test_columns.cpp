// The rows of a batch: what is not written is NaN or 0, and the sink gets every variable in order.
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

struct Call {
  std::size_t variable, first, n;
  std::vector<double> rows;
};

/// Keeps what it is given, as numbers.
struct Sink final : ResultSink {
  explicit Sink(const ResultLayout& of) : layout(of) {}
  void write(std::size_t variable, std::size_t first, std::size_t n, const void* rows) override {
    const Variable& of = layout.variables[variable];
    Call call{variable, first, n, {}};
    for (std::size_t i = 0; i < n * layout.row_size(of); ++i)
      call.rows.push_back(of.type == DataType::float64 ? static_cast<const double*>(rows)[i]
                          : of.type == DataType::int8  ? static_cast<const std::int8_t*>(rows)[i]
                                                       : static_cast<const std::int32_t*>(rows)[i]);
    calls.push_back(std::move(call));
  }
  const ResultLayout& layout;
  std::vector<Call> calls;
};

TEST(Columns, BeginAsNaNAndZero) {
  const ResultLayout of = layout();
  const Columns columns(of, 2);
  Sink sink(of);
  columns.write(sink, 7);
  ASSERT_EQ(sink.calls.size(), 4U);
  const std::size_t sizes[] = {12, 2, 2, 2};
  for (std::size_t i = 0; i < 4; ++i) {
    const Call& call = sink.calls[i];
    EXPECT_EQ(call.variable, i);
    EXPECT_EQ(call.first, 7U);
    EXPECT_EQ(call.n, 2U);
    ASSERT_EQ(call.rows.size(), sizes[i]);
    for (const double value : call.rows)
      if (of.variables[i].type == DataType::float64)
        EXPECT_TRUE(std::isnan(value));
      else
        EXPECT_EQ(value, 0.0);
  }
}

TEST(Columns, ARowIsThatOfItsPointAlone) {
  const ResultLayout of = layout();
  Columns columns(of, 3);
  const std::span<double> row = columns.row("spin", 1);
  ASSERT_EQ(row.size(), 6U);
  for (std::size_t i = 0; i < 6; ++i) row[i] = static_cast<double>(i);
  columns.value("tau", 2) = 0.25;
  columns.set_flag("status", 0, -3);
  columns.set_integer("cutoff", 1, 100000);
  Sink sink(of);
  columns.write(sink, 0);
  for (std::size_t i = 0; i < 18; ++i)
    if (i < 6 || i >= 12)
      EXPECT_TRUE(std::isnan(sink.calls[0].rows[i])) << i;
    else
      EXPECT_EQ(sink.calls[0].rows[i], static_cast<double>(i - 6));
  EXPECT_EQ(sink.calls[1].rows, (std::vector<double>{-3, 0, 0}));
  EXPECT_EQ(sink.calls[2].rows, (std::vector<double>{0, 100000, 0}));
  EXPECT_TRUE(std::isnan(sink.calls[3].rows[1]));
  EXPECT_EQ(sink.calls[3].rows[2], 0.25);
}

TEST(Columns, KnowTheirNames) {
  const ResultLayout of = layout();
  Columns columns(of, 1);
  EXPECT_TRUE(columns.has("cutoff"));
  EXPECT_FALSE(columns.has("cut"));
  EXPECT_THROW(columns.row("qfi", 0), std::logic_error);
  EXPECT_THROW(columns.set_flag("status", 1, 0), std::out_of_range);
  EXPECT_THROW(columns.set_integer("cutoff", 1, 0), std::out_of_range);
}

}  // namespace
}  // namespace pairtwist
