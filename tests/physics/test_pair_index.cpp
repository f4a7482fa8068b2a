// SPDX-License-Identifier: BSD-3-Clause
// The list of pairs against the definition: which pairs (m, m') a demand reaches, by brute force.
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>
#include <utility>
#include <vector>

#include "physics/pair_index.hpp"

namespace pairtwist::physics {
namespace {

using Pairs = std::vector<std::pair<std::int64_t, std::int64_t>>;

/// Pairs of sectors |m| < |m'| of all signed m, m' in the sectors that the demand reaches.
std::set<std::pair<std::int64_t, std::int64_t>> reached(const PairIndex& index) {
  std::set<std::pair<std::int64_t, std::int64_t>> result;
  const std::int64_t top = 2 * (index.k_lo + index.sectors) + 2;
  for (std::int64_t two_m = -top; two_m <= top; ++two_m) {
    for (std::int64_t two_n = -top; two_n <= top; ++two_n) {
      if (std::abs(two_m) % 2 != index.odd || std::abs(two_n) % 2 != index.odd) continue;
      const std::int64_t step = std::abs(two_m - two_n) / 2;
      const bool wanted = (index.demand & every_pair) || (step == 1 && (index.demand & step1)) ||
                          (step == 2 && (index.demand & step2));
      const std::int64_t k = (std::abs(two_m) - index.odd) / 2 - index.k_lo;
      const std::int64_t l = (std::abs(two_n) - index.odd) / 2 - index.k_lo;
      if (wanted && 0 <= k && k < l && l < index.sectors) result.insert({k, l});
    }
  }
  return result;
}

Pairs listed(const PairIndex& index) {
  Pairs pairs;
  for (std::int64_t rank = 0; rank < index.count(); ++rank) {
    const SectorPair pair = index.pair(rank);
    pairs.emplace_back(pair.k, pair.l);
  }
  return pairs;
}

TEST(PairIndex, ListsEveryReachedPairOnceAndRanksIt) {
  for (std::uint32_t demand : {0U, 1U, 2U, 3U, 4U, 6U, 7U}) {
    for (std::uint32_t odd : {0U, 1U}) {
      for (std::int64_t k_lo : {0, 1, 5}) {
        for (std::int64_t sectors = 0; sectors <= 9; ++sectors) {
          const PairIndex index{k_lo, sectors, demand, odd};
          const Pairs pairs = listed(index);
          const auto expected = reached(index);
          SCOPED_TRACE(testing::Message() << "demand " << demand << " odd " << odd << " k_lo "
                                          << k_lo << " sectors " << sectors);
          EXPECT_EQ(std::set(pairs.begin(), pairs.end()), expected);
          EXPECT_EQ(pairs.size(), expected.size());
          for (std::size_t i = 0; i < pairs.size(); ++i)
            EXPECT_EQ(index.rank(pairs[i].first, pairs[i].second), static_cast<std::int64_t>(i));
        }
      }
    }
  }
}

TEST(PairIndex, DenseRanksAreInvertedFarOut) {
  const PairIndex index{0, 500001, every_pair, 0};
  for (const std::int64_t l : {1L, 2L, 77L, 94906265L / 200, 500000L}) {
    for (const std::int64_t k : {std::int64_t{0}, l / 2, l - 1}) {
      const SectorPair found = index.pair(index.rank(k, l));
      EXPECT_EQ(found.k, k);
      EXPECT_EQ(found.l, l);
    }
  }
}

}  // namespace
}  // namespace pairtwist::physics
