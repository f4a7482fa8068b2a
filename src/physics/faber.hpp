// e^{tau L} as a series in Faber polynomials, for an operator L of which it is known where its
// numerical range W(L) = {<x|L|x> : |x| = 1} lies: in an ellipse with axes parallel to the real and
// the imaginary one, semi-axes p and q. With gamma = (p + q)/2, beta = (p - q)/(p + q) and
// A = (L - centre)/gamma
//
//   e^{tau L} = e^{tau centre} sum_k g_k(x) F_k(A),    x = tau gamma,
//   F_0 = 1,  F_1 = A,  F_2 = A F_1 - 2 beta,  F_{k+1} = A F_k - beta F_{k-1},
//   g_k(x) = sum_j beta^j x^{k+2j} / (j! (k+j)!):   Bessel functions I_k(2x sqrt(beta)), scaled.
//
// |F_k(A)| <= 2 for every operator in the ellipse, normal or not (Beckermann, C. R. Acad. Sci.
// Paris 340, 855 (2005)): what the series lacks behind its last term is bounded beforehand, and no
// step is ever tried in vain. An ellipse without a width is the Chebyshev series of Tal-Ezer and
// Kosloff, J. Chem. Phys. 81, 3967 (1984), a circle the Taylor series.
#pragma once

#include "physics/complex.hpp"

namespace pairtwist::physics::faber {

/// No step is longer than x = 32: 128 terms are then enough for any beta (tests/physics). Longer
/// steps would save a tenth of the terms and cost memory for samples.
constexpr double longest_step = 32.0;
constexpr int most_terms = 128;

/// g_k k!/x^k for k = ladder_top, ..., 1, 0 but for one factor common to all: Miller's algorithm,
/// whose unknowns here can neither overflow nor underflow.
template <class S>
class BesselLadder {
 public:
  static constexpr int top = most_terms + 32;

  PT_HD BesselLadder(S x, S beta) : bend_(beta * x * x), above_(S(1.0)), here_(S(1.0)) {}

  PT_HD S value() const { return here_; }
  /// From k to k - 1.
  PT_HD void down(int k) {
    const S below = multiply_add(bend_ * above_, S(1.0 / (k * (k + 1.0))), here_);
    above_ = here_;
    here_ = below;
  }

 private:
  S bend_;
  S above_;
  S here_;
};

/// The common factor of a ladder, from w = sqrt|beta| in sum_k g_k (w^k + (beta/w)^k) - g_0 =
/// e^{x (w + beta/w)}, where nothing cancels. To be fed on the way down.
template <class S>
class LadderScale {
 public:
  PT_HD LadderScale(S x, S beta) {
    const auto stretched = beta > S(0.0);  // along the real axis
    const S root = square_root(select(stretched, beta, -beta));
    step_ = x * root;
    odd_ = select(stretched, S(2.0), S(0.0));
    log_sum_ = select(stretched, S(2.0) * step_, S(0.0));
  }

  PT_HD void add(int k, S value) {
    const S twice = k % 2 == 0 ? S(2.0) : odd_;
    sum_ = multiply_add(sum_ * step_, S(1.0 / (k + 1.0)), (k == 0 ? S(1.0) : twice) * value);
  }
  /// What the ladder's values are to be multiplied with, and e^exponent.
  PT_HD S factor(S exponent) const { return exponential(exponent + log_sum_) / sum_; }

