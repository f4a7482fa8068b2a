// SPDX-License-Identifier: BSD-3-Clause
// The initial amplitudes against exact integers, against mpmath (700 digits, rounded to a pair of
// doubles: the constants below) and against each other; and their windows.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "observables/atomic_start.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

using Real = physics::DD<double>;
__extension__ typedef unsigned __int128 Integer;

Atoms plus_x() { return {}; }

Atoms coherent(double theta, double phi) {
  Atoms atoms;
  atoms.theta = theta;
  atoms.phi = phi;
  return atoms;
}

Atoms dicke(double m) {
  Atoms atoms;
  atoms.state = AtomsState::dicke;
  atoms.m = m;
  return atoms;
}

Real total_weight(const AtomicStart& start) {
  Real total = 0.0;
  for (const auto& c : start.extended) total += c.re * c.re + c.im * c.im;
  return total;
}

double relative(Real value, Real expected) { return ((value - expected) / expected).hi; }

TEST(AtomicStart, PlusXSquaresToExactBinomials) {
  for (const int n : {1, 2, 3, 7, 50, 99, 100}) {
    const AtomicStart start = atomic_start(plus_x(), n, 0.0, nullptr);
    ASSERT_EQ(start.dim(), n + 1);
    EXPECT_EQ(start.two_m_lo, -n);
    EXPECT_EQ(start.dropped_weight, 0.0);
    Integer binomial = 1;
    for (int k = 0; k <= n; ++k) {
      // An integer below 2^97 is the exact sum of its upper part and the rest.
      const Integer high = binomial >> 45 << 45;
      const Real exact =
          physics::two_sum(static_cast<double>(high), static_cast<double>(binomial - high));
      const Real weight = start.extended[k].re * start.extended[k].re;
      EXPECT_LT(std::abs(relative(weight, scaled(exact, std::ldexp(1.0, -n)))), 0x1p-97)
          << "N = " << n << ", k = " << k;
      EXPECT_EQ(start.extended[k].im.hi, 0.0);
      binomial = binomial * static_cast<unsigned>(n - k) / static_cast<unsigned>(k + 1);
    }
  }
}

TEST(AtomicStart, PlusXAgreesWithMpmath) {
  struct Case {
    std::int64_t n, two_m;
    Real expected;
  };
  const Case cases[] = {
      {2000, 0, {0x1.11895a563a95ap-3, 0x1.6deb3a437ea27p-60}},
      {2000, 200, {0x1.d51295575c7d1p-11, 0x1.83d5ad614f52cp-65}},
      {1999, 1, {0x1.11895a563a95ap-3, 0x1.6deb3a437ea27p-60}},
      {1999, 301, {0x1.9e6253c5a4650p-20, 0x1.75f691618d498p-75}},
      {1000000, 0, {0x1.cecbdcf1219c3p-6, 0x1.a60608eff263cp-60}},
      {1000000, 2000, {0x1.5481b298abd26p-7, -0x1.44eb6afba8d9ep-61}},
      {1000000, -5000, {0x1.c96a56c620a51p-15, -0x1.e017d3764652ep-69}},
  };
  for (const Case& c : cases) {
    for (const double allowed : {0.0, 1e-14}) {
      const AtomicStart start = atomic_start(plus_x(), c.n, allowed, nullptr);
      const Real value = start.extended[(c.two_m - start.two_m_lo) / 2].re;
      EXPECT_LT(std::abs(relative(value, c.expected)), 0x1p-92)
          << "N = " << c.n << ", 2m = " << c.two_m << ", allowed " << allowed;
    }
  }
  // The far tail keeps the digits of a double to the end of its range.
  EXPECT_DOUBLE_EQ(atomic_start(plus_x(), 2000, 0.0, nullptr).amplitude[1].real(),
                   0x1.65c55827df1d2p-995);
}

