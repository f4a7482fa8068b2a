// SPDX-License-Identifier: BSD-3-Clause
// Random numbers against the published ones of Philox4x32-10 (Random123, kat_vectors), and as
// numbers in (0, 1).
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engines/random_stream.hpp"

namespace pairtwist::engines {
namespace {

using Words = std::array<std::uint32_t, 4>;

TEST(RandomStream, IsPhilox) {
  EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}),
            (Words{0x6627e8d5U, 0xe169c58dU, 0xbc57ac4cU, 0x9b00dbd8U}));
  constexpr std::uint32_t ones = 0xffffffffU;
  EXPECT_EQ(philox({ones, ones, ones, ones}, {ones, ones}),
            (Words{0x408f276dU, 0x41c83b0eU, 0xa20bc7c6U, 0x6d5451fdU}));
  EXPECT_EQ(
      philox({0x243f6a88U, 0x85a308d3U, 0x13198a2eU, 0x03707344U}, {0xa4093822U, 0x299f31d0U}),
      (Words{0xd16cfe09U, 0x94fdccebU, 0x5001e420U, 0x24126ea1U}));
}

TEST(RandomStream, DependsOnSeedAndStreamAlone) {
  const auto first = [](std::uint64_t seed, std::uint64_t stream) {
    return RandomStream(seed, stream).next();
  };
  EXPECT_EQ(first(1, 7), first(1, 7));
  for (const auto& [seed, stream] : {std::pair{2, 7}, {1, 8}, {7, 1}})
    EXPECT_NE(first(1, 7),
              first(static_cast<std::uint64_t>(seed), static_cast<std::uint64_t>(stream)));
  // Both halves of either count.
  EXPECT_NE(first(1, 7), first(1 + (std::uint64_t{1} << 32U), 7));
  EXPECT_NE(first(1, 7), first(1, 7 + (std::uint64_t{1} << 32U)));
}

/// Of one stream, and of the first numbers of many: bins filled evenly, neighbours independent.
TEST(RandomStream, IsUniform) {
  constexpr int draws = 100000;
  constexpr int bins = 100;
  RandomStream one(5, 0);
  for (const bool many : {false, true}) {
    std::vector<int> count(bins);
    double before = 0.5;
    double product = 0.0;
    for (int i = 0; i < draws; ++i) {
      const double x = many ? RandomStream(5, static_cast<std::uint64_t>(i)).next() : one.next();
      ASSERT_GT(x, 0.0);
      ASSERT_LT(x, 1.0);
      ++count[static_cast<std::size_t>(x * bins)];
      product += (x - 0.5) * (before - 0.5);
      before = x;
    }
    double chi2 = 0.0;
    for (const int each : count) {
      const double expected = static_cast<double>(draws) / bins;
      chi2 += (each - expected) * (each - expected) / expected;
    }
    EXPECT_NEAR(chi2, bins - 1.0, 4.0 * std::sqrt(2.0 * (bins - 1.0)));
    EXPECT_NEAR(product / draws, 0.0, 4.0 / 12.0 / std::sqrt(static_cast<double>(draws)));
  }
}

}  // namespace
}  // namespace pairtwist::engines
