// SPDX-License-Identifier: BSD-3-Clause
// Blocks become whole variables, whatever their order; what was not written says so.
#include <gtest/gtest.h>

#include <cmath>

#include "io/row_blocks.hpp"
#include "io_support.hpp"
#include "pairtwist/memory_sink.hpp"

namespace pairtwist {
namespace {

ResultLayout five_points() {
  Job job = io_test::small_job();
  job.output.quantities = {"spin_mean"};
  job.scan.axes = {io_test::axis("model.kappa", {0.0, 1.0, 2.0, 3.0, 4.0})};
  return result_layout(job, Scan(job));
}

/// Every value is the point's index, in rows of any length and type.
RowBlock counted(const ResultLayout& layout, std::size_t first, std::size_t count) {
  RowBlock block = blank_rows(layout, first, count);
  for (Column& column : block.columns) {
    std::visit(
        [&](auto& values) {
          const std::size_t row_size = values.size() / count;
          for (std::size_t i = 0; i < values.size(); ++i) {
            const std::size_t point = first + i / row_size;
            values[i] = static_cast<std::decay_t<decltype(values[0])>>(point);
          }
        },
        column);
  }
  return block;
}

TEST(MemorySink, PutsBlocksWhereTheirPointsAre) {
  MemorySink sink(five_points());
  sink.write(counted(sink.layout(), 3, 2));
  sink.write(counted(sink.layout(), 0, 2));
  const std::vector<double>& spins = sink.numbers("spin_mean");
  ASSERT_EQ(spins.size(), 5u * 5u * 3u);
  for (std::size_t i = 0; i < spins.size(); ++i) {
    const std::size_t point = i / 15;
    if (point == 2)
      EXPECT_TRUE(std::isnan(spins[i])) << i;
    else
      EXPECT_EQ(spins[i], static_cast<double>(point)) << i;
  }
  EXPECT_EQ(sink.flags("method"), (std::vector<std::int8_t>{0, 1, 0, 3, 4}));
  EXPECT_EQ(sink.integers("cutoff"), (std::vector<std::int32_t>{0, 1, 0, 3, 4}));
}

TEST(MemorySink, ReleasesItsMemoryWithoutACopy) {
  MemorySink sink(five_points());
  sink.write(counted(sink.layout(), 0, 5));
  const double* spins = sink.numbers("spin_mean").data();
  const std::size_t at = sink.layout().index_of("spin_mean");
  const RowBlock all = std::move(sink).release();
  EXPECT_EQ(all.first_point, 0u);
  EXPECT_EQ(all.count, 5u);
  EXPECT_EQ(std::get<std::vector<double>>(all.columns[at]).data(), spins);
}

TEST(MemorySink, RefusesWhatIsNotOfItsLayout) {
  MemorySink sink(five_points());
  EXPECT_THROW(sink.write(blank_rows(sink.layout(), 4, 2)), std::out_of_range);
  EXPECT_THROW(sink.write({.first_point = 0, .count = 1, .columns = {}}), std::logic_error);
  EXPECT_THROW(sink.numbers("nothing"), std::out_of_range);
  EXPECT_THROW(sink.numbers("status"), std::bad_variant_access);
}

}  // namespace
}  // namespace pairtwist