TEST(AtomicStart, TiltedAgreesWithMpmath) {
  struct Case {
    std::int64_t n, two_m;
    ExtendedComplex expected;
  };
  const Case cases[] = {
      {100,
       40,
       {{-0x1.2e6a41f0892f9p-3, -0x1.be24f3399b3d6p-59},
        {0x1.cdf046430896fp-3, -0x1.d55aff5364eeep-57}}},
      {101,
       -3,
       {{0x1.baf733a45682bp-14, -0x1.a2e845b95a674p-69},
        {-0x1.8d8820625704dp-12, 0x1.d29a2489aa7b3p-67}}},
      {2000,
       900,
       {{-0x1.625c628630871p-6, -0x1.a961f6f2747cbp-60},
        {0x1.1bab32a1a85b4p-3, -0x1.18ffca1f7dcc1p-59}}},
      {2000,
       700,
       {{-0x1.709899c0480ecp-13, -0x1.b1099b7190332p-68},
        {0x1.b0dc10a62249ep-14, 0x1.08d74fdce60c5p-68}}},
  };
  for (const Case& c : cases) {
    const AtomicStart start = atomic_start(coherent(1.1, 0.7), c.n, 0.0, nullptr);
    const ExtendedComplex& value = start.extended[(c.two_m + c.n) / 2];
    EXPECT_LT(std::abs(relative(value.re, c.expected.re)), 0x1p-90) << c.n << " " << c.two_m;
    EXPECT_LT(std::abs(relative(value.im, c.expected.im)), 0x1p-90) << c.n << " " << c.two_m;
  }
}

TEST(AtomicStart, EveryDirectionHasItsClosedForm) {
  for (const int n : {1, 2, 3, 10, 11}) {
    for (const double theta : {1e-9, 0.3, 1.0, 1.5707963, 2.5, 3.14159}) {
      for (const double phi : {0.0, 1.3, -2.9}) {
        const AtomicStart start = atomic_start(coherent(theta, phi), n, 0.0, nullptr);
        long double binomial = 1.0L;
        for (int k = 0; k <= n; ++k) {  // m = k - n/2
          const auto size = std::sqrt(binomial) * std::pow(std::cos(theta / 2.0L), k) *
                            std::pow(std::sin(theta / 2.0L), n - k);
          const auto expected = std::polar(size, phi * static_cast<long double>(n - k));
          const std::complex<long double> value = start.amplitude[k];
          EXPECT_LE(std::abs(value - expected), 2e-15L * size)
              << n << " " << theta << " " << phi << " " << k;
          binomial = binomial * static_cast<long double>(n - k) / static_cast<long double>(k + 1);
        }
      }
    }
  }
}

TEST(AtomicStart, IsNormalised) {
  for (const std::int64_t n : {1, 2, 3, 100, 2000, 1000000}) {
    for (const Atoms& atoms : {plus_x(), coherent(1.0, 0.0), coherent(1e-3, 0.5)}) {
      const AtomicStart all = atomic_start(atoms, n, n > 2000 ? 1e-40 : 0.0, nullptr);
      EXPECT_LT(std::abs((total_weight(all) - Real(1.0)).hi), 0x1p-90) << n;
    }
  }
}

TEST(AtomicStart, EquatorIsSymmetricToTheLastBit) {
  for (const std::int64_t n : {1, 2, 3, 100, 101, 2000, 100001}) {
    for (const double allowed : {0.0, 1e-6, 1e-10, 1e-22}) {
      const AtomicStart start = atomic_start(plus_x(), n, allowed, nullptr);
      EXPECT_TRUE(start.symmetric);
      ASSERT_EQ(start.two_m_lo, -start.two_m(start.dim() - 1));
      for (std::int64_t i = 0; i < start.dim(); ++i) {
        const Real a = start.extended[i].re, b = start.extended[start.dim() - 1 - i].re;
        ASSERT_TRUE(a.hi == b.hi && a.lo == b.lo) << n << " " << i;
      }
      EXPECT_TRUE(start.moments.symmetric);
    }
    const AtomicStart turned = atomic_start(coherent(std::numbers::pi / 2, 0.1), n, 1e-6, nullptr);
    EXPECT_FALSE(turned.symmetric);
    EXPECT_EQ(turned.two_m_lo, -turned.two_m(turned.dim() - 1));
  }
  EXPECT_FALSE(atomic_start(coherent(1.57, 0.0), 10, 0.0, nullptr).symmetric);
}

