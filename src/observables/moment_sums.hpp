// SPDX-License-Identifier: BSD-3-Clause
// The sums over coherences that quantities are made of, and the photon moments beside them: which
// there are, and with which weights v enters. One declaration for every engine.
#pragma once

#include <cstdint>

#include "physics/host_device.hpp"

namespace pairtwist {

/// Samples that are summed up together, at most; their states stay in the nearest cache. A batch
/// may divide a point's times at multiples of this.
inline constexpr std::int64_t samples_of_chunk = 128;

/// For the three moments <J_+>, <J_+J_z + J_zJ_+>, <J_+²> of the photons' part of rho_A: what they
/// have lost since v was 1, sum of weight × (1 - v). Then <n> and <n²> - <n>² - <n>. The last two
/// are what <J_z> and <J_z²> have lost where something moves them.
enum MomentSum : int {
  lost_plus_re,
  lost_plus_im,
  lost_plus_z_re,
  lost_plus_z_im,
  lost_plus2_re,
  lost_plus2_im,
  photon_mean,
  photon_excess,
  bell_re,
  bell_im,
  bell_terms,
  squared_moduli,
  block_sums,  ///< those before are of blocks, which conserve J_z
  lost_z = block_sums,
  lost_z2,
  moment_sums
};

/// Which of them are wanted.
enum WantedSums : std::uint32_t {
  want_plus = 1,
  want_plus_z = 2,
  want_plus2 = 4,
  want_light = 8,
  want_bell = 16,
  want_squares = 32,
  want_z = 64,
  want_moments = want_plus | want_plus_z | want_plus2,
  want_every_pair = want_bell | want_squares
};

/// The bit of a sum.
PT_HD constexpr std::uint32_t bit_of(int sum) {
  return sum < lost_plus_z_re   ? want_plus
         : sum < lost_plus2_re  ? want_plus_z
         : sum < photon_mean    ? want_plus2
         : sum < bell_re        ? want_light
         : sum < squared_moduli ? want_bell
         : sum < block_sums     ? want_squares
                                : want_z;
}

/// Where each sum stands among those that are wanted; -1: nowhere.
struct SumPlaces {
  std::int32_t of[moment_sums];
  std::int32_t count = 0;

  PT_HD constexpr SumPlaces() : SumPlaces(0) {}
  PT_HD constexpr explicit SumPlaces(std::uint32_t wanted) : of{} {
    for (int sum = 0; sum < moment_sums; ++sum)
      of[sum] = (wanted & bit_of(sum)) != 0 ? count++ : -1;
  }
};

/// A pair (k, l), k < l, of sectors stands for the coherences (m, m') with |m| = k, |m'| = l and
/// for their mirror images, whose v is conjugated: together they add
/// p (1 - Re v) + q Im v with complex p, q.
struct PairWeight {
  double p_re;
  double p_im;
  double q_re;
  double q_im;
};

/// Of one start, by the pair's first sector, relative to the start's first one.
struct MomentWeightsView {
  std::uint32_t wanted;
  /// The start is symmetric and real: all that does not vanish are the real parts of p for plus and
  /// plus2, and the imaginary ones of q for plus_z.
  bool symmetric;
  const PairWeight* plus;      ///< [k]  of (k, k+1)
  const PairWeight* plus_z;    ///< [k]  the same
  const PairWeight* plus2;     ///< [k]  of (k, k+2)
  const PairWeight* crossing;  ///< of (0, 1) for plus2: m = -1/2, m' = 3/2; nullptr: none
  /// [k]  the share of sector k in the weight up to it, and its weight; their sum is 1.
  const double* share;
  const double* weight;

  PT_HD bool pairs_with_next(std::int64_t k) const {
    return (wanted & (want_plus | want_plus_z)) != 0 ||
           (k == 0 && crossing != nullptr && (wanted & want_plus2) != 0);
  }
};

/// Which first sectors k of pairs one of those takes who share them: first, first + step, ...
struct Share {
  std::int64_t first;
  std::int64_t step;
};
inline constexpr Share all_of_them{0, 1};

/// The sums of one time from v itself: v(k, l) as Complex<double> for the pairs that are wanted.
/// Adds to sums[lost_plus_re ... lost_plus2_im].
template <class V>
PT_HD void sum_moments(const MomentWeightsView& w, std::int64_t sectors, Share share, const V& v,
                       double* sums) {
  const auto add = [&](int re, const PairWeight& weight, double v_re, double v_im) {
    sums[re] += weight.p_re * (1.0 - v_re) + weight.q_re * v_im;
    sums[re + 1] += weight.p_im * (1.0 - v_re) + weight.q_im * v_im;
  };
  for (std::int64_t k = share.first; k + 1 < sectors; k += share.step) {
    if (w.pairs_with_next(k)) {
      const auto next = v(k, k + 1);
      if ((w.wanted & want_plus) != 0) add(lost_plus_re, w.plus[k], next.re, next.im);
      if ((w.wanted & want_plus_z) != 0) add(lost_plus_z_re, w.plus_z[k], next.re, next.im);
      if (k == 0 && w.crossing != nullptr && (w.wanted & want_plus2) != 0)
        add(lost_plus2_re, *w.crossing, next.re, next.im);
    }
    if (k + 2 < sectors && (w.wanted & want_plus2) != 0) {
      const auto after = v(k, k + 2);
      add(lost_plus2_re, w.plus2[k], after.re, after.im);
    }
  }
}

/// The photon sums of one time from <a†a> and <a†²a²> of each sector's block: number(k), pairs(k).
/// Sector after sector (Welford), for the small differences between them; of coherent blocks
/// <a†²a²> is <a†a>², and nothing is added.
template <class Number, class Pairs>
PT_HD void sum_light(const MomentWeightsView& w, std::int64_t sectors, const Number& number,
                     const Pairs& pairs, double* sums) {
  double mean = 0.0;
  double excess = 0.0;
  for (std::int64_t k = 0; k < sectors; ++k) {
    const double n = number(k);
    const double before = n - mean;
    mean += w.share[k] * before;
    excess += w.weight[k] * (before * (n - mean) + (pairs(k) - n * n));
  }
  sums[photon_mean] = mean;
  sums[photon_excess] = excess;
}

}  // namespace pairtwist
