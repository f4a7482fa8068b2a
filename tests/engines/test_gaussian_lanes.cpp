// SPDX-License-Identifier: BSD-3-Clause
// Gaussian blocks side by side in SIMD lanes, of which each takes the next block when it is through
// with its own: a block has the bits that it has alone.
#include <gtest/gtest.h>

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "backend/simd_level.hpp"
#include "engines/block_kinds.hpp"

namespace pairtwist::engines {
namespace {

constexpr std::int64_t n_times = 5;

/// Pairs and, last, a diagonal block whose costs differ by ten: light turns with W0 m².
struct Blocks {
  std::vector<double> k;
  std::vector<double> l;
  std::vector<double> times = {0.0, 0.0, 0.31, 0.7, 1.0};
  /// Off on the way: lanes come to the edge at different steps.
  std::vector<physics::CoherentSegment> segments = {
      {0.4, 1.5, 0.5, 0.0, 0.0}, {std::numeric_limits<double>::infinity(), 0.0, 0.0, 0.0, 0.0}};
  double most_steps = 1e6;

  Blocks() {
    for (int i = 0; i < 12; ++i)
      for (int j = i + 1; j < 15; j += 2) {
        k.push_back(i);
        l.push_back(j);
      }
  }

  /// [n_times][count][2] of `count` blocks from `first` on; failed: gets what their kinds are that
  /// gave up.
  std::vector<double> solve(const HostKernels& kernels, std::size_t first, std::size_t count,
                            std::int32_t& failed) const {
    std::vector<double> values(2 * n_times * count, -7.0);
    failed = 0;
    GaussianBlocks blocks{};
    blocks.point.U = 0.3;
    blocks.point.two_W0 = 0.8;
    blocks.point.detuning = 1.1;
    blocks.point.kappa = 0.9;
    blocks.point.alpha0_re = 0.4;
    blocks.point.segments = static_cast<std::uint32_t>(segments.size());
    blocks.light = {1.0, 0.3, 0.5, 0.2, 0.1, 0.0};
    blocks.tolerance = 1e-9;
    blocks.most_steps = most_steps;
    blocks.segments = segments.data();
    blocks.times = times.data();
    blocks.n_times = n_times;
    blocks.k_lo = 1;
    blocks.block_k = k.data() + first;
    blocks.block_l = l.data() + first;
    blocks.blocks = static_cast<std::int64_t>(count);
    blocks.values = values.data();
    blocks.row = static_cast<std::int64_t>(count);
    blocks.failed = &failed;
    kernels.gaussian(blocks);
    return values;
  }

  void expect_bits_of_each_alone(const HostKernels& kernels, std::size_t fewest_at_the_end) const {
    const std::size_t count = k.size();
    std::int32_t of_any = 0;
    const std::vector<double> together = solve(kernels, 0, count, of_any);
    std::int32_t of_each = 0;
    std::size_t at_the_end = 0;
    for (std::size_t i = 0; i < count; ++i) {
      std::vector<double> own;
      for (std::size_t t = 0; t < n_times; ++t)
        for (std::size_t part = 0; part < 2; ++part)
          own.push_back(together[2 * (t * count + i) + part]);
      const bool done = own.back() != -7.0;
      at_the_end += done ? 1 : 0;
      std::int32_t alone = 0;
      EXPECT_EQ(own, solve(kernels, i, 1, alone)) << "block " << i;
      EXPECT_EQ(alone, done ? 0
                            : kind_of_block(static_cast<std::int64_t>(k[i]),
                                            static_cast<std::int64_t>(l[i])))
          << "block " << i;
      of_each |= alone;
    }
    EXPECT_EQ(of_any, of_each);
    EXPECT_EQ(at_the_end == count, fewest_at_the_end == count);
    EXPECT_GE(at_the_end, fewest_at_the_end);
  }
};

TEST(GaussianLanes, EachBlockHasTheBitsThatItHasAlone) {
  for (const SimdLevel& level : simd_levels()) {
    SCOPED_TRACE(level.name);
    const Blocks blocks;
    blocks.expect_bits_of_each_alone(level.kernels, blocks.k.size());
  }
}

TEST(GaussianLanes, OneThatFailsLeavesThoseThatTakeItsPlace) {
  for (const SimdLevel& level : simd_levels()) {
    SCOPED_TRACE(level.name);
    Blocks blocks;
    blocks.most_steps = 150.0;
    blocks.expect_bits_of_each_alone(level.kernels, 10);
  }
}

}  // namespace
}  // namespace pairtwist::engines
