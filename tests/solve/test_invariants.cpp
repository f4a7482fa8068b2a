// SPDX-License-Identifier: BSD-3-Clause
// Laws that hold for every state, on random models: trace, Hermitian, positive, F_Q <= N²,
// xi_R² >= 1/N, 0 < purity <= 1; and the same numbers from every backend.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "observables/registry.hpp"
#include "support/backends.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

constexpr std::uint64_t seed = 8128;
constexpr int cases = 40;
constexpr std::size_t samples = 7;
constexpr const char* grids = "angles = [0.3, 1.5707963267948966, 2.0]\nhusimi_grid = [4, 5]\n";

/// But the closed approximations where atoms do not start along +x.
std::string all_quantities(bool along_x) {
  std::string names;
  for (const Quantity& quantity : quantities()) {
    if (quantity.name == "qfi_d3") continue;  // needs coherent light
    if (quantity.closed_approximation && !along_x) continue;
    names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", quantity.name);
  }
  return names;
}

struct Case {
  std::int64_t atoms;
  std::string config;
};

std::vector<Case> random_cases() {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> u(0.0, 1.0);
  std::vector<Case> result;
  for (int i = 0; i < cases; ++i) {
    const auto atoms = 1 + static_cast<std::int64_t>(random() % 14);
    const bool lossless = random() % 3 == 0;
    const bool noisy = random() % 2 == 0;
    std::string config = fmt::format(
        "[model]\natoms = {}\nU = {}\nW0 = {}\ndetuning = {}\neta = [{}, {}]\nkappa = {}\n"
        "dephasing = {}\ntilt = {}\n",
        atoms, 2 * u(random) - 1, 2 * u(random) - 1, 6 * u(random) - 3, 4 * u(random) - 2,
        4 * u(random) - 2, lossless ? 0.0 : 3 * u(random), noisy ? 0.3 * u(random) : 0.0,
        noisy ? 2 * u(random) - 1 : 0.0);
    if (random() % 2 == 0)
      config +=
          fmt::format("[light]\nstate = \"coherent\"\nalpha = [{}, {}]\n", u(random), u(random));
    const bool turned = random() % 2 == 0;
    if (turned)
      config += fmt::format("[atoms]\ntheta = {}\nphi = {}\n", 3.1 * u(random), 6 * u(random));
    if (random() % 2 == 0) config += fmt::format("[pump]\nswitch_off = {}\n", 0.1 + u(random));
    config += fmt::format("[time]\nstop = 2.0\nsamples = {}\n[output]\nquantities = [{}]\n{}",
                          samples, all_quantities(!turned), grids);
    result.push_back({atoms, config});
  }
  return result;
}

Eigen::MatrixXcd rho_at(const JobResult& result, std::int64_t atoms, std::size_t k) {
  const auto dim = static_cast<Eigen::Index>(atoms + 1);
  Eigen::MatrixXcd rho(dim, dim);
  for (Eigen::Index i = 0; i < dim; ++i)
    for (Eigen::Index j = 0; j < dim; ++j) {
      const auto at =
          k * static_cast<std::size_t>(dim * dim) + static_cast<std::size_t>(i * dim + j);
      rho(i, j) = {result["rho_re"][at], result["rho_im"][at]};
    }
  return rho;
}

class Invariants : public OnEveryBackend {};

