// SPDX-License-Identifier: BSD-3-Clause
// Which pairs of sectors (k, l), k < l, must be solved, and where each stands in the list.
//
// A sector is a value of |m|: |m| = k + odd/2. The coherence factor obeys v_mm' = v_|m||m'| and
// v_m'm = v_mm'*, and v = 1 for |m| = |m'|, so only k < l is ever solved.
#pragma once

#include <cmath>
#include <cstdint>

#include "physics/host_device.hpp"

namespace pairtwist::physics {

/// Which signed differences m' - m are wanted.
enum PairDemand : std::uint32_t { step1 = 1, step2 = 2, every_pair = 4 };

/// Two sectors k < l, relative to the first of a point.
struct SectorPair {
  std::int64_t k;
  std::int64_t l;
};

/// The sectors k_lo ... k_lo + sectors - 1 of one point and the pairs wanted among them. Indices
/// below are relative to k_lo.
struct PairIndex {
  std::int64_t k_lo;
  std::int64_t sectors;
  std::uint32_t demand;  ///< PairDemand bits
  std::uint32_t odd;     ///< 1 for an odd number of atoms

  PT_HD std::int64_t count() const {
    if (demand & every_pair) return sectors * (sectors - 1) / 2;
    const std::int64_t ones = sectors > 1 ? sectors - 1 : 0;
    const std::int64_t twos = sectors > 2 ? sectors - 2 : 0;
    if ((demand & step2) == 0) return (demand & step1) != 0 ? ones : 0;
    return twos + ((demand & step1) != 0 ? ones : ones > 0 ? crossing() : 0);
  }

  /// Place of a pair k < l in the list. Dense lists run over l, then k < l; banded ones over k,
  /// then l = k + 1, k + 2.
  PT_HD std::int64_t rank(std::int64_t k, std::int64_t l) const {
    if (demand & every_pair) return l * (l - 1) / 2 + k;
    if ((demand & step1) && (demand & step2)) return 2 * k + (l - k - 1);
    if (demand & step1) return k;
    return l - k == 1 ? 0 : k + crossing();
  }

  /// The pair in that place, 0 <= rank < count().
  PT_HD SectorPair pair(std::int64_t rank) const {
    if (demand & every_pair) {
      auto l = static_cast<std::int64_t>((1.0 + ::sqrt(1.0 + 8.0 * static_cast<double>(rank))) / 2);
      while (l * (l - 1) / 2 > rank) --l;  // the root may be off by one in the last place
      while (l * (l + 1) / 2 <= rank) ++l;
      return {rank - l * (l - 1) / 2, l};
    }
    if ((demand & step1) && (demand & step2)) return {rank / 2, rank / 2 + 1 + rank % 2};
    if (demand & step1) return {rank, rank + 1};
    if (rank < crossing()) return {0, 1};
    return {rank - crossing(), rank - crossing() + 2};
  }

 private:
  /// For odd N, m = -1/2 and m' = 3/2 differ by 2 but are neighbouring sectors: the first pair of
  /// those that differ by 2, if both are there.
  PT_HD std::int64_t crossing() const { return (odd != 0 && k_lo == 0) ? 1 : 0; }
};

}  // namespace pairtwist::physics
