// SPDX-License-Identifier: BSD-3-Clause
// The functions of SIMD packs that the closed form's sums call, through the kernels that are
// compiled for each level: points whose sums are cosines of phases of our choice.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "engines/batch.hpp"
#include "observables/atomic_start.hpp"
#include "support/backends.hpp"

namespace pairtwist::test {
namespace {

class PackMath : public OnEveryBackend {};

/// One-axis twisting of four atoms, whose v are phases alone: <J_+> = 2 cos³(Ut), and F_Q = 4 + 6
/// (1 - cos²(2Ut)).
TEST_P(PackMath, CosinesAreGoodAtEveryPhase) {
  std::mt19937_64 random(20261124);
  Point point;
  Parameters& p = point.parameters;
  p.model.atoms = 4;
  p.model.W0 = 0.0;
  point.segments = {{std::numeric_limits<double>::infinity(), 0.0}};
  const AtomicStart start = atomic_start(p.atoms, 4, 0.0, nullptr);
  const physics::PairIndex index{0, 3, physics::step1 | physics::step2, 0};
  for (int i = 0; i < 200; ++i) {
    p.model.U = std::exp(std::uniform_real_distribution(-12.0, 12.0)(random));
    point.stop = 1.0;
    std::vector<double> times;
    for (int k = 0; k < 37; ++k) times.push_back(k / 37.0);
    engines::Batch batch;
    batch.n_times = 37;
    batch.want_coherence = false;
    batch.want_sums = want_plus | want_plus_z | want_plus2;
    batch.in_double = true;
    batch.phase_error = 1e-9;
    batch.add(point, index, times, {}, {}, &start);
    backend().submit(0, batch);
    const double* sums = backend().wait(0).sums;
    for (int k = 0; k < 37; ++k) {
      // The phase itself is rounded.
      const long double angle = 2.0L * p.model.U * times[k];
      const double rounding = 1e-14 + 6.0 * 0x1p-51 * std::abs(static_cast<double>(angle)) * 6.0;
      const auto lost2 = static_cast<double>(6.0L * (1.0L - std::cos(angle) * std::cos(angle)));
      EXPECT_NEAR(2.0 * sums[4 * 37 + k], lost2, 12.0 * rounding) << p.model.U << " " << times[k];
      const auto lost = static_cast<double>(2.0L * (1.0L - std::pow(std::cos(angle / 2.0L), 3)));
      EXPECT_NEAR(sums[k], lost, 12.0 * rounding) << p.model.U << " " << times[k];
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, PackMath, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
