// SPDX-License-Identifier: BSD-3-Clause
// The sums over every pair of sectors from v itself: the Bell sum, what bounds its error, and the
// purity. Once, for formulas that read a state and for engines that take sums where v is.
#pragma once

#include <cstdint>

#include "observables/moment_sums.hpp"
#include "physics/complex.hpp"

namespace pairtwist {

/// Of one start, by sector, what pairs enter with.
struct PairSumsView {
  const physics::ComplexDD<double>* x = nullptr;  ///< BellAmplitudes::x_sum; or no Bell sum
  const physics::ComplexDD<double>* y = nullptr;  ///< y_sum
  const double* modulus = nullptr;                ///< modulus
  const double* up = nullptr;                     ///< MomentWeights::up
  const double* down = nullptr;                   ///< down
};

/// Whose share of pairs the diagonal ones (l, l) are.
PT_HD constexpr bool has_diagonal(const Share& share, std::int64_t l) {
  return (l - share.first) % share.step == 0;
}

/// S = sum over l of y_l (x_l + 2 Re or i Im of the sum over k < l of x_k v_kl), where amplitudes
/// are real and C_m = C_-m: x = y but for a sign that alternates, so that of a pair and its
/// conjugate one part is left. Adds the share's part; v(k, l), k < l, in double-double.
template <class V>
PT_HD void add_bell(const PairSumsView& w, std::int64_t sectors, Share share, const V& v,
                    physics::ComplexDD<double>& sum) {
  using Real = physics::DD<double>;
  for (std::int64_t l = 0; l < sectors; ++l) {
    Real alike = 0.0;
    Real opposite = 0.0;
    for (std::int64_t k = share.first; k < l; k += share.step) {
      if ((l - k) % 2 == 0)
        alike += w.x[k].re * v(k, l).re;
      else
        opposite += w.x[k].re * v(k, l).im;
    }
    const Real twice_alike = scaled(w.y[l].re * alike, 2.0);
    sum.re += has_diagonal(share, l) ? w.x[l].re * w.y[l].re + twice_alike : twice_alike;
    sum.im += scaled(w.y[l].re * opposite, 2.0);
  }
}

/// Of a Bell sum, summed up without signs.
struct BellSizes {
  double terms = 0.0;        ///< |terms|
  double weights = 0.0;      ///< the same with v = 1
  double differences = 0.0;  ///< |terms|, each times |m² - m'²|
};

/// Adds the share's part. size(k, l): |Re v| + |Im v|, k < l; kept(l - k): what is left of it
/// outside of the blocks; offset: m + m' = k + l + offset.
template <class Size, class Kept>
PT_HD void add_bell_sizes(const double* modulus, std::int64_t sectors, std::int64_t offset,
                          Share share, const Size& size, const Kept& kept, BellSizes& total) {
  for (std::int64_t l = 0; l < sectors; ++l) {
    double terms = has_diagonal(share, l) ? 0.5 * modulus[l] : 0.0;
    double weights = terms;
    double differences = 0.0;
    for (std::int64_t k = share.first; k < l; k += share.step) {
      const double weight = modulus[k] * kept(l - k);
      const double term = weight * size(k, l);
      terms += term;
      weights += weight;
      differences += term * static_cast<double>((l - k) * (l + k + offset));
    }
    total.terms += 2.0 * modulus[l] * terms;
    total.weights += 2.0 * modulus[l] * weights;
    total.differences += 2.0 * modulus[l] * differences;
  }
}

/// Tr rho_A² = sum over m, m' of |C_m C_m'|² |v_mm'|² kept(m - m'): the share's part. squared(k,
/// l): |v|², k < l; offset: m + m' = k + l + offset.
template <class Squared, class Kept>
PT_HD double squares_of(const PairSumsView& w, std::int64_t sectors, std::int64_t offset,
                        Share share, const Squared& squared, const Kept& kept) {
  double sum = 0.0;
  for (std::int64_t l = 0; l < sectors; ++l) {
    for (std::int64_t k = share.first; k <= l; k += share.step) {
      const double same = w.up[k] * w.up[l] + w.down[k] * w.down[l];
      const double opposite = w.up[k] * w.down[l] + w.down[k] * w.up[l];
      const double weight = same * kept(l - k) + opposite * kept(l + k + offset);
      sum += k < l ? 2.0 * weight * squared(k, l) : weight;
    }
  }
  return sum;
}

}  // namespace pairtwist