 private:
  S step_;
  S odd_;
  S log_sum_;
  S sum_ = S(0.0);
};

/// sum_{k <= terms} c_k m(k) with c_k = e^exponent g_k(x), exponent = tau Re centre; m(k) is
/// complex. `terms` may differ between lanes.
template <class S, class Moments>
PT_HD Complex<S> sum(S x, S beta, S exponent, S terms, const Moments& moment) {
  BesselLadder<S> ladder(x, beta);
  LadderScale<S> scale(x, beta);
  Complex<S> result = {S(0.0), S(0.0)};
  for (int k = BesselLadder<S>::top; k >= 0; --k) {
    scale.add(k, ladder.value());
    // Horner's rule in x/(k+1): g_k is the ladder's value times x^k/k!.
    result = result * (x * S(1.0 / (k + 1.0)));
    if (k <= most_terms) {
      const S weight = select(terms < S(double(k)), S(0.0), ladder.value());
      const Complex<S> m = moment(k);
      result = {multiply_add(m.re, weight, result.re), multiply_add(m.im, weight, result.im)};
    }
    if (k > 0) ladder.down(k);
  }
  return result * scale.factor(exponent);
}

/// c_0 ... c_{most_terms} into c.
template <class S>
PT_HD void coefficients(S x, S beta, S exponent, S* c) {
  BesselLadder<S> ladder(x, beta);
  LadderScale<S> scale(x, beta);
  for (int k = BesselLadder<S>::top; k >= 0; --k) {
    scale.add(k, ladder.value());
    if (k <= most_terms) c[k] = ladder.value();
    if (k > 0) ladder.down(k);
  }
  S weight = scale.factor(exponent);
  for (int k = 0; k <= most_terms; ++k) {
    c[k] = c[k] * weight;
    weight = weight * x * S(1.0 / (k + 1.0));
  }
}

/// The smallest K with 2 sum_{k > K} |c_k| <= allowed, of one lane of c: c[k stride].
PT_HD int terms_needed(const double* c, int stride, double allowed) {
  double rest = 0.0;
  int k = most_terms;
  for (; k > 1; --k) {
    rest += 2.0 * ::fabs(c[k * stride]);
    if (!(rest <= allowed)) break;
  }
  return k;
}

/// Where a numerical range lies.
struct Ellipse {
  double re;  ///< the centre
  double im;
  double gamma;
  double beta;
  double right;  ///< its largest real part
};

/// Directions in which the range is measured, evenly spread: i quarters of a right angle.
constexpr int directions = 16;

PT_HD double cosine(int i) {
  const int quarters = i % directions;
  const int mirrored = quarters <= 8 ? quarters : directions - quarters;
  const double values[5] = {1.0, 0.92387953251128675613, 0.70710678118654752440,
                            0.38268343236508977173, 0.0};
  return mirrored <= 4 ? values[mirrored] : -values[8 - mirrored];
}
PT_HD double sine(int i) { return cosine(i + directions - directions / 4); }

/// An ellipse around the convex set whose support function in direction i is support[i], small in
/// p + q: of a few ratios p/q, the best.
PT_HD Ellipse enclosing(const double (&support)[directions]) {
  const double right = support[0];
  const double up = support[directions / 4];
  const double left = -support[directions / 2];
  const double down = -support[3 * directions / 4];
  Ellipse best{0.5 * (right + left), 0.5 * (up + down), 0.0, 0.0, right};
  const double q = 0.5 * (up - down);
  double smallest = -1.0;
  const double ratios[7] = {1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0};
  for (int ratio = 0; ratio < 7; ++ratio) {
    const double p = 0.5 * (right - left) * ratios[ratio];
    // The set lies in the polygon of the directions, whose corners lie farther out than its sides.
    const double corner = 1.0 / 0.98078528040323044913;  // cos(pi/16)
    double scale = 0.0;
    for (int i = 0; i < directions; ++i) {
      const double c = cosine(i);
      const double s = sine(i);
      const double reach = support[i] - best.re * c - best.im * s;
      const double half_width = ::sqrt(p * p * c * c + q * q * s * s);
      if (reach > scale * half_width) scale = half_width > 0.0 ? reach / half_width : scale;
    }
    scale *= corner;
    const double size = scale * (p + q);
    if (smallest >= 0.0 && !(size < smallest)) continue;
    smallest = size;
    best.gamma = 0.5 * size;
    best.beta = p + q > 0.0 ? (p - q) / (p + q) : 0.0;
    best.right = best.re + scale * p;
  }
  return best;
}

}  // namespace pairtwist::physics::faber
