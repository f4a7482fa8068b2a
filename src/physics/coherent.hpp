// SPDX-License-Identifier: BSD-3-Clause
// The exact solution for light that starts coherent, without Kerr term, two-photon loss and thermal
// photons (docs/physics.md, 3; Gambetta et al., PRA 74, 042318 (2006)), in a form without a
// resonance to trip over.
//
//   d alpha_m/dt = -lambda_m alpha_m - eta_m,   lambda_m = i omega_m + kappa/2,
//   d ln v_mm'/dt = -i Omega alpha_m alpha*_m' - i U (m² - m'²) - (eta_m - eta_m') alpha*_m'
//                   + (eta_m - eta_m')* alpha_m,
//   Omega = omega_m - omega_m' = 2 W0 (m² - m'²),   eta_m = eta + 2i Wt m².
//
// From d(alpha_m alpha*_m')/dt = -(i Omega + kappa) alpha_m alpha*_m' - eta_m alpha*_m' - eta*_m'
// alpha_m the integral is had without any exponential of a pair: with T_m(t) = -|alpha_0|²/2 +
// int_0^t zeta*_m(s) alpha_m(s) ds, zeta_m = eta_m - (kappa/W0) Wt,
//
//   ln v = Omega/(Omega - i kappa) [ alpha_m alpha*_m' + T_m + T*_m' ] - i U (m² - m'²) t,
//
// whatever piecewise-constant pump there was. (With A_m = int alpha_m dt for a constant pump: the
// bracket with eta*_m' A_m + eta_m A*_m' instead of T needs eta_m A*_m' = eta_m' A*_m' + 2i Wt
// (m² - m'²) A*_m', and what Wt adds is -2 kappa (m² - m'²)/(Omega - i kappa) = -(kappa/W0)
// Omega/(Omega - i kappa) times Wt* A_m + Wt A*_m'.) alpha_m and T_m belong to one sector; a pair
// costs a few products. The bracket cancels by up to |Omega - i kappa| t |eta t|².
//
// Everything is written for an arithmetic R: S itself, doubles, or DD<S>, double-doubles, where
// doubles would not keep what is asked for (plan/coherence_bound.hpp).
#pragma once

#include "physics/coherent_point.hpp"
#include "physics/dd_math.hpp"
#include "physics/sector_pump.hpp"

