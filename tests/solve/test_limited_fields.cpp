// SPDX-License-Identifier: BSD-3-Clause
// Pumps that would make a field of hundreds, had Kerr term or two-photon loss not held it: method
// `fock` loses nothing to a rounding that such a field would have, and what it says is right.
// Against method `joint`, solved more strictly. PAIRTWIST_TEST_SEED asks for other models.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <random>

#include "observables/registry.hpp"
#include "support/backends.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

const std::vector<std::string> quantities = {"qfi", "purity", "entropy", "squeezing_wineland"};

std::uint64_t seed() {
  const char* given = std::getenv("PAIRTWIST_TEST_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : 20261129;
}

class LimitedFields : public OnEveryBackend {
 protected:
  std::mt19937_64 random{seed()};
  double u(double low, double high) { return std::uniform_real_distribution(low, high)(random); }

  JobResult solve(const std::string& model, const std::string& method, double tolerance) {
    std::string names;
    for (const std::string& name : quantities)
      names += (names.empty() ? "\"" : ", \"") + name + "\"";
    return run_config(fmt::format("{}[output]\nquantities = [{}]\n[solve]\nmethod = \"{}\"\n"
                                  "tolerance = {}\n",
                                  model, names, method, tolerance),
                      backend());
  }

  void expect_right(const std::string& model, int atoms, double tolerance) {
    SCOPED_TRACE(testing::Message() << "seed " << seed() << ", tolerance " << tolerance << "\n"
                                    << model);
    const JobResult found = solve(model, "fock", tolerance);
    const JobResult expected = solve(model, "joint", 0.1 * tolerance);
    for (const std::string& name : quantities) {
      const double scale = scale_of(find_quantity(name)->scale, atoms);
      for (std::size_t k = 0; k < expected[name].size(); ++k) {
        const double value = expected[name][k];
        if (!std::isfinite(value)) continue;
        EXPECT_TRUE(std::isfinite(found[name][k])) << name << " " << k << " is lost";
        EXPECT_LE(std::abs(found[name][k] - value),
                  1.1 * tolerance * std::max(scale, std::abs(value)))
            << name << " " << k;
      }
    }
  }
};

std::string model_of(int atoms, double W0, double kappa, double eta, const std::string& limit,
                     double stop) {
  return fmt::format(
      "[model]\natoms = {}\nW0 = {:.3f}\nkappa = {:.3f}\neta = {:.3f}\n{}\n[time]\n"
      "stop = {:.3f}\nsamples = 4\n",
      atoms, W0, kappa, eta, limit, stop);
}

TEST_P(LimitedFields, AreNotRoundedAsThePumpAloneWouldMakeThem) {
  expect_right(model_of(2, 0.05, 0.0, 30.0, "two_photon_loss = 1", 8.0), 2, 1e-6);
  expect_right(model_of(4, 0.5, 0.0, 100.0, "kerr = 1", 3.0), 4, 1e-6);
  expect_right(model_of(4, 0.5, 0.0, 100.0, "kerr = 1", 3.0), 4, 1e-8);
}

TEST_P(LimitedFields, OfRandomModels) {
  for (int i = 0; i < 4; ++i) {
    const int atoms = i % 2 == 0 ? 2 : static_cast<int>(2 + random() % 3);
    const double eta = u(15, 30);
    const std::string limit = i % 2 == 0 ? fmt::format("two_photon_loss = {:.3f}", u(2, 4))
                                         : fmt::format("kerr = {:.3f}", u(1, 4));
    const double kappa = random() % 2 == 0 ? 0.0 : u(0.0, 0.05);
    expect_right(model_of(atoms, u(-1, 1), kappa, eta, limit, u(100, 200) / eta), atoms, 1e-7);
  }
}

INSTANTIATE_TEST_SUITE_P(All, LimitedFields, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
