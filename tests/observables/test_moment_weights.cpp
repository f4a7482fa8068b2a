// SPDX-License-Identifier: BSD-3-Clause
// What belongs to the start alone: the moments of J with all v = 1, and the weights of the sums
// over 1 - v, against dense matrices.
#include <gtest/gtest.h>

#include <cmath>

#include "observables/sum_series.hpp"
#include "support/made_state.hpp"

namespace pairtwist::testing {
namespace {

using oracle::Complex;
using oracle::Matrix;

struct Moments {
  Complex plus, plus_z, plus2;
  long double z, z2;
};

Moments moments_of(const Matrix& rho, std::int64_t atoms) {
  const oracle::Spin spin(static_cast<int>(atoms));
  const Matrix up = spin.x + Complex(0, 1) * spin.y;
  const auto mean = [&](const Matrix& a) { return (rho * a).trace(); };
  return {mean(up), mean(up * spin.z + spin.z * up), mean(up * up), mean(spin.z).real(),
          mean(spin.z * spin.z).real()};
}

void expect_near(std::complex<double> a, Complex b, double tolerance) {
  EXPECT_NEAR(a.real(), static_cast<double>(b.real()), tolerance);
  EXPECT_NEAR(a.imag(), static_cast<double>(b.imag()), tolerance);
}

TEST(MomentWeights, SumsAreTheMomentsOfTheMatrix) {
  std::mt19937_64 rng(71);
  for (std::int64_t atoms = 1; atoms <= 12; ++atoms) {
    for (const Start start : every_start) {
      SCOPED_TRACE(::testing::Message() << "N = " << atoms << ", " << name_of(start));
      MadeState made = random_state(rng, atoms, start, false);
      const MomentWeights& weights = made.start.moments;
      const double tolerance = 1e-14 * static_cast<double>(atoms * atoms + 1);
      const Moments now = moments_of(made.density_matrix(), atoms);
      double sums[moment_sums] = {};
      sum_state(made.full(), want_plus | want_plus_z | want_plus2, sums);
      expect_near(weights.start_plus - std::complex(sums[0], sums[1]), now.plus, tolerance);
      expect_near(weights.start_plus_z - std::complex(sums[2], sums[3]), now.plus_z, tolerance);
      expect_near(weights.start_plus2 - std::complex(sums[4], sums[5]), now.plus2, tolerance);
      EXPECT_NEAR(weights.z, static_cast<double>(now.z), tolerance);
      EXPECT_NEAR(weights.z2, static_cast<double>(now.z2), tolerance);

      for (std::int64_t l = 1; l < made.start.sector_count(); ++l)
        for (std::int64_t k = 0; k < l; ++k) made.set_coherence(k, l, {1.0, 0.0});
      const Moments first = moments_of(made.density_matrix(), atoms);
      const long double n = static_cast<long double>(atoms);
      expect_near(weights.start_plus, first.plus, tolerance);
      expect_near(weights.start_plus_z, first.plus_z, tolerance);
      expect_near(weights.start_plus2, first.plus2, tolerance);
      const long double variance =
          0.5L * (0.25L * n * (n + 2.0L) - first.z2 - std::abs(first.plus2));
      EXPECT_NEAR(weights.start_variance, static_cast<double>(variance), tolerance);
    }
  }
}

}  // namespace
}  // namespace pairtwist::testing