namespace pairtwist::physics {

/// The doubles S behind an arithmetic, and a double-double rounded to it.
template <class R>
struct Arithmetic {
  using Scalar = R;
  PT_HD static R rounded(const DD<R>& x) { return x.hi; }
  PT_HD static R leading(const R& x) { return x; }
  static constexpr double series_below = 0x1p-2;  ///< |z|² for which phi2_series is good
};
template <class S>
struct Arithmetic<DD<S>> {
  using Scalar = S;
  PT_HD static DD<S> rounded(const DD<S>& x) { return x; }
  PT_HD static S leading(const DD<S>& x) { return x.hi; }
  static constexpr double series_below = 0x1p-10;
};
template <class R>
using ScalarOf = typename Arithmetic<R>::Scalar;

/// One sector at one time: the cavity amplitude, and T.
template <class R>
struct SectorState {
  Complex<R> alpha;
  Complex<R> drive;  ///< T_m
};

/// m² for |m| = k + odd/2; exact up to N of about 10^8.
PT_HD double m_squared(double k, std::uint32_t odd) { return odd ? (k + 0.5) * (k + 0.5) : k * k; }

/// Im lambda_m = omega_m = 2 W0 m² - detuning, rounded once: a resonance is met.
template <class R, class S = ScalarOf<R>>
PT_HD R sector_frequency(S two_W0, S detuning, S m_squared) {
  return Arithmetic<R>::rounded(two_prod(two_W0, m_squared) + (-detuning));
}

/// e^{-lambda t}, and its first two integrals over time.
template <class R>
struct Propagator {
  Complex<R> decay;   ///< e^{-lambda t}
  Complex<R> first;   ///< int_0^t e^{-lambda s} ds          = t phi_1(-lambda t)
  Complex<R> second;  ///< int_0^t int_0^s e^{-lambda r} dr ds = t² phi_2(-lambda t)
};

/// phi_2(-z) = sum (-z)^n/(n+2)! for |z| < 2^-5, in double-double: the first terms in that, the
/// rest, below 2^-58 of the sum, in double. Relative error about 2^-100.
template <class S>
PT_HD ComplexDD<S> phi2_series(ComplexDD<S> z) {
  const double tail[] = {-1.0 / 1307674368000.0, 1.0 / 87178291200.0, -1.0 / 6227020800.0,
                         1.0 / 479001600.0,      -1.0 / 39916800.0,   1.0 / 3628800.0};
  const double head[][2] = {{-0x1.71de3a556c734p-19, 0x1.c154f8ddc6c00p-73},
                            {0x1.a01a01a01a01ap-16, 0x1.a01a01a01a01ap-76},
                            {-0x1.a01a01a01a01ap-13, -0x1.a01a01a01a01ap-73},
                            {0x1.6c16c16c16c17p-10, -0x1.f49f49f49f49fp-65},
                            {-0x1.1111111111111p-7, -0x1.1111111111111p-63},
                            {0x1.5555555555555p-5, 0x1.5555555555555p-59},
                            {-0x1.5555555555555p-3, -0x1.5555555555555p-57},
                            {0.5, 0.0}};
  const S x = z.re.hi;
  const S y = z.im.hi;
  S re = S(1.0 / 20922789888000.0);
  S im = S(0.0);
  for (const double coefficient : tail) {
    const S next = fused_mul_add(re, x, S(coefficient) - im * y);
    im = fused_mul_add(re, y, im * x);
    re = next;
  }
  ComplexDD<S> sum = {DD<S>(re), DD<S>(im)};
  for (const auto& coefficient : head) {
    sum = z * sum;
    sum.re = sum.re + DD<S>(S(coefficient[0]), S(coefficient[1]));
  }
  return sum;
}
/// In double, for |z| < 1/2: relative error 2^-51.
template <class S>
PT_HD Complex<S> phi2_series(Complex<S> z) {
  const double coefficients[] = {-1.0 / 6227020800.0, 1.0 / 479001600.0, -1.0 / 39916800.0,
                                 1.0 / 3628800.0,     -1.0 / 362880.0,   1.0 / 40320.0,
                                 -1.0 / 5040.0,       1.0 / 720.0,       -1.0 / 120.0,
                                 1.0 / 24.0,          -1.0 / 6.0,        0.5};
  Complex<S> sum = {S(1.0 / 87178291200.0), S(0.0)};
  for (const double coefficient : coefficients) {
    sum = z * sum;
    sum.re = sum.re + S(coefficient);
  }
  return sum;
}

/// decay = e^{-kappa t/2}, shared by all sectors of a point. In double-double the relative error of
/// `first` and `second` is about 2^-92 at worst, at any lambda t down to zero, in double 2^-49.
template <class R>
PT_HD Propagator<R> propagator(Complex<R> lambda, Complex<R> inverse_lambda, R time, R decay) {
  using S = ScalarOf<R>;
  Propagator<R> p;
  const Complex<R> z = lambda * time;
  p.decay = conj(expi(z.im)) * decay;
  const Complex<R> one_minus = {R(S(1.0)) - p.decay.re, -p.decay.im};
  p.first = one_minus * inverse_lambda;
  p.second = Complex<R>{time - p.first.re, -p.first.im} * inverse_lambda;

  const S re = Arithmetic<R>::leading(z.re);
  const S im = Arithmetic<R>::leading(z.im);
  const auto small = fused_mul_add(re, re, im * im) < S(Arithmetic<R>::series_below);
  if (any(small)) {
    const Complex<R> phi2 = phi2_series(z);
    const Complex<R> z_phi2 = z * phi2;
    const Complex<R> phi1 = {R(S(1.0)) - z_phi2.re, -z_phi2.im};
    p.first = select(small, phi1 * time, p.first);
    p.second = select(small, phi2 * (time * time), p.second);
  }
  return p;
}

/// Of one sector in a stretch.
template <class R>
struct SectorPump {
  Complex<R> eta;   ///< drives alpha_m
  Complex<R> zeta;  ///< what T_m takes of it: another one beside a transverse pump and loss
};

/// two_W0: not 0 where there is a transverse pump (CoherentPoint).
template <class R, class S = ScalarOf<R>>
PT_HD SectorPump<R> pump_of(const CoherentPoint& point, const CoherentSegment& segment,
                            S m_squared) {
  const ComplexDD<S> pump = extended_pump(segment, m_squared);
  const Complex<R> eta = {Arithmetic<R>::rounded(pump.re), Arithmetic<R>::rounded(pump.im)};
  if (!segment.from_the_side()) return {eta, eta};
  const R ratio = R(S(2.0 * point.kappa)) / R(S(point.two_W0));
  return {
      eta,
      {eta.re - ratio * R(S(segment.transverse_re)), eta.im - ratio * R(S(segment.transverse_im))}};
}

/// The sector a stretch of constant pump later.
template <class R>
PT_HD SectorState<R> advance(const SectorState<R>& start, const Propagator<R>& p,
                             const SectorPump<R>& pump) {
  SectorState<R> end;
  end.alpha = start.alpha * p.decay - pump.eta * p.first;
  end.drive = start.drive + conj(pump.zeta) * (start.alpha * p.first - pump.eta * p.second);
  return end;
}

/// The same, sorted by what grows with time, for many times of one stretch:
///
///   alpha = centre + arm E,   T = start + slope t + swing (1 - E),   E = e^{-lambda t}.
///
/// Loses the digits that 1/lambda² has more than t²: for sectors away from resonance only.
template <class R>
struct Orbit {
  Complex<R> centre;  ///< -eta_m/lambda
  Complex<R> arm;
  Complex<R> start;
  Complex<R> slope;
  Complex<R> swing;

