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

/// The sectors k_lo ... k_lo + sectors - 1 of one point and the pairs wanted among them. Indices
/// below are relative to k_lo.
struct PairIndex {
  std::int64_t k_lo;
  std::int64_t sectors;
  std::uint32_t demand;  ///< PairDemand bits
  std::uint32_t odd;     ///< 1 for an odd number of atoms

  /// Candidates of the two lists, before needed() thins them out.
  PT_HD std::int64_t candidates() const {
    if (demand & every_pair) return sectors * (sectors - 1) / 2;
    return demand != 0 ? 2 * sectors : 0;
  }

  /// Candidate number c as (k, l). Dense lists run over l, then k < l; banded ones over k, then
  /// l = k + 1, k + 2.
  PT_HD void candidate(std::int64_t c, std::int64_t& k, std::int64_t& l) const {
    if (demand & every_pair) {
      l = static_cast<std::int64_t>((1.0 + ::sqrt(1.0 + 8.0 * static_cast<double>(c))) / 2.0);
      while (l * (l - 1) / 2 > c) --l;  // the root may be off by one in the last place
      while (l * (l + 1) / 2 <= c) ++l;
      k = c - l * (l - 1) / 2;
    } else {
      k = c / 2;
      l = k + 1 + c % 2;
    }
  }

  /// For odd N, m = -1/2 and m' = 3/2 differ by 2 but are neighbouring sectors.
  PT_HD bool needed(std::int64_t k, std::int64_t l) const {
    if (l >= sectors) return false;
    if (demand & every_pair) return true;
    if (l - k == 2) return (demand & step2) != 0;
    return (demand & step1) != 0 || ((demand & step2) != 0 && odd != 0 && k + k_lo == 0);
  }

  PT_HD std::int64_t count() const {
    if (demand & every_pair) return sectors * (sectors - 1) / 2;
    const std::int64_t ones = sectors > 1 ? sectors - 1 : 0;
    const std::int64_t twos = sectors > 2 ? sectors - 2 : 0;
    const std::int64_t crossing = ones > 0 && odd != 0 && k_lo == 0 ? 1 : 0;
    return ((demand & step1)   ? ones
            : (demand & step2) ? crossing
                               : 0) +
           ((demand & step2) ? twos : 0);
  }

  /// Place of a needed pair k < l in the compacted list.
  PT_HD std::int64_t rank(std::int64_t k, std::int64_t l) const {
    if (demand & every_pair) return l * (l - 1) / 2 + k;
    if ((demand & step1) && (demand & step2)) return 2 * k + (l - k - 1);
    if (demand & step1) return k;
    const std::int64_t crossing = odd != 0 && k_lo == 0 ? 1 : 0;
    return l - k == 1 ? 0 : k + crossing;
  }
};

}  // namespace pairtwist::physics
