// SPDX-License-Identifier: BSD-3-Clause
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
//
// The coefficients' common factor is fixed by a point z0 where the exponential is 1: here are the
// series of e^{x (A - z0)}. What L conserves belongs to such a point, and is conserved to rounding
// in every one of many steps.
#pragma once

#include "physics/complex.hpp"

namespace pairtwist::physics::faber {

/// How far a series goes at most: x = tau gamma, and terms that are then enough for any beta
/// (tests/physics).
struct Length {
  double step;
  int terms;
};
/// Of longer ones a term goes a little further still, and memory for samples grows.
PT_HD constexpr Length longest() { return {96.0, 300}; }
/// Where memory is dear. A term goes 0.32 of x at best, in place of 0.38.
PT_HD constexpr Length shorter() { return {32.0, 128}; }
constexpr int most_terms = longest().terms;

/// The longest step whose series may end at length.terms if it may lack `lacking`: what follows is
/// below 1e-20 at length.step, a tenth of what it may be, and goes as x^terms for shorter ones.
PT_HD double longest_step_for(double lacking, Length length) {
  const double part = ::pow(1e19 * lacking, 1.0 / length.terms);
  return part < 1.0 ? length.step * part : length.step;
}

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

/// F_0(z) ... F_{most_terms}(z) into f.
template <class S>
PT_HD void polynomials(S z, S beta, S* f) {
  f[0] = S(1.0);
  f[1] = z;
  for (int k = 2; k <= most_terms; ++k) {
    const S factor = k == 2 ? S(2.0) * beta : beta;
    f[k] = multiply_add(z, f[k - 1], -(factor * f[k - 2]));
  }
}

/// result[i] = sum_{k <= terms} c_k moment(k, i) with the series c_k of e^{x (A - z0)}; one[k] =
/// F_k(z0). `terms` may differ between lanes; what moment() returns beyond is not used.
template <int N, class S, class One, class Moments>
PT_HD void sums(S x, S beta, const One* one, S terms, const Moments& moment, S (&result)[N]) {
  BesselLadder<S> ladder(x, beta);
  S scale = S(0.0);
  for (int i = 0; i < N; ++i) result[i] = S(0.0);
  for (int k = BesselLadder<S>::top; k >= 0; --k) {
    if (k <= most_terms) {
      // Horner's rule in x/(k+1): g_k is the ladder's value times x^k/k!.
      const S rise = x * S(1.0 / (k + 1.0));
      scale = multiply_add(scale, rise, ladder.value() * S(one[k]));
      const S weight = select(terms < S(double(k)), S(0.0), ladder.value());
      for (int i = 0; i < N; ++i) result[i] = multiply_add(result[i], rise, weight * moment(k, i));
    }
    if (k > 0) ladder.down(k);
  }
  for (int i = 0; i < N; ++i) result[i] = result[i] / scale;
}

/// c_0 ... c_{most_terms} into c.
template <class S>
PT_HD void coefficients(S x, S beta, const S* one, S* c) {
  BesselLadder<S> ladder(x, beta);
  for (int k = BesselLadder<S>::top; k > 0; --k) {
    if (k <= most_terms) c[k] = ladder.value();
    ladder.down(k);
  }
  c[0] = ladder.value();
  S weight = S(1.0);
  for (int k = 0; k <= most_terms; ++k) {
    c[k] = c[k] * weight;
    weight = weight * x * S(1.0 / (k + 1.0));
  }
  S scale = S(0.0);
  for (int k = most_terms; k >= 0; --k) scale = multiply_add(c[k], one[k], scale);
  for (int k = 0; k <= most_terms; ++k) c[k] = c[k] / scale;
}

/// The smallest K with 2 sum_{k > K} |c_k| <= allowed, of one lane of c: c[k stride]. Enough for
/// shorter times too, if z0 lies in the ellipse: all c_k then grow with x.
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

  /// How many times as large the confocal ellipse is that 0 lies on: |F_k(A)| grows so with k where
  /// L is 0.
  PT_HD double level_of_zero() const {
    const double focus = 2.0 * ::sqrt(::fabs(beta));
    const double along = beta > 0.0 ? re / gamma : im / gamma;
    const double across = beta > 0.0 ? im / gamma : re / gamma;
    const double mean = 0.5 * (::hypot(along - focus, across) + ::hypot(along + focus, across));
    return 0.5 * (mean + ::sqrt(::fmax(mean * mean - 4.0 * ::fabs(beta), 0.0)));
  }
};

