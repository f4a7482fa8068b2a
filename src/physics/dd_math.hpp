// SPDX-License-Identifier: BSD-3-Clause
// exp, sin and cos of double-doubles: Taylor series after argument reduction and halving, the
// leading terms in double-double, the rest in double. Error about 2^-99, absolute for sin and cos,
// relative for exp. A phase beyond 2^52 is not a number: there the reduction has no digits left.
#pragma once

#include "physics/complex.hpp"

namespace pairtwist::physics {

/// Beyond this a phase is lost.
inline constexpr double largest_phase = 0x1p52;

/// e^{i x}; not a number for |x| > largest_phase.
template <class S>
PT_HD ComplexDD<S> expi(DD<S> x) {
  const auto lost = (x.hi > S(largest_phase)) | (x.hi < S(-largest_phase));
  x = select(lost, DD<S>(S(__builtin_nan(""))), x);
  // x = k pi/2 + r, |r| <= pi/4; pi/2 in four parts of 53 bits.
  const S k = round_to_int(x.hi * S(0x1.45f306dc9c883p-1));
  DD<S> r = accurate_sum(x, two_prod(k, S(-0x1.921fb54442d18p+0)));
  r = accurate_sum(r, two_prod(k, S(-0x1.1a62633145c07p-54)));
  r = accurate_sum(r, two_prod(k, S(0x1.f1976b7ed8fbcp-110)));

  // sin and cos - 1 of y = r/8, |y| <= pi/32.
  const DD<S> y = scaled(r, S(0.125));
  const DD<S> z = y * y;
  const S t = z.hi;
  S s_tail = fused_mul_add(t, S(1.0 / 355687428096000.0), S(-1.0 / 1307674368000.0));
  s_tail = fused_mul_add(t, s_tail, S(1.0 / 6227020800.0));
  s_tail = fused_mul_add(t, s_tail, S(-1.0 / 39916800.0));
  DD<S> s = DD<S>(S(0x1.71de3a556c734p-19), S(-0x1.c154f8ddc6c00p-73)) + z * s_tail;
  s = DD<S>(S(-0x1.a01a01a01a01ap-13), S(-0x1.a01a01a01a01ap-73)) + z * s;
  s = DD<S>(S(0x1.1111111111111p-7), S(0x1.1111111111111p-63)) + z * s;
  s = DD<S>(S(-0x1.5555555555555p-3), S(-0x1.5555555555555p-57)) + z * s;
  s = y + y * (z * s);
  S c_tail = fused_mul_add(t, S(1.0 / 20922789888000.0), S(-1.0 / 87178291200.0));
  c_tail = fused_mul_add(t, c_tail, S(1.0 / 479001600.0));
  c_tail = fused_mul_add(t, c_tail, S(-1.0 / 3628800.0));
  DD<S> u = DD<S>(S(0x1.a01a01a01a01ap-16), S(0x1.a01a01a01a01ap-76)) + z * c_tail;
  u = DD<S>(S(-0x1.6c16c16c16c17p-10), S(0x1.f49f49f49f49fp-65)) + z * u;
  u = DD<S>(S(0x1.5555555555555p-5), S(0x1.5555555555555p-59)) + z * u;
  u = z * (z * u + S(-0.5));

  // sin 2y = 2 s (1 + u), cos 2y - 1 = -2 s²: three times.
  for (int doubling = 0; doubling < 3; ++doubling) {
    const DD<S> s2 = s * s;
    s = scaled(s + s * u, S(2.0));
    u = scaled(s2, S(-2.0));
  }
  const DD<S> c = u + S(1.0);

  const S q = k - S(4.0) * round_to_int(k * S(0.25));  // -2 ... 2
  const auto odd = (q == S(1.0)) | (q == S(-1.0));
  const auto half_turn = (q == S(2.0)) | (q == S(-2.0));
  const DD<S> cos_part = select(odd, s, c);
  const DD<S> sin_part = select(odd, c, s);
  return {select(half_turn | (q == S(1.0)), -cos_part, cos_part),
          select(half_turn | (q == S(-1.0)), -sin_part, sin_part)};
}

/// e^x for x <= 0 (below -708: zero).
template <class S>
PT_HD DD<S> exp_decay(DD<S> x) {
  const auto vanishes = x.hi < S(-708.0);
  x = select(vanishes, DD<S>(S(0.0)), x);
  const S k = round_to_int(x.hi * S(0x1.71547652b82fep+0));
  DD<S> r = accurate_sum(x, two_prod(k, S(-0x1.62e42fefa39efp-1)));
  r = accurate_sum(r, two_prod(k, S(-0x1.abc9e3b39803fp-56)));
  // p = e^y - 1 for |y| <= ln 2 / 32, then e^2y - 1 = 2p + p² four times.
  const DD<S> y = scaled(r, S(0.0625));
  S tail = fused_mul_add(y.hi, S(1.0 / 479001600.0), S(1.0 / 39916800.0));
  tail = fused_mul_add(y.hi, tail, S(1.0 / 3628800.0));
  tail = fused_mul_add(y.hi, tail, S(1.0 / 362880.0));
  tail = fused_mul_add(y.hi, tail, S(1.0 / 40320.0));
  DD<S> p = DD<S>(S(0x1.a01a01a01a01ap-13), S(0x1.a01a01a01a01ap-73)) + y * tail;
  p = DD<S>(S(0x1.6c16c16c16c17p-10), S(-0x1.f49f49f49f49fp-65)) + y * p;
  p = DD<S>(S(0x1.1111111111111p-7), S(0x1.1111111111111p-63)) + y * p;
  p = DD<S>(S(0x1.5555555555555p-5), S(0x1.5555555555555p-59)) + y * p;
  p = DD<S>(S(0x1.5555555555555p-3), S(0x1.5555555555555p-57)) + y * p;
  p = y + (y * y) * (y * p + S(0.5));
  for (int doubling = 0; doubling < 4; ++doubling) p = scaled(p, S(2.0)) + p * p;
  const DD<S> e = scaled(p + S(1.0), power_of_two(k));
  return select(vanishes, DD<S>(S(0.0)), e);
}

/// The same in double: what templates over both arithmetics call.
PT_HD Complex<double> expi(double x) {
  Complex<double> e;
  sine_cosine(x, e.im, e.re);
  return e;
}
PT_HD double exp_decay(double x) { return ::exp(x); }
PT_HD double cosine_of(double x) { return ::cos(x); }

}  // namespace pairtwist::physics
