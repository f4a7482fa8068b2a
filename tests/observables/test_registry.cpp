// SPDX-License-Identifier: BSD-3-Clause
// The table of quantities, and properties that hold for every entry of it: what it demands is all
// it reads, what it writes has its shape, and the values are physical.
#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <set>

#include "support/made_state.hpp"

namespace pairtwist::testing {
namespace {

std::vector<double> values_of(const Quantity& quantity, const MadeState& made,
                              const AtomicState& state) {
  // A sentinel behind: nothing is written beyond the shape.
  std::vector<double> out(static_cast<std::size_t>(quantity.values(made.sizes())) + 1, -12345.0);
  quantity.evaluate(state, std::span(out).first(out.size() - 1));
  EXPECT_EQ(out.back(), -12345.0) << quantity.name;
  out.pop_back();
  return out;
}

TEST(Registry, NamesAreThoseOfTheInterface) {
  const std::vector<std::string_view> expected = {"qfi",
                                                  "qfi_optimal",
                                                  "qfi_optimal_direction",
                                                  "qfi_matrix",
                                                  "qfi_oat",
                                                  "qfi_p8",
                                                  "qfi_b39",
                                                  "qfi_b40",
                                                  "qfi_d3",
                                                  "bell",
                                                  "squeezing_wineland",
                                                  "squeezing_kitagawa_ueda",
                                                  "purity",
                                                  "entropy",
                                                  "multiple_quantum",
                                                  "cfi",
                                                  "husimi",
                                                  "rho",
                                                  "spin_mean",
                                                  "photon_number",
                                                  "mandel_q",
                                                  "g2",
                                                  "photon_distribution"};
  std::vector<std::string_view> names;
  std::set<std::string> variables;
  std::size_t filled = 0;
  for (const Quantity& quantity : quantities()) {
    names.push_back(quantity.name);
    EXPECT_EQ(find_quantity(quantity.name), &quantity);
    EXPECT_FALSE(quantity.long_name.empty());
    EXPECT_EQ(quantity.symbol.front(), '$');
    EXPECT_FALSE(quantity.variables.empty());
    filled += quantity.variables.size();
    variables.insert(quantity.variables.begin(), quantity.variables.end());
  }
  EXPECT_EQ(names, expected);
  EXPECT_EQ(variables.size(), filled);
  EXPECT_EQ(find_quantity("qf"), nullptr);
  EXPECT_EQ(find_quantity(""), nullptr);
}

TEST(Registry, OneQuantityRunsOverPhotonNumbers) {
  EXPECT_FALSE(over_photon_numbers({}));
  for (const Quantity& quantity : quantities())
    EXPECT_EQ(over_photon_numbers({"qfi", std::string(quantity.name)}),
              quantity.name == "photon_distribution");
}

TEST(Registry, DemandIsAUnion) {
  const Point point = plain_point(4);
  EXPECT_EQ(total_demand({}, point), Demand{});
  EXPECT_FALSE(total_demand({"qfi_oat", "photon_number"}, point).coherences());
  const Demand some = total_demand({"qfi", "spin_mean", "g2"}, point);
  EXPECT_EQ(some, (Demand{.step1 = true, .step2 = true, .photons = true}));
  const Demand more = total_demand({"qfi", "bell"}, point);
  EXPECT_EQ(more, (Demand{.step2 = true, .bell = true, .extended = true, .every_m = true}));
  const Demand light = total_demand({"photon_distribution", "g2"}, point);
  EXPECT_EQ(light, (Demand{.photons = true, .distribution = true}));
  EXPECT_EQ(scale_of(Scale::one, 7), 1.0);
  EXPECT_EQ(scale_of(Scale::N, 7), 7.0);
  EXPECT_EQ(scale_of(Scale::N_squared, 7), 49.0);
}

TEST(Registry, ReadsNoMoreThanItDemands) {
  std::mt19937_64 rng(61);
  for (const Quantity& quantity : quantities()) {
    for (std::int64_t atoms = 1; atoms <= 12; ++atoms) {
      for (const Start start : every_start) {
        for (const bool outside : {false, true}) {
          SCOPED_TRACE(::testing::Message()
                       << quantity.name << ", N = " << atoms << ", " << name_of(start)
                       << ", dephasing and tilt " << outside);
          MadeState made = random_state(rng, atoms, start, outside);
          const Demand demand = quantity.demand(made.point);
          const std::vector<double> expected = values_of(quantity, made, made.full());
          const std::vector<double> poisoned = values_of(quantity, made, made.poisoned(demand));
          const std::vector<double> packed = values_of(quantity, made, made.packed(demand));
          const bool undefined = std::isnan(expected[0]);
          if (undefined) {  // no direction: only for the Dicke state m = 0, or equal eigenvalues
            EXPECT_TRUE(made.start.dim() == 1 || quantity.name == "qfi_optimal_direction");
            EXPECT_TRUE(std::isnan(poisoned[0]));
            continue;
          }
          EXPECT_EQ(poisoned, expected);
          EXPECT_EQ(packed, expected);
        }
      }
    }
  }
}

TEST(Registry, ValuesArePhysical) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    std::mt19937_64 rng(seed);
    const auto atoms = static_cast<std::int64_t>(1 + rng() % 12);
    const Start start = every_start[rng() % 5];
    const bool outside = rng() % 2 == 0;
    SCOPED_TRACE(::testing::Message() << "seed " << seed << ", N = " << atoms << ", "
                                      << name_of(start) << ", dephasing and tilt " << outside);
    const MadeState made = random_state(rng, atoms, start, outside);
    const AtomicState state = made.full();
    const double n = static_cast<double>(atoms);

