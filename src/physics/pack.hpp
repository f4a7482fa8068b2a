// SPDX-License-Identifier: BSD-3-Clause
// W doubles side by side in one SIMD register, as a scalar for the templates of src/physics. GCC's
// and clang's vector extensions do the arithmetic; fused multiply-add, rounding, exp and sincos are
// spelled out below for the two levels that exist: 4 (AVX2 + FMA) and 8 (AVX-512F).
#pragma once

#include <immintrin.h>
#include <sleef.h>

#include "physics/scalar.hpp"

namespace pairtwist::physics {

template <int W>
struct PackVectors {
  typedef double Doubles __attribute__((vector_size(8 * W)));
  /// The same anywhere in memory.
  typedef double Anywhere __attribute__((vector_size(8 * W), aligned(alignof(double))));
  typedef long Bits __attribute__((vector_size(8 * W)));
  typedef unsigned long Unsigned __attribute__((vector_size(8 * W)));
};

/// The outcome of a comparison: all bits of a lane set, or none.
template <int W>
struct PackMask {
  using Vector = typename PackVectors<W>::Bits;
  Vector v;
};

template <int W>
struct Pack {
  using Vector = typename PackVectors<W>::Doubles;
  Vector v;

  Pack() = default;
  // Less 0 is x itself, and no operation; with 0 added -0 would be 0.
  PT_HD Pack(double x) : v(x - Vector{}) {}  // NOLINT: a double is a pack of equal lanes
  PT_HD explicit Pack(Vector x) : v(x) {}

  // As doubles, not as bytes: what is no double, pointers and sizes, then stays in registers beyond
  // a store.
  PT_HD static Pack load(const double* p) {
    return Pack(*reinterpret_cast<const typename PackVectors<W>::Anywhere*>(p));
  }
  PT_HD void store(double* p) const {
    *reinterpret_cast<typename PackVectors<W>::Anywhere*>(p) = v;
  }
};

template <int W>
PT_HD Pack<W> operator+(Pack<W> a, Pack<W> b) {
  return Pack<W>(a.v + b.v);
}
template <int W>
PT_HD Pack<W> operator-(Pack<W> a, Pack<W> b) {
  return Pack<W>(a.v - b.v);
}
template <int W>
PT_HD Pack<W> operator-(Pack<W> a) {
  return Pack<W>(-a.v);
}
template <int W>
PT_HD Pack<W> operator*(Pack<W> a, Pack<W> b) {
  return Pack<W>(a.v * b.v);
}
template <int W>
PT_HD Pack<W> operator/(Pack<W> a, Pack<W> b) {
  return Pack<W>(a.v / b.v);
}
template <int W>
PT_HD PackMask<W> operator<(Pack<W> a, Pack<W> b) {
  return {a.v < b.v};
}
template <int W>
PT_HD PackMask<W> operator>(Pack<W> a, Pack<W> b) {
  return {a.v > b.v};
}
template <int W>
PT_HD PackMask<W> operator==(Pack<W> a, Pack<W> b) {
  return {a.v == b.v};
}
template <int W>
PT_HD PackMask<W> operator|(PackMask<W> a, PackMask<W> b) {
  return {a.v | b.v};
}
template <int W>
PT_HD PackMask<W> operator&(PackMask<W> a, PackMask<W> b) {
  return {a.v & b.v};
}
template <int W>
PT_HD PackMask<W> operator!(PackMask<W> a) {
  return {~a.v};
}
template <int W>
PT_HD Pack<W> select(PackMask<W> mask, Pack<W> a, Pack<W> b) {
  return Pack<W>(mask.v ? a.v : b.v);
}

template <int W>
PT_HD Pack<W> select(bool mask, Pack<W> a, Pack<W> b) {
  return mask ? a : b;
}

template <int W>
PT_HD Pack<W> power_of_two(Pack<W> k) {
  // Adding 1.5 * 2^52 leaves the integer k + 1023 in the low bits: shifted, it is the exponent.
  const Pack<W> shifted = k + Pack<W>(0x1.8p52 + 1023.0);
  typename PackMask<W>::Vector bits;
  __builtin_memcpy(&bits, &shifted.v, sizeof bits);
  bits <<= 52;
  Pack<W> result;
  __builtin_memcpy(&result.v, &bits, sizeof bits);
  return result;
}

#if defined(__AVX512F__)
using WidestPack = Pack<8>;
PT_HD Pack<8> fused_mul_add(Pack<8> a, Pack<8> b, Pack<8> c) {
  return Pack<8>(_mm512_fmadd_pd(a.v, b.v, c.v));
}
PT_HD Pack<8> multiply_add(Pack<8> a, Pack<8> b, Pack<8> c) { return fused_mul_add(a, b, c); }
PT_HD Pack<8> subtract_product(Pack<8> c, Pack<8> a, Pack<8> b) {
  return Pack<8>(_mm512_fnmadd_pd(a.v, b.v, c.v));
}
PT_HD Pack<8> round_to_int(Pack<8> a) {
  return Pack<8>(_mm512_roundscale_pd(a.v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
}
PT_HD Pack<8> larger(Pack<8> a, Pack<8> b) { return Pack<8>(_mm512_max_pd(a.v, b.v)); }
PT_HD Pack<8> square_root(Pack<8> a) { return Pack<8>(_mm512_sqrt_pd(a.v)); }
PT_HD bool any(PackMask<8> mask) {
  return _mm512_test_epi64_mask((__m512i)mask.v, (__m512i)mask.v) != 0;
}
PT_HD Pack<8> exponential(Pack<8> a) { return Pack<8>(Sleef_finz_expd8_u10avx512f(a.v)); }
PT_HD void sine_cosine(Pack<8> a, Pack<8>& s, Pack<8>& c) {
  const auto both = Sleef_finz_sincosd8_u10avx512f(a.v);
  s.v = both.x;
  c.v = both.y;
}
#elif defined(__AVX2__)
using WidestPack = Pack<4>;
PT_HD Pack<4> fused_mul_add(Pack<4> a, Pack<4> b, Pack<4> c) {
  return Pack<4>(_mm256_fmadd_pd(a.v, b.v, c.v));
}
PT_HD Pack<4> multiply_add(Pack<4> a, Pack<4> b, Pack<4> c) { return fused_mul_add(a, b, c); }
PT_HD Pack<4> subtract_product(Pack<4> c, Pack<4> a, Pack<4> b) {
  return Pack<4>(_mm256_fnmadd_pd(a.v, b.v, c.v));
}
PT_HD Pack<4> round_to_int(Pack<4> a) {
  return Pack<4>(_mm256_round_pd(a.v, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
}
PT_HD Pack<4> larger(Pack<4> a, Pack<4> b) { return Pack<4>(_mm256_max_pd(a.v, b.v)); }
PT_HD Pack<4> square_root(Pack<4> a) { return Pack<4>(_mm256_sqrt_pd(a.v)); }
PT_HD bool any(PackMask<4> mask) { return _mm256_movemask_pd((__m256d)mask.v) != 0; }
PT_HD Pack<4> exponential(Pack<4> a) { return Pack<4>(Sleef_finz_expd4_u10avx2(a.v)); }
PT_HD void sine_cosine(Pack<4> a, Pack<4>& s, Pack<4>& c) {
  const auto both = Sleef_finz_sincosd4_u10avx2(a.v);
  s.v = both.x;
  c.v = both.y;
}
#endif

}  // namespace pairtwist::physics