  PT_HD SectorState<R> at(R time, Complex<R> e) const {
    SectorState<R> state;
    state.alpha = mul_add(arm, e, centre);
    const R one_minus = R(1.0) - e.re;
    const R re = multiply_add(slope.re, time, start.re);
    const R im = multiply_add(slope.im, time, start.im);
    state.drive.re = multiply_add(swing.re, one_minus, multiply_add(swing.im, e.im, re));
    state.drive.im = multiply_add(swing.im, one_minus, subtract_product(im, swing.re, e.im));
    return state;
  }
};

template <class R>
PT_HD Orbit<R> orbit(const SectorState<R>& start, Complex<R> inverse_lambda,
                     const SectorPump<R>& pump) {
  const Complex<R> centre = -(pump.eta * inverse_lambda);
  const Complex<R> arm = start.alpha - centre;
  const Complex<R> zeta = conj(pump.zeta);
  return {centre, arm, start.drive, zeta * centre, zeta * (arm * inverse_lambda)};
}

/// What a pair (k, l) of sectors of one point needs besides the two sectors' states.
template <class R>
struct PairConstants {
  Complex<R> factor;  ///< Omega/(Omega - i kappa)
  R rate;             ///< U (m² - m'²)
};

/// difference = m² - m'², an exact integer.
template <class R, class S = ScalarOf<R>>
PT_HD PairConstants<R> pair_constants(S two_W0, S kappa, S U, S difference) {
  const R omega = Arithmetic<R>::rounded(two_prod(two_W0, difference));
  const S leading = Arithmetic<R>::leading(omega);
  // Scaled by the larger of the two, so that no square underflows or overflows.
  const S a = select(leading < S(0.0), -leading, leading);
  const S scale = S(1.0) / select(a > kappa, a, select(kappa > S(0.0), kappa, S(1.0)));
  const R w = omega * scale;
  const R k = Arithmetic<R>::rounded(two_prod(kappa, scale));
  const R norm = w * w + k * k;
  const auto none = leading == S(0.0);
  const R ratio = w / select(none, R(S(1.0)), norm);
  const R zero = R(S(0.0));
  return {{select(none, zero, w * ratio), select(none, zero, k * ratio)},
          Arithmetic<R>::rounded(two_prod(U, difference))};
}

/// phase - rate time.
template <class S>
PT_HD S turned_back(S phase, S rate, S time) {
  return subtract_product(phase, rate, time);
}
template <class S>
PT_HD DD<S> turned_back(DD<S> phase, DD<S> rate, S time) {
  return phase - rate * time;
}

/// ln v of the pair (a, b); time is absolute.
template <class R, class S = ScalarOf<R>>
PT_HD Complex<R> log_coherence(const SectorState<R>& a, const SectorState<R>& b,
                               const PairConstants<R>& pair, S time) {
  const Complex<R> drives = {a.drive.re + b.drive.re, a.drive.im - b.drive.im};
  Complex<R> result = pair.factor * mul_conj_add(a.alpha, b.alpha, drives);
  result.im = turned_back(result.im, pair.rate, time);
  return result;
}

/// Every sector at t = 0.
PT_HD SectorState<DD<double>> initial_state(const CoherentPoint& point) {
  const DD<double> photons =
      two_prod(point.alpha0_re, point.alpha0_re) + two_prod(point.alpha0_im, point.alpha0_im);
  return {{DD<double>(point.alpha0_re), DD<double>(point.alpha0_im)},
          {scaled(photons, -0.5), DD<double>(0.0)}};
}

/// e^{-kappa t/2}.
PT_HD DD<double> field_decay(double kappa, DD<double> time) {
  return exp_decay(time * (-0.5 * kappa));
}

/// sin and cos of the part of a phase that a double has no room for, at most 1/2: below 2^-27 they
/// are x and 1, as of all but the largest phases.
template <class S>
PT_HD void small_sine_cosine(S x, S& s, S& c) {
  const auto large = (x > S(0x1p-27)) | (x < S(-0x1p-27));
  s = x;
  c = S(1.0);
  if (any(large)) {
    S s_there, c_there;
    sine_cosine(x, s_there, c_there);
    s = select(large, s_there, s);
    c = select(large, c_there, c);
  }
}

/// v = e^{ln v} to about an ulp; not a number, rather than a made-up one, where its phase is not
/// `known` any more.
template <class S>
PT_HD void coherence(const ComplexDD<S>& log_v, bool known, S& re, S& im) {
  const S phase = log_v.im.hi;
  const S magnitude = exponential(log_v.re.hi);
  S s, c, s_low, c_low;
  sine_cosine(phase, s, c);
  small_sine_cosine(log_v.im.lo, s_low, c_low);
  const S unknown = S(__builtin_nan(""));
  const auto lost = (phase > S(largest_phase)) | (phase < S(-largest_phase));
  const S size = known ? magnitude : unknown;
  re = select(lost, unknown, size * (c * c_low - s * s_low));
  im = select(lost, unknown, size * (s * c_low + c * s_low));
}

/// The same in double-double. Rounding may leave Re ln v above zero by a few 2^-106: cut.
template <class S>
PT_HD ComplexDD<S> coherence_extended(const ComplexDD<S>& log_v) {
  const DD<S> zero = DD<S>(S(0.0));
  return expi(log_v.im) * exp_decay(select(log_v.re.hi > S(0.0), zero, log_v.re));
}

}  // namespace pairtwist::physics