    const std::vector<double> rho = values_of(*find_quantity("rho"), made, state);
    const std::int64_t dim = state.dim();
    Eigen::MatrixXcd matrix(dim, dim);
    for (std::int64_t i = 0; i < dim; ++i)
      for (std::int64_t j = 0; j < dim; ++j)
        matrix(i, j) = {rho[i * dim + j], rho[dim * dim + i * dim + j]};
    EXPECT_NEAR(matrix.trace().real(), 1.0, 1e-14);
    EXPECT_EQ((matrix - matrix.adjoint()).norm(), 0.0);
    EXPECT_GT(Eigen::SelfAdjointEigenSolver<Eigen::MatrixXcd>(matrix).eigenvalues()[0], -1e-15);

    const double qfi = value_of("qfi", state);
    EXPECT_GT(qfi, -1e-12);
    EXPECT_LE(qfi, n * n * (1.0 + 1e-13));
    EXPECT_GE(value_of("qfi_optimal", state), qfi - 1e-12 * n * n);
    EXPECT_LE(value_of("qfi_optimal", state), n * n * (1.0 + 1e-12));
    const double entropy = value_of("entropy", state);
    EXPECT_GE(entropy, -1e-13);
    EXPECT_LE(entropy, std::log(n + 1.0) + 1e-13);
    const double purity = value_of("purity", state);
    // Both are of the same eigenvalues: the logarithm of their mean is at least the mean logarithm.
    EXPECT_GE(entropy, -std::log(purity) - 1e-13);
    double coherences = 0.0;
    for (const double order : values_of(*find_quantity("multiple_quantum"), made, state)) {
      EXPECT_GE(order, 0.0);
      coherences += coherences == 0.0 ? order : 2.0 * order;
    }
    EXPECT_NEAR(coherences, purity, 1e-14);
    EXPECT_GE(purity, (1.0 - 1e-14) / (n + 1.0));
    EXPECT_LE(purity, 1.0 + 1e-14);
    const double wineland = value_of("squeezing_wineland", state);
    if (!std::isnan(wineland)) {
      EXPECT_GE(wineland, (1.0 - 1e-12) / n);
      EXPECT_LE(value_of("squeezing_kitagawa_ueda", state), wineland * (1.0 + 1e-12));
    }
    const std::vector<double> spin = values_of(*find_quantity("spin_mean"), made, state);
    EXPECT_LE(std::hypot(spin[0], spin[1], spin[2]), 0.5 * n * (1.0 + 1e-14));
    EXPECT_LE(value_of("bell", state), (n - 2.0) * std::numbers::ln2 + 1e-12);
    EXPECT_GE(value_of("photon_number", state), 0.0);
    EXPECT_GE(value_of("mandel_q", state), 0.0);
    double total = 0.0;
    for (const double probability : values_of(*find_quantity("photon_distribution"), made, state)) {
      EXPECT_GE(probability, 0.0);
      total += probability;
    }
    EXPECT_LE(total, 1.0 + 1e-14);
  }
}

}  // namespace
}  // namespace pairtwist::testing