/// cos and sin of i sixteenths of a turn.
PT_HD double cosine(int i) {
  const double values[5] = {1.0, 0.92387953251128675613, 0.70710678118654752440,
                            0.38268343236508977173, 0.0};
  const int turned = i % 16;
  const int mirrored = turned <= 8 ? turned : 16 - turned;
  return mirrored <= 4 ? values[mirrored] : -values[8 - mirrored];
}
PT_HD double sine(int i) { return cosine(i + 12); }

/// The rectangle around a convex set, from its support function h(c, s) = max of c Re z + s Im z
/// along the axes.
struct Box {
  double re;  ///< the centre
  double im;
  double p;  ///< half the sides
  double q;

  static constexpr int directions = 4;
  /// Of half the shorter side.
  static constexpr double never_together = 0.15;
  PT_HD static double cosine_of(int i) { return cosine(4 * i); }
  PT_HD static double sine_of(int i) { return sine(4 * i); }

  PT_HD explicit Box(const double* support)
      : re(0.5 * (support[0] - support[2])),
        im(0.5 * (support[1] - support[3])),
        p(0.5 * (support[0] + support[2])),
        q(0.5 * (support[1] + support[3])) {}

  /// A smaller ellipse, which lacks the corners of the box and what lies beyond it on three sides:
  /// both ends of its imaginary axis and the left one of its real axis are the box's sides on the
  /// confocal ellipse that is `beyond` times as large. The right end is the box's, since there lies
  /// what decays slowest. The box's upper and lower sides are drawn in before: they have what turns
  /// and what jumps at their most together, which no state of light has. Of an operator that fills
  /// the box |F_k(A)| may grow as beyond^k and more, and rounding with it; of a state with little
  /// out there |F_k(A) R| does not.
  PT_HD Ellipse tight(double beyond) const {
    constexpr double flattest = 0.98;
    constexpr double nothing = 1.01;
    const double height = q - never_together * (p < q ? p : q);
    while (beyond > nothing) {
      const double gamma = (2.0 * p / (1.0 + beyond) + height) / (1.0 + beyond);
      const double beta = beyond * (beyond - height / gamma);
      if (::fabs(beta) <= flattest) return {re + p - gamma * (1.0 + beta), im, gamma, beta, re + p};
      beyond = 0.5 * (1.0 + beyond);
    }
    const double gamma = 0.5 * (p + q);
    return {re, im, gamma, gamma > 0.0 ? (p - q) / (p + q) : 0.0, re + p};
  }
};

/// Directions that are spread evenly as seen from where the box is a square.
struct Outline {
  Box box;

  static constexpr int directions = 16;
  PT_HD double cosine_of(int i) const { return box.p > 0.0 ? cosine(i) / box.p : cosine(i); }
  PT_HD double sine_of(int i) const { return box.q > 0.0 ? sine(i) / box.q : sine(i); }

  /// From the centre.
  PT_HD double reach(const double* support, int i) const {
    return support[i] - box.re * cosine_of(i) - box.im * sine_of(i);
  }

  /// An ellipse around the set with support[i] in direction i, with small semi-axes' sum: of a few
  /// ratios, the best. It encloses the corners of the polygon that the directions leave.
  PT_HD Ellipse ellipse(const double* support) const {
    Ellipse best{box.re, box.im, -1.0, 0.0, box.re};
    const double stretches[7] = {1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0};
    for (int which = 0; which < 7; ++which) {
      const double stretch = stretches[which];
      double largest = 0.0;
      for (int i = 0; i < directions; ++i) {
        const double here = reach(support, i);
        const double next = reach(support, (i + 1) % directions);
        const double x = (here * sine(i + 1) - next * sine(i)) / sine(1);
        const double y = (next * cosine(i) - here * cosine(i + 1)) / sine(1);
        const double level = x * x / (stretch * stretch) + y * y;
        if (level > largest || level != level) largest = level;
      }
      const double p = ::sqrt(largest) * stretch * box.p;
      const double q = ::sqrt(largest) * box.q;
      if (best.gamma >= 0.0 && !(0.5 * (p + q) < best.gamma)) continue;
      best.gamma = 0.5 * (p + q);
      best.beta = p + q > 0.0 ? (p - q) / (p + q) : 0.0;
      best.right = best.re + p;
    }
    return best;
  }
};

}  // namespace pairtwist::physics::faber
