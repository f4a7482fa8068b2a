// SPDX-License-Identifier: BSD-3-Clause
// Double-double arithmetic against 113-bit arithmetic of the compiler's own.
#include <gtest/gtest.h>
#include <quadmath.h>

#include <cmath>
#include <random>

#include "physics/dd_math.hpp"

namespace pairtwist::physics {
namespace {

using Quad = __float128;

Quad quad(DD<double> x) { return static_cast<Quad>(x.hi) + static_cast<Quad>(x.lo); }

DD<double> random_dd(std::mt19937_64& random, double scale) {
  std::uniform_real_distribution<double> uniform(-1.0, 1.0);
  const double hi = scale * uniform(random);
  return fast_two_sum(hi, hi * 0x1p-54 * uniform(random));
}

double relative_error(Quad got, Quad expected) {
  return static_cast<double>(fabsq(got - expected) / fabsq(expected));
}

class DoubleDouble : public testing::Test {
 protected:
  static constexpr std::uint64_t seed = 20240614;
  std::mt19937_64 random{seed};
  void SetUp() override { RecordProperty("seed", std::to_string(seed)); }
};

TEST_F(DoubleDouble, ArithmeticIsGoodTo104Bits) {
  for (int i = 0; i < 20000; ++i) {
    const DD<double> a = random_dd(random, 3.0);
    const DD<double> b = random_dd(random, 5.0);
    const double limit = 0x1p-103;
    EXPECT_LE(relative_error(quad(a * b), quad(a) * quad(b)), limit);
    EXPECT_LE(relative_error(quad(a / b), quad(a) / quad(b)), limit);
    // Sums of opposite signs lose no more than their terms have been rounded by.
    EXPECT_LE(static_cast<double>(fabsq(quad(a + b) - (quad(a) + quad(b)))),
              0x1p-105 * (std::abs(a.hi) + std::abs(b.hi)));
    EXPECT_LE(static_cast<double>(fabsq(quad(accurate_sum(a, b)) - (quad(a) + quad(b)))),
              limit * static_cast<double>(fabsq(quad(a) + quad(b))));
    if (a.hi > 0.0) {
      EXPECT_LE(relative_error(quad(square_root(a)), sqrtq(quad(a))), limit);
    }
  }
}

TEST_F(DoubleDouble, SineAndCosineAreGoodTo98BitsAtAnyArgument) {
  for (const double scale : {1e-20, 1e-3, 0.5, 3.0, 100.0, 1e6, 1e12}) {
    for (int i = 0; i < 2000; ++i) {
      const DD<double> x = random_dd(random, scale);
      const ComplexDD<double> e = expi(x);
      // quadmath has 113 bits: of an argument of 1e12 it knows 73 behind the point.
      const double limit = 0x1p-98 + 0x1p-112 * std::abs(x.hi);
      EXPECT_LE(static_cast<double>(fabsq(quad(e.re) - cosq(quad(x)))), limit) << x.hi;
      EXPECT_LE(static_cast<double>(fabsq(quad(e.im) - sinq(quad(x)))), limit) << x.hi;
      if (scale < 1.0) {
        EXPECT_LE(relative_error(quad(e.im), sinq(quad(x))), 0x1p-98);
      }
    }
  }
}

TEST_F(DoubleDouble, SineAndCosineKnowTheirQuadrants) {
  const double half_pi = 1.5707963267948966;
  for (int q = -9; q <= 9; ++q) {
    const ComplexDD<double> e = expi(DD<double>(q * half_pi));
    EXPECT_NEAR(e.re.hi, std::cos(q * half_pi), 1e-15) << q;
    EXPECT_NEAR(e.im.hi, std::sin(q * half_pi), 1e-15) << q;
  }
}

TEST_F(DoubleDouble, DecayIsGoodTo98Bits) {
  for (const double scale : {1e-20, 1e-3, 0.3, 2.0, 40.0, 600.0}) {
    for (int i = 0; i < 2000; ++i) {
      DD<double> x = random_dd(random, scale);
      if (x.hi > 0.0) x = -x;
      EXPECT_LE(relative_error(quad(exp_decay(x)), expq(quad(x))), 0x1p-98) << x.hi;
    }
  }
  EXPECT_EQ(exp_decay(DD<double>(0.0)).hi, 1.0);
  EXPECT_EQ(exp_decay(DD<double>(-800.0)).hi, 0.0);
}

}  // namespace
}  // namespace pairtwist::physics