TEST_P(Invariants, HoldForRandomModels) {
  for (const Case& c : random_cases()) {
    SCOPED_TRACE(fmt::format("seed {}\n{}", seed, c.config));
    const JobResult result = run_config(c.config, backend());
    const auto n = static_cast<double>(c.atoms);
    for (std::size_t k = 0; k < samples; ++k) {
      const Eigen::MatrixXcd rho = rho_at(result, c.atoms, k);
      EXPECT_NEAR(rho.trace().real(), 1.0, 1e-13);
      EXPECT_LE((rho - rho.adjoint()).cwiseAbs().maxCoeff(), 1e-15);
      const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXcd> eigen(rho);
      EXPECT_GE(eigen.eigenvalues().minCoeff(), -1e-14);
      EXPECT_NEAR(result["purity"][k], eigen.eigenvalues().squaredNorm(), 1e-12);
      EXPECT_LE(result["qfi"][k], n * n * (1 + 1e-12));
      EXPECT_GE(result["qfi"][k], -1e-12);
      const double xi = result["squeezing_wineland"][k];
      EXPECT_TRUE(std::isnan(xi) || xi >= (1 - 1e-9) / n) << xi;
      const double q = result["bell"][k];
      EXPECT_TRUE(std::isnan(q) || q <= std::max(0.0, n - 2.0) * std::log(2.0) + 1e-9) << q;
      for (std::size_t a = 0; a < 3; ++a) {
        const double cfi = result["cfi"][3 * k + a];
        EXPECT_TRUE(std::isnan(cfi) || cfi <= result["qfi"][k] + 1e-8 * n * n) << cfi;
      }
      for (std::size_t i = 0; i < 20; ++i) EXPECT_GE(result["husimi"][20 * k + i], -1e-15);
      EXPECT_GE(result["photon_number"][k], 0.0);
      EXPECT_TRUE(std::isnan(result["mandel_q"][k]) || result["mandel_q"][k] >= 0.0);
      const auto first =
          result["photon_distribution"].begin() + static_cast<std::ptrdiff_t>(21 * k);
      EXPECT_GE(*std::min_element(first, first + 21), 0.0);
      EXPECT_LE(std::accumulate(first, first + 21, 0.0), 1 + 1e-13);
    }
  }
}

/// How much of its scale a quantity moves when the coherences move by a rounding. xi_R² = N
/// Var/<J>² grows without bound as <J> vanishes: d(xi_R²) ~ (xi_R²)^{3/2} d<J>.
double sensitivity(const Quantity& quantity, double value) {
  if (quantity.name == "squeezing_wineland") return std::max(1.0, std::pow(value, 1.5));
  return std::max(1.0, std::abs(value));
}

/// By how much more than F the direction of its largest eigenvalue moves: N² over the distance to
/// the next one. Of value i of the direction.
double turned_by(const JobResult& result, std::size_t i, std::int64_t atoms) {
  const Eigen::Map<const Eigen::Matrix3d> matrix(result["qfi_matrix"].data() + 9 * (i / 3));
  if (!matrix.allFinite()) return 1.0;
  const Eigen::Vector3d values =
      Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d>(matrix, Eigen::EigenvaluesOnly).eigenvalues();
  return scale_of(Scale::N_squared, atoms) / (values[2] - values[1]);
}

/// The device rounds exp, sin and cos differently in the last place, nothing else.
TEST_P(Invariants, EqualTheWidestCpuLevelTo1e13) {
  const std::unique_ptr<Backend> cpu = make_cpu_backend(2);
  for (const Case& c : random_cases()) {
    SCOPED_TRACE(fmt::format("seed {}\n{}", seed, c.config));
    const JobResult here = run_config(c.config, backend());
    const JobResult there = run_config(c.config, *cpu);
    for (const Quantity& quantity : quantities()) {
      if (!here.numbers.contains(quantity.variables.front())) continue;  // not asked for
      const double scale = scale_of(quantity.scale, c.atoms);
      for (const std::string& name : quantity.variables) {
        for (std::size_t i = 0; i < here[name].size(); ++i) {
          const double a = here[name][i];
          const double b = there[name][i];
          if (std::isnan(a) || std::isinf(a)) {
            EXPECT_TRUE(a == b || (std::isnan(a) && std::isnan(b))) << name << " " << a << " " << b;
          } else {
            const double turned =
                name == "qfi_optimal_direction" ? turned_by(there, i, c.atoms) : 1.0;
            EXPECT_NEAR(a, b, 1e-13 * std::max({scale, sensitivity(quantity, b), turned})) << name;
          }
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, Invariants, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