TEST(AtomicStart, WindowIsTheSmallestAllowed) {
  for (const std::int64_t n : {20, 100, 1000, 5001}) {
    for (const Atoms& atoms : {plus_x(), coherent(0.8, 0.0), coherent(3.0, 1.0)}) {
      for (const double allowed : {1e-4, 1e-10, 1e-16}) {
        const AtomicStart all = atomic_start(atoms, n, 0.0, nullptr);
        const AtomicStart start = atomic_start(atoms, n, allowed, nullptr);
        const std::int64_t lo = (start.two_m_lo - all.two_m_lo) / 2;
        const std::int64_t hi = lo + start.dim() - 1;
        double outside = 0.0;
        for (std::int64_t i = 0; i < all.dim(); ++i)
          if (i < lo || i > hi) outside += std::norm(all.amplitude[i]);
        const auto weight = [&](std::int64_t i) { return std::norm(all.amplitude[i]); };
        const auto cut = [&](std::int64_t in, std::int64_t out) {
          return std::sqrt(weight(in) * weight(out));
        };
        EXPECT_LE(outside, start.dropped_weight);
        EXPECT_LE(start.dropped_weight, allowed * (1.0 + 1e-9));
        EXPECT_LE(lo > 0 ? cut(lo, lo - 1) : 0.0, allowed);
        EXPECT_LE(hi < n ? cut(hi, hi + 1) : 0.0, allowed);
        // One less, on the lighter side (on both, if they weigh the same), is one too few.
        const bool low = weight(lo) <= weight(hi), high = weight(hi) <= weight(lo);
        const double more = (low ? weight(lo) : 0.0) + (high ? weight(hi) : 0.0);
        const double next_cut = std::max(low ? cut(lo, lo + 1) : 0.0, high ? cut(hi, hi - 1) : 0.0);
        EXPECT_TRUE(outside + more > allowed * (1 - 1e-9) || next_cut > allowed * (1 - 1e-9))
            << n << " " << allowed;
        // The moments are those of all m.
        EXPECT_EQ(start.moments.start_plus, all.moments.start_plus);
        EXPECT_EQ(start.moments.start_plus2, all.moments.start_plus2);
        EXPECT_EQ(start.moments.start_variance, all.moments.start_variance);
      }
    }
  }
}

TEST(AtomicStart, WindowGrowsAsTheRootOfN) {
  EXPECT_EQ(atomic_start(plus_x(), 100, 1e-10, nullptr).sector_count(), 32);
  const AtomicStart million = atomic_start(plus_x(), 1000000, 1e-10, nullptr);
  EXPECT_GT(million.sector_count(), 3000);
  EXPECT_LT(million.sector_count(), 3500);
  // A start of 10^10 atoms is a matter of its window, not of its atoms.
  EXPECT_LT(atomic_start(coherent(1.0, 0.0), 10000000000, 1e-10, nullptr).dim(), 800000);
}

TEST(AtomicStart, SteepEndsKeepTheirCoherence) {
  // |C_-1/2|² = 2.5e-13 could be dropped by weight; C_1/2 C_-1/2 = 5e-7 cannot.
  EXPECT_EQ(atomic_start(coherent(1e-6, 0.0), 1, 1e-10, nullptr).dim(), 2);
}

TEST(AtomicStart, PolesAndDickeStatesAreSingle) {
  const auto single = [](const AtomicStart& start, std::int64_t two_m) {
    EXPECT_EQ(start.dim(), 1);
    EXPECT_EQ(start.two_m_lo, two_m);
    EXPECT_NEAR(std::abs(start.amplitude[0]), 1.0, 1e-15);
    EXPECT_EQ(start.dropped_weight, 0.0);
    EXPECT_EQ(start.sector_count(), 1);
    EXPECT_EQ(start.first_sector(), std::abs(two_m) / 2);
  };
  single(atomic_start(coherent(0.0, 0.3), 7, 1e-10, nullptr), 7);
  single(atomic_start(coherent(std::numbers::pi, 0.3), 7, 0.0, nullptr), -7);
  single(atomic_start(dicke(-1.5), 7, 0.0, nullptr), -3);
  single(atomic_start(dicke(2.0), 8, 0.0, nullptr), 4);
  EXPECT_TRUE(atomic_start(dicke(0.0), 8, 0.0, nullptr).symmetric);
  EXPECT_FALSE(atomic_start(dicke(2.0), 8, 0.0, nullptr).symmetric);
}

