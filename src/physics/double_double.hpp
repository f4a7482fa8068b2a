// SPDX-License-Identifier: BSD-3-Clause
// Double-double numbers (about 106 bits) over any scalar S that has + - * / and fused_mul_add:
// double or a SIMD pack of doubles. Error-free transformations after Dekker (1971) and Knuth; the
// sums and products are those of Joldes, Muller, Popescu, ACM TOMS 44, 15 (2017), algorithms 5 and
// 6 (SloppyDWPlusDW, AccurateDWPlusDW) and 12 (DWTimesDW3). Must be compiled without contraction of
// a*b+c
// (-ffp-contract=off, -fmad=false).
#pragma once

#include "physics/scalar.hpp"

namespace pairtwist::physics {

template <class S>
struct DD {
  S hi;
  S lo;

  DD() = default;
  PT_HD constexpr DD(S high) : hi(high), lo(S(0.0)) {}  // NOLINT: a double is a double-double
  PT_HD constexpr DD(S high, S low) : hi(high), lo(low) {}
};

/// a + b exactly, for |a| >= |b|.
template <class S>
PT_HD DD<S> fast_two_sum(S a, S b) {
  const S s = a + b;
  return {s, b - (s - a)};
}

/// a + b exactly.
template <class S>
PT_HD DD<S> two_sum(S a, S b) {
  const S s = a + b;
  const S bb = s - a;
  return {s, (a - (s - bb)) + (b - bb)};
}

/// a * b exactly.
template <class S>
PT_HD DD<S> two_prod(S a, S b) {
  const S p = a * b;
  return {p, fused_mul_add(a, b, -p)};
}

template <class S>
PT_HD DD<S> operator-(DD<S> a) {
  return {-a.hi, -a.lo};
}

/// Off by 2^-105 of |a| + |b|, no more than products before it are, in half the operations of a sum
/// that is as good relative to itself.
template <class S>
PT_HD DD<S> operator+(DD<S> a, DD<S> b) {
  const DD<S> s = two_sum(a.hi, b.hi);
  return fast_two_sum(s.hi, s.lo + (a.lo + b.lo));
}

/// The same where the two cancel and what is left has to be good in itself.
template <class S>
PT_HD DD<S> accurate_sum(DD<S> a, DD<S> b) {
  const DD<S> s = two_sum(a.hi, b.hi);
  const DD<S> t = two_sum(a.lo, b.lo);
  const DD<S> v = fast_two_sum(s.hi, s.lo + t.hi);
  return fast_two_sum(v.hi, t.lo + v.lo);
}

template <class S>
PT_HD DD<S> operator+(DD<S> a, S b) {
  const DD<S> s = two_sum(a.hi, b);
  return fast_two_sum(s.hi, a.lo + s.lo);
}

template <class S>
PT_HD DD<S> operator-(DD<S> a, DD<S> b) {
  return a + (-b);
}

template <class S>
PT_HD DD<S> operator*(DD<S> a, DD<S> b) {
  const DD<S> p = two_prod(a.hi, b.hi);
  const S cross = fused_mul_add(a.lo, b.hi, fused_mul_add(a.hi, b.lo, a.lo * b.lo));
  return fast_two_sum(p.hi, p.lo + cross);
}

template <class S>
PT_HD DD<S> operator*(DD<S> a, S b) {
  const DD<S> p = two_prod(a.hi, b);
  return fast_two_sum(p.hi, fused_mul_add(a.lo, b, p.lo));
}

/// Long division with two corrections.
template <class S>
PT_HD DD<S> operator/(DD<S> a, DD<S> b) {
  const S q1 = a.hi / b.hi;
  DD<S> r = a - b * q1;
  const S q2 = r.hi / b.hi;
  r = r - b * q2;
  const S q3 = r.hi / b.hi;
  return fast_two_sum(q1, q2) + q3;
}

template <class S>
PT_HD DD<S>& operator+=(DD<S>& a, DD<S> b) {
  return a = a + b;
}

/// a * 2^k for a power of two given as a number.
template <class S>
PT_HD DD<S> scaled(DD<S> a, S power_of_two) {
  return {a.hi * power_of_two, a.lo * power_of_two};
}

/// One Newton step: error about 2^-104. Of what is not above zero what doubles make of it.
template <class S>
PT_HD DD<S> square_root(DD<S> a) {
  const S root = square_root(a.hi);
  const DD<S> rest = a - two_prod(root, root);
  const auto positive = a.hi > S(0.0);
  const S twice = select(positive, root + root, S(1.0));
  return select(positive, fast_two_sum(root, rest.hi / twice), DD<S>(root));
}

/// a b + c: what complex numbers over double-doubles are multiplied with.
template <class S>
PT_HD DD<S> multiply_add(DD<S> a, DD<S> b, DD<S> c) {
  return a * b + c;
}

template <class S>
PT_HD DD<S> subtract_product(DD<S> c, DD<S> a, DD<S> b) {
  return c - a * b;
}

template <class M, class S>
PT_HD DD<S> select(M mask, DD<S> a, DD<S> b) {
  return {select(mask, a.hi, b.hi), select(mask, a.lo, b.lo)};
}

}  // namespace pairtwist::physics
