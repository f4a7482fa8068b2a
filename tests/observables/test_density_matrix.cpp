// SPDX-License-Identifier: BSD-3-Clause
// ρ_A with what dephasing and tilt make of it: powers of one step's factor beside each by itself.
#include <gtest/gtest.h>

#include "observables/density_matrix.hpp"
#include "support/made_state.hpp"

namespace pairtwist::testing {
namespace {

// Up to 10^6 radians between the ends: a double alone would be 10^-10 off.
TEST(DensityMatrix, TurnsByEveryDifference) {
  for (const double tilt : {0.0, 0.3, -4e3}) {
    std::mt19937_64 rng(11);
    Point point = plain_point(100);
    point.parameters.model.dephasing = 1e-4;
    point.parameters.model.tilt = tilt;
    MadeState made(point, 1e-8, 2.5);
    made.set_random_coherences(rng, 3);
    made.set_random_light(rng);
    const AtomicState state = made.full();
    ASSERT_GT(state.dim(), 30);
    const Eigen::MatrixXcd matrix = density_matrix(state);
    for (std::int64_t i = 0; i < state.dim(); ++i)
      for (std::int64_t j = 0; j < state.dim(); ++j)
        EXPECT_LT(std::abs(matrix(i, j) - state.rho(i, j)), 2e-15 * std::abs(state.rho(i, j)))
            << tilt << " " << i << " " << j;
  }
}

}  // namespace
}  // namespace pairtwist::testing
