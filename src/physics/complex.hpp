// SPDX-License-Identifier: BSD-3-Clause
// Complex numbers over any scalar S of src/physics: std::complex knows neither packs nor devices.
#pragma once

#include "physics/double_double.hpp"

namespace pairtwist::physics {

template <class S>
struct Complex {
  S re;
  S im;
};
template <class S>
using ComplexDD = Complex<DD<S>>;

template <class S>
PT_HD Complex<S> operator+(Complex<S> a, Complex<S> b) {
  return {a.re + b.re, a.im + b.im};
}
template <class S>
PT_HD Complex<S> operator-(Complex<S> a, Complex<S> b) {
  return {a.re - b.re, a.im - b.im};
}
template <class S>
PT_HD Complex<S> operator*(Complex<S> a, Complex<S> b) {
  return {multiply_add(a.re, b.re, -(a.im * b.im)), multiply_add(a.re, b.im, a.im * b.re)};
}
template <class S>
PT_HD Complex<S> operator*(Complex<S> a, S b) {
  return {a.re * b, a.im * b};
}
template <class S>
PT_HD Complex<S> operator-(Complex<S> a) {
  return {-a.re, -a.im};
}
template <class S>
PT_HD Complex<S> conj(Complex<S> a) {
  return {a.re, -a.im};
}
template <class S>
PT_HD S norm(Complex<S> a) {
  return multiply_add(a.re, a.re, a.im * a.im);
}
/// 1/z, for z far from over- and underflow.
template <class S>
PT_HD Complex<S> inverse(Complex<S> z) {
  const S scale = S(1.0) / norm(z);
  return {z.re * scale, -(z.im * scale)};
}
/// a b + c.
template <class S>
PT_HD Complex<S> mul_add(Complex<S> a, Complex<S> b, Complex<S> c) {
  return {multiply_add(a.re, b.re, subtract_product(c.re, a.im, b.im)),
          multiply_add(a.re, b.im, multiply_add(a.im, b.re, c.im))};
}
/// a b* + c.
template <class S>
PT_HD Complex<S> mul_conj_add(Complex<S> a, Complex<S> b, Complex<S> c) {
  return {multiply_add(a.re, b.re, multiply_add(a.im, b.im, c.re)),
          subtract_product(multiply_add(a.im, b.re, c.im), a.re, b.im)};
}
/// e^z.
template <class S>
PT_HD Complex<S> exponential(Complex<S> z) {
  const S size = exponential(z.re);
  S s, c;
  sine_cosine(z.im, s, c);
  return {size * c, size * s};
}
template <class M, class S>
PT_HD Complex<S> select(M mask, Complex<S> a, Complex<S> b) {
  return {select(mask, a.re, b.re), select(mask, a.im, b.im)};
}

}  // namespace pairtwist::physics
