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

/// result[i] = sum_{k <= terms} c_k moment(k, i) with c_k = e^exponent g_k(x), exponent = tau Re
/// centre. `terms` may differ between lanes; what moment() returns beyond is not used.
template <int N, class S, class Moments>
PT_HD void sums(S x, S beta, S exponent, S terms, const Moments& moment, S (&result)[N]) {
  BesselLadder<S> ladder(x, beta);
  LadderScale<S> scale(x, beta);
  for (int i = 0; i < N; ++i) result[i] = S(0.0);
  for (int k = BesselLadder<S>::top; k >= 0; --k) {
    scale.add(k, ladder.value());
    // Horner's rule in x/(k+1): g_k is the ladder's value times x^k/k!.
    const S rise = x * S(1.0 / (k + 1.0));
    if (k <= most_terms) {
      const S weight = select(terms < S(double(k)), S(0.0), ladder.value());
      for (int i = 0; i < N; ++i) result[i] = multiply_add(result[i], rise, weight * moment(k, i));
    }
    if (k > 0) ladder.down(k);
  }
  const S factor = scale.factor(exponent);
  for (int i = 0; i < N; ++i) result[i] = result[i] * factor;
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
  PT_HD static double cosine_of(int i) { return cosine(4 * i); }
  PT_HD static double sine_of(int i) { return sine(4 * i); }

  PT_HD explicit Box(const double* support)
      : re(0.5 * (support[0] - support[2])),
        im(0.5 * (support[1] - support[3])),
        p(0.5 * (support[0] + support[2])),
        q(0.5 * (support[1] + support[3])) {}
};

/// Directions that are spread evenly as seen from where the box is a square.
struct Outline {
  Box box;

  static constexpr int directions = 16;
  PT_HD double cosine_of(int i) const { return box.p > 0.0 ? cosine(i) / box.p : cosine(i); }
  PT_HD double sine_of(int i) const { return box.q > 0.0 ? sine(i) / box.q : sine(i); }

  /// An ellipse around the set with support[i] in direction i, with small semi-axes' sum: of a few
  /// ratios, the best. It encloses the corners of the polygon that the directions leave.
  PT_HD Ellipse ellipse(const double* support) const {
    const auto reach = [&](int i) {
      const int j = i % directions;
      return support[j] - box.re * cosine_of(j) - box.im * sine_of(j);
    };
    Ellipse best{box.re, box.im, -1.0, 0.0, box.re};
    const double stretches[7] = {1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0};
    for (int which = 0; which < 7; ++which) {
      const double stretch = stretches[which];
      double largest = 0.0;
      for (int i = 0; i < directions; ++i) {
        const double here = reach(i);
        const double next = reach(i + 1);
        const double x = (here * sine(i + 1) - next * sine(i)) / sine(1);
        const double y = (next * cosine(i) - here * cosine(i + 1)) / sine(1);
        const double level = x * x / (stretch * stretch) + y * y;
        if (level > largest) largest = level;
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
