// The exact solution for light that starts coherent, without Kerr term, two-photon loss and thermal
// photons (docs/physics.md, 3; Gambetta et al., PRA 74, 042318 (2006)), in a form without a
// resonance to trip over.
//
//   d alpha_m/dt = -lambda_m alpha_m - eta,   lambda_m = i omega_m + kappa/2,
//   d ln v_mm'/dt = -i Omega alpha_m alpha*_m' - i U (m² - m'²),   Omega = omega_m - omega_m'.
//
// From d(alpha_m alpha*_m')/dt = -(i Omega + kappa) alpha_m alpha*_m' - eta alpha*_m' - eta*
// alpha_m the integral is had without any exponential of a pair: with T_m(t) = int_0^t eta*(s)
// alpha_m(s) ds,
//
//   ln v = Omega/(Omega - i kappa) [ alpha_m alpha*_m' - |alpha_0|² + T_m + T*_m' ] - i U (m² -
//   m'²) t,
//
// whatever piecewise-constant pump there was. alpha_m and T_m belong to one sector; a pair costs a
// few products. The bracket cancels by up to |Omega - i kappa| t |eta t|², which is why everything
// here is in double-double.
#pragma once

#include "physics/coherent_point.hpp"
#include "physics/dd_math.hpp"

namespace pairtwist::physics {

/// One sector at one time: the cavity amplitude and T = int eta* alpha.
template <class S>
struct SectorState {
  ComplexDD<S> alpha;
  ComplexDD<S> drive;  ///< T_m
};

/// m² for |m| = k + odd/2; exact up to N of about 10^8.
PT_HD double m_squared(double k, std::uint32_t odd) { return odd ? (k + 0.5) * (k + 0.5) : k * k; }

/// Im lambda_m = omega_m = 2 W0 m² - detuning, rounded once in double-double: a resonance is met.
template <class S>
PT_HD DD<S> sector_frequency(S two_W0, S detuning, S m_squared) {
  return two_prod(two_W0, m_squared) + (-detuning);
}

/// e^{-lambda t}, and its first two integrals over time.
template <class S>
struct Propagator {
  ComplexDD<S> decay;   ///< e^{-lambda t}
  ComplexDD<S> first;   ///< int_0^t e^{-lambda s} ds          = t phi_1(-lambda t)
  ComplexDD<S> second;  ///< int_0^t int_0^s e^{-lambda r} dr ds = t² phi_2(-lambda t)
};

/// phi_2(-z) = sum (-z)^n/(n+2)! for |z| < 2^-5: the first terms in double-double, the rest, below
/// 2^-58 of the sum, in double. Relative error about 2^-100.
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

/// decay = e^{-kappa t/2}, shared by all sectors of a point. Relative error of `first` and `second`
/// about 2^-92 at worst, at any lambda t down to zero.
template <class S>
PT_HD Propagator<S> propagator(ComplexDD<S> lambda, ComplexDD<S> inverse_lambda, DD<S> time,
                               DD<S> decay) {
  Propagator<S> p;
  const ComplexDD<S> z = lambda * time;
  p.decay = conj(expi(z.im)) * decay;
  const ComplexDD<S> one_minus = {DD<S>(S(1.0)) - p.decay.re, -p.decay.im};
  p.first = one_minus * inverse_lambda;
  p.second = ComplexDD<S>{time - p.first.re, -p.first.im} * inverse_lambda;

  const auto small = fused_mul_add(z.re.hi, z.re.hi, z.im.hi * z.im.hi) < S(0x1p-10);
  if (any(small)) {
    const ComplexDD<S> phi2 = phi2_series(z);
    const ComplexDD<S> z_phi2 = z * phi2;
    const ComplexDD<S> phi1 = {DD<S>(S(1.0)) - z_phi2.re, -z_phi2.im};
    p.first = select(small, phi1 * time, p.first);
    p.second = select(small, phi2 * (time * time), p.second);
  }
  return p;
}

/// The sector a stretch of constant pump later.
template <class S>
PT_HD SectorState<S> advance(const SectorState<S>& start, const Propagator<S>& p, S eta_re,
                             S eta_im) {
  const ComplexDD<S> eta = {DD<S>(eta_re), DD<S>(eta_im)};
  SectorState<S> end;
  end.alpha = start.alpha * p.decay - eta * p.first;
  end.drive = start.drive + conj(eta) * (start.alpha * p.first - eta * p.second);
  return end;
}

/// What a pair (k, l) of sectors of one point needs besides the two sectors' states.
template <class S>
struct PairConstants {
  ComplexDD<S> factor;  ///< Omega/(Omega - i kappa)
  DD<S> rate;           ///< U (m² - m'²)
};

/// difference = m² - m'², an exact integer.
template <class S>
PT_HD PairConstants<S> pair_constants(S two_W0, S kappa, S U, S difference) {
  const DD<S> omega = two_prod(two_W0, difference);
  // Scaled by the larger of the two, so that no square underflows or overflows.
  const S a = select(omega.hi < S(0.0), -omega.hi, omega.hi);
  const S scale = S(1.0) / select(a > kappa, a, select(kappa > S(0.0), kappa, S(1.0)));
  const DD<S> w = omega * scale;
  const DD<S> k = two_prod(kappa, scale);
  const DD<S> norm = w * w + k * k;
  const auto none = omega.hi == S(0.0);
  const DD<S> ratio = w / select(none, DD<S>(S(1.0)), norm);
  const DD<S> zero = DD<S>(S(0.0));
  return {{select(none, zero, w * ratio), select(none, zero, k * ratio)}, two_prod(U, difference)};
}

/// ln v of the pair (a, b); time is absolute, alpha0_norm = |alpha_0|².
template <class S>
PT_HD ComplexDD<S> log_coherence(const SectorState<S>& a, const SectorState<S>& b,
                                 const PairConstants<S>& pair, DD<S> alpha0_norm, S time) {
  ComplexDD<S> bracket = a.alpha * conj(b.alpha) + (a.drive + conj(b.drive));
  bracket.re = bracket.re - alpha0_norm;
  ComplexDD<S> result = pair.factor * bracket;
  result.im = result.im - pair.rate * time;
  return result;
}

/// |alpha_0|².
PT_HD DD<double> initial_photons(const CoherentPoint& point) {
  return two_prod(point.alpha0_re, point.alpha0_re) + two_prod(point.alpha0_im, point.alpha0_im);
}

/// e^{-kappa t/2}.
PT_HD DD<double> field_decay(double kappa, DD<double> time) {
  return exp_decay(time * (-0.5 * kappa));
}

/// v = e^{ln v} to about an ulp; not a number, rather than a made-up one, where its phase is not
/// `known` any more.
template <class S>
PT_HD void coherence(const ComplexDD<S>& log_v, bool known, S& re, S& im) {
  const S phase = log_v.im.hi;
  const S magnitude = exponential(log_v.re.hi);
  S s, c, s_low, c_low;
  sine_cosine(phase, s, c);
  sine_cosine(log_v.im.lo, s_low, c_low);
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