TEST(AtomicStart, SectorsOfWindows) {
  AtomicStart start;
  const auto sectors = [&start](std::int64_t two_m_lo, std::size_t dim) {
    start.two_m_lo = two_m_lo;
    start.amplitude.resize(dim);
    return std::pair(start.first_sector(), start.sector_count());
  };
  using Pair = std::pair<std::int64_t, std::int64_t>;
  EXPECT_EQ(sectors(-4, 5), Pair(0, 3));  // m = -2 ... 2
  EXPECT_EQ(sectors(-3, 4), Pair(0, 2));  // m = -3/2 ... 3/2
  EXPECT_EQ(sectors(4, 3), Pair(2, 3));   // m = 2, 3, 4
  EXPECT_EQ(sectors(-9, 3), Pair(2, 3));  // m = -9/2, -7/2, -5/2
  EXPECT_EQ(sectors(-2, 6), Pair(0, 5));  // m = -1 ... 4
  EXPECT_EQ(sectors(1, 2), Pair(0, 2));   // m = 1/2, 3/2
  EXPECT_EQ(sectors(-1, 1), Pair(0, 1));  // m = -1/2
}

TEST(AtomicStart, FilesAreKeptAndNormalised) {
  Atoms atoms;
  atoms.state = AtomsState::file;
  atoms.file = "start.h5";
  const std::vector<std::complex<double>> even = {0.5, {0.0, -0.7}, 0.1, {0.0, -0.7}, 0.5};
  std::vector<std::complex<double>> c;
  c.reserve(even.size());
  for (const auto& a : even) c.push_back(a / std::sqrt(0.5 + 0.98 + 0.01));
  const AtomicStart start = atomic_start(atoms, 4, 1e-3, &c);
  EXPECT_EQ(start.dim(), 5);
  EXPECT_TRUE(start.symmetric);
  EXPECT_FALSE(start.antisymmetric);
  EXPECT_LT(std::abs((total_weight(start) - Real(1.0)).hi), 0x1p-100);
  EXPECT_NEAR(std::abs(start.amplitude[1] - c[1]), 0.0, 1e-15);

  c[1] = -c[1];
  EXPECT_FALSE(atomic_start(atoms, 4, 0.0, &c).symmetric);
  c[0] = -c[0];
  EXPECT_FALSE(atomic_start(atoms, 4, 0.0, &c).antisymmetric);  // C_0 is its own opposite
  c[2] = 0.0;
  for (auto& a : c) a /= std::sqrt(1.48 / 1.49);
  EXPECT_TRUE(atomic_start(atoms, 4, 0.0, &c).antisymmetric);
}

TEST(AtomicStart, RefusesWhatIsNoState) {
  Atoms atoms;
  atoms.state = AtomsState::file;
  atoms.file = "start.h5";
  const auto message = [&](const std::vector<std::complex<double>>* c, std::int64_t n) {
    try {
      atomic_start(atoms, n, 0.0, c);
    } catch (const UsageError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  const std::vector<std::complex<double>> three = {1.0, 0.0, 0.0}, doubled = {2.0, 0.0},
                                          nan = {std::nan(""), 1.0};
  EXPECT_EQ(message(&three, 3), "atoms.file = \"start.h5\": 3 amplitudes; model.atoms = 3 needs 4");
  EXPECT_EQ(message(&doubled, 1),
            "atoms.file = \"start.h5\": the squared amplitudes sum to 4; normalise them to 1");
  EXPECT_NE(message(&nan, 1), "");
  EXPECT_NE(message(nullptr, 1), "");
  EXPECT_THROW(atomic_start(dicke(0.5), 4, 0.0, nullptr), UsageError);
  EXPECT_THROW(atomic_start(dicke(3.0), 4, 0.0, nullptr), UsageError);
  EXPECT_THROW(atomic_start(dicke(-2.5), 4, 0.0, nullptr), UsageError);
}

}  // namespace
}  // namespace pairtwist
