// SPDX-License-Identifier: BSD-3-Clause
// What benchmarks/spmm keeps of a way that it has measured, and what it refuses to measure.
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "spmm/measured_way.hpp"

namespace pairtwist::test {
namespace {

TEST(MeasuredWay, RecordsTheMedianAndItsShare) {
  const spmm::MeasuredWay way{.name = "by hand",
                              .difference = 1e-15,
                              .milliseconds = {5.0, 1.0, 2.0, 9.0, 4.0},
                              .bytes = 2e9};
  const auto kept = spmm::record(way, 1e12);
  EXPECT_EQ(kept["median"], 4.0);
  EXPECT_EQ(kept["share_of_memory_speed"], 0.5);
  EXPECT_EQ(kept["milliseconds"].size(), 5U);
  EXPECT_EQ(spmm::line(way, 1e12),
            "by hand                               4.000 ms    2.000 GB  50.0 % of the memory's "
            "speed, off by 1.0e-15");
}

TEST(MeasuredWay, TheBestIsOneThatIsOffered) {
  const spmm::MeasuredWay slow{.name = "slow", .milliseconds = {3.0}};
  const spmm::MeasuredWay fast{.name = "fast", .milliseconds = {2.0}};
  const spmm::MeasuredWay none{.name = "none", .offered = false};
  EXPECT_EQ(spmm::best({}), nullptr);
  EXPECT_EQ(spmm::best({none}), nullptr);
  const std::vector<spmm::MeasuredWay> ways = {none, slow, fast};
  EXPECT_EQ(spmm::best(ways), &ways[2]);
  EXPECT_EQ(spmm::record(none, 1e12).dump(), R"({"way":"none","offered":false})");
  EXPECT_EQ(spmm::line(none, 1e12),
            "none                               not offered by this cuSPARSE");
}

TEST(MeasuredWay, NothingThatIsOffCounts) {
  EXPECT_NO_THROW(spmm::demand_agreement("cuSPARSE", 20, 1e-12));
  EXPECT_THROW(spmm::demand_agreement("cuSPARSE", 20, std::nan("")), std::runtime_error);
  try {
    spmm::demand_agreement("cuSPARSE CSR_ALG1, row-major", 20, 2e-12);
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(),
                 "N = 20: cuSPARSE CSR_ALG1, row-major is off by 2.0e-12 of a state's norm, "
                 "allowed: 1e-12; no time of it counts");
  }
}

}  // namespace
}  // namespace pairtwist::test
