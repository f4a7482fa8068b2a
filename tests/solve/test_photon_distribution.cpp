// SPDX-License-Identifier: BSD-3-Clause
// P(n) of whole runs: light of which it is known, methods and frames that must agree on it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

#include "support/backends.hpp"
#include "support/run_job.hpp"
#include "support/small_backend.hpp"

namespace pairtwist::test {
namespace {

std::string config(const std::string& model, const std::string& light, int photons_max,
                   const std::string& more = "") {
  return fmt::format(
      "[model]\natoms = 5\n{}\n[light]\nstate = {}\n[time]\nstop = 1.0\nsamples = 5\n[output]\n"
      "quantities = [\"photon_distribution\", \"photon_number\", \"mandel_q\", \"spin_mean\"]\n"
      "photons_max = {}\n{}",
      model, light, photons_max, more);
}

bool solved_by(const JobResult& result, Method method) {
  return result.flags.at("method") == std::vector<std::int8_t>{static_cast<std::int8_t>(method)} &&
         result.report.failed == 0;
}

double poissonian(double mean, int n) {
  return std::exp(n * std::log(mean) - mean - std::lgamma(n + 1.0));
}

class PhotonDistribution : public OnEveryBackend {
 protected:
  /// expected(t, n), at the five times.
  template <class F>
  void expect_values(const JobResult& result, int photons_max, double tolerance,
                     const F& expected) {
    const std::vector<double>& values = result["photon_distribution"];
    const auto numbers = static_cast<std::size_t>(photons_max + 1);
    ASSERT_EQ(values.size(), 5 * numbers);
    for (int k = 0; k < 5; ++k)
      for (int n = 0; n <= photons_max; ++n)
        EXPECT_NEAR(values[static_cast<std::size_t>(k) * numbers + static_cast<std::size_t>(n)],
                    expected(0.25 * k, n), tolerance)
            << "t = " << 0.25 * k << ", n = " << n;
  }
};

TEST_P(PhotonDistribution, OfALeakingFockStateIsBinomial) {
  const JobResult result = run_config(config("kappa = 1.5", "\"fock\"\nn = 3", 6), backend());
  EXPECT_TRUE(solved_by(result, Method::fock));
  expect_values(result, 6, 1e-8, [](double t, int n) {
    if (n > 3) return 0.0;
    const double kept = std::exp(-1.5 * t);
    return (n % 3 == 0 ? 1.0 : 3.0) * std::pow(kept, n) * std::pow(1.0 - kept, 3 - n);
  });
}

TEST_P(PhotonDistribution, OfLeakingCoherentLightIsPoissonian) {
  const JobResult result =
      run_config(config("kappa = 1.5", "\"coherent\"\nalpha = [1.2, -0.5]", 20), backend());
  EXPECT_TRUE(solved_by(result, Method::closed_form));
  expect_values(result, 20, 1e-14, [](double t, int n) {
    return poissonian((1.2 * 1.2 + 0.5 * 0.5) * std::exp(-1.5 * t), n);
  });
}

TEST_P(PhotonDistribution, OfLeakingThermalLightIsGeometric) {
  const JobResult result = run_config(config("kappa = 1.5", "\"thermal\"\nn = 0.8", 30), backend());
  EXPECT_TRUE(solved_by(result, Method::closed_form));
  expect_values(result, 30, 1e-14, [](double t, int n) {
    const double mean = 0.8 * std::exp(-1.5 * t);
    return std::pow(mean / (1.0 + mean), n) / (1.0 + mean);
  });
}

TEST_P(PhotonDistribution, IsTheSameByTheClosedFormAndInFockSpace) {
  // Under a weak pump a few levels are enough, and the blocks share SIMD registers.
  for (const std::string pump : {"[1.5, 0.5]", "[0.3, -0.2]"}) {
    for (const std::string light : {"\"vacuum\"", "\"coherent\"\nalpha = [0.2, 0.3]"}) {
      SCOPED_TRACE(pump + light);
      const std::string model = "kappa = 0.7\ndetuning = 0.4\neta = " + pump;
      const JobResult exact = run_config(config(model, light, 40), backend());
      const JobResult levels =
          run_config(config(model, light, 40, "[solve]\nmethod = \"fock\"\n"), backend());
      EXPECT_TRUE(solved_by(exact, Method::closed_form));
      EXPECT_TRUE(solved_by(levels, Method::fock));
      expect_values(levels, 40, 1e-8, [&](double t, int n) {
        return exact["photon_distribution"][static_cast<std::size_t>(std::lround(4 * t) * 41 + n)];
      });
    }
  }
}

TEST_P(PhotonDistribution, OfGaussianLightIsTheSameInFockSpace) {
  std::mt19937_64 random(20261128);
  const auto u = [&](double low, double high) {
    return std::uniform_real_distribution(low, high)(random);
  };
  for (int i = 0; i < 8; ++i) {
    const std::string model = fmt::format(
        "U = {}\nW0 = {}\ndetuning = {}\nkappa = {}\nthermal_photons = {}\n", u(-1, 1), u(-1, 1),
        u(-2, 2), i % 4 == 3 ? 0.0 : u(0.1, 2), i % 2 == 0 ? 0.0 : u(0.05, 0.4));
    const std::string light =
        i % 3 == 0   ? fmt::format("\"squeezed\"\nr = {}\nangle = {}", u(0.2, 0.6), u(-3, 3))
        : i % 3 == 1 ? fmt::format("\"thermal\"\nn = {}", u(0.1, 0.4))
                     : fmt::format("\"coherent\"\nalpha = [{}, {}]", u(-1, 1), u(-1, 1));
    const std::string pump = fmt::format(
        "[pump]\nsegments = [{{ until = 0.3, eta = [{}, {}] }}, {{ until = 0.8, eta = {}, "
        "transverse "
        "= [{}, {}] }}]\n",
        u(-2, 2), u(-2, 2), u(-1, 1), u(-0.1, 0.1), u(-0.1, 0.1));
    SCOPED_TRACE(model + light + pump);
    const JobResult gaussian = run_config(config(model, light, 30, pump), backend());
    EXPECT_TRUE(solved_by(gaussian, i % 2 == 0 ? Method::closed_form : Method::gaussian));
    const JobResult levels =
        run_config(config(model, light, 30, pump + "[solve]\nmethod = \"fock\"\n"), backend());
    EXPECT_TRUE(solved_by(levels, Method::fock));
    expect_values(gaussian, 30, 1e-8, [&](double t, int n) {
      return levels["photon_distribution"][static_cast<std::size_t>(std::lround(4 * t) * 31 + n)];
    });
  }
}

/// The blocks' light costs the coherences nothing, neither their method nor their arithmetic.
TEST_P(PhotonDistribution, BesideOtherQuantitiesChangesNoBitOfThem) {
  for (const std::string light :
       {"\"vacuum\"", "\"thermal\"\nn = 0.4", "\"squeezed\"\nr = 0.8\nangle = 1.0"}) {
    for (const std::string bath : {"0.0", "0.3"}) {
      SCOPED_TRACE(light + bath);
      const auto run = [&](const std::string& more) {
        return run_config("[model]\natoms = 20\neta = 9.0\nkappa = 0.7\nthermal_photons = " + bath +
                              "\n[light]\nstate = " + light +
                              "\n[time]\nstop = 0.2\nsamples = 9\n[output]\nquantities = [" + more +
                              "\"qfi\", \"photon_number\", \"mandel_q\", \"g2\"]\n",
                          backend());
      };
      const JobResult alone = run("");
      const JobResult beside = run("\"photon_distribution\", ");
      EXPECT_TRUE(solved_by(beside, bath == "0.0" ? Method::closed_form : Method::gaussian));
      for (const std::string name : {"qfi", "photon_number", "mandel_q", "g2"})
        EXPECT_EQ(std::memcmp(alone[name].data(), beside[name].data(), 9 * sizeof(double)), 0)
            << name;
    }
  }
}

/// In Fock space, too, pairs keep their frame: only the blocks that have the photons are solved in
/// the laboratory's.
TEST_P(PhotonDistribution, LeavesPairsInTheMovingFrame) {
  for (const std::string light : {"\"fock\"\nn = 2", "\"coherent\"\nalpha = [1.0, 0.5]"}) {
    SCOPED_TRACE(light);
    const auto run = [&](const std::string& quantities, const std::string& frame) {
      return run_config(
          "[model]\natoms = 6\neta = [3.0, 1.0]\nkappa = 0.7\nthermal_photons = 0.1\n"
          "[light]\nstate = " +
              light + "\n[time]\nstop = 1.0\nsamples = 5\n[output]\nquantities = [" + quantities +
              "]\n[solve]\nmethod = \"fock\"\nframe = \"" + frame + "\"\n",
          backend());
    };
    const std::string moments = R"("qfi", "spin_mean", "photon_number", "mandel_q")";
    const JobResult alone = run(moments, "moving");
    const JobResult both = run(moments + R"(, "photon_distribution")", "auto");
    const JobResult laboratory = run(moments + R"(, "photon_distribution")", "laboratory");
    EXPECT_TRUE(solved_by(both, Method::fock));
    for (const std::string name : {"qfi", "spin_mean"}) {
      const std::size_t bytes = alone[name].size() * sizeof(double);
      EXPECT_EQ(std::memcmp(alone[name].data(), both[name].data(), bytes), 0) << name;
      EXPECT_NE(std::memcmp(laboratory[name].data(), both[name].data(), bytes), 0) << name;
    }
    for (const std::string name : {"photon_distribution", "photon_number", "mandel_q"}) {
      const std::size_t bytes = laboratory[name].size() * sizeof(double);
      EXPECT_EQ(std::memcmp(laboratory[name].data(), both[name].data(), bytes), 0) << name;
    }
    for (std::size_t k = 0; k < 5; ++k)
      EXPECT_NEAR(both["photon_number"][k], alone["photon_number"][k], 1e-7);
  }
}

/// The moments are reduced elsewhere, and here come from another frame.
TEST_P(PhotonDistribution, HasTheMomentsThatTheMovingFrameGives) {
  for (const std::string light : {"\"cat\"\nalpha = 1.1\nparity = -1", "\"squeezed\"\nr = 0.4"}) {
    for (const std::string more : {"", "kerr = 0.6\nthermal_photons = 0.1"}) {
      SCOPED_TRACE(light + more);
      const std::string model = "eta = [1.0, -0.8]\nkappa = 0.9\n" + more;
      const JobResult result =
          run_config(config(model, light, 60, "[solve]\nmethod = \"fock\"\n"), backend());
      EXPECT_TRUE(solved_by(result, Method::fock));
      const JobResult moments = run_config(
          fmt::format("[model]\natoms = 5\n{}\n[light]\nstate = {}\n[time]\nstop = 1.0\nsamples = "
                      "5\n[output]\nquantities = [\"photon_number\", \"mandel_q\"]\n[solve]\nframe "
                      "= \"moving\"\nmethod = \"fock\"\n",
                      model, light),
          backend());
      for (std::size_t k = 0; k < 5; ++k) {
        double total = 0.0, mean = 0.0, square = 0.0;
        for (std::size_t n = 0; n <= 60; ++n) {
          const double probability = result["photon_distribution"][61 * k + n];
          const auto photons = static_cast<double>(n);
          EXPECT_GE(probability, -1e-12);
          total += probability;
          mean += photons * probability;
          square += photons * photons * probability;
        }
        EXPECT_NEAR(total, 1.0, 1e-8);
        EXPECT_NEAR(mean, moments["photon_number"][k], 1e-8);
        EXPECT_NEAR((square - mean * mean) / mean - 1.0, moments["mandel_q"][k], 1e-7);
      }
    }
  }
}

TEST_P(PhotonDistribution, IsZeroBeyondTheCutoffAskedFor) {
  // Three quarters of the levels that the check of this cutoff has beyond are asked for as well.
  const JobResult result =
      run_config(config("kappa = 1.0\nthermal_photons = 0.5", "\"thermal\"\nn = 0.5", 14,
                        "[solve]\nmethod = \"fock\"\ncutoff_exact = 12\ntolerance = 0.1\n"),
                 backend());
  EXPECT_TRUE(solved_by(result, Method::fock));
  for (std::size_t k = 1; k < 5; ++k) {
    const auto at = [&](std::size_t n) { return result["photon_distribution"][15 * k + n]; };
    EXPECT_GT(at(11), 1e-7);
    EXPECT_EQ(at(12), 0.0);
    EXPECT_EQ(at(13), 0.0);
    EXPECT_EQ(at(14), 0.0);
  }
}

TEST_P(PhotonDistribution, StandsBesideThePointsOfOtherMethods) {
  // Of 3 and 8 atoms, with other numbers of sectors; without and with a term of the Fock method.
  const std::string scan =
      "[scan]\naxes = [{ key = \"model.atoms\", values = [3, 8] },\n"
      "{ key = \"model.kerr\", values = [0.0, 0.3] }]\n";
  const std::string model = "eta = 0.7\nkappa = 1.2";
  const JobResult all = run_config(config(model, "\"vacuum\"", 9, scan), backend());
  EXPECT_EQ(all.flags.at("method"), (std::vector<std::int8_t>{1, 3, 1, 3}));
  std::ptrdiff_t point = 0;
  for (const int atoms : {3, 8})
    for (const double kerr : {0.0, 0.3}) {
      std::string one = config(fmt::format("{}\nkerr = {}", model, kerr), "\"vacuum\"", 9);
      one.replace(one.find("atoms = 5"), 9, fmt::format("atoms = {}", atoms));
      const JobResult alone = run_config(one, backend());
      const auto first = all["photon_distribution"].begin() + 50 * point++;
      EXPECT_EQ(std::vector<double>(first, first + 50), alone["photon_distribution"])
          << atoms << " atoms, Kerr term " << kerr;
    }
}

INSTANTIATE_TEST_SUITE_P(All, PhotonDistribution, every_backend, backend_name);

constexpr std::int64_t plenty = std::int64_t{1} << 30;

std::vector<double> of_six_points(SmallBackend& backend) {
  const JobResult result =
      run_config(config("eta = 0.7\nkappa = 1.2", "\"thermal\"\nn = 0.4", 25,
                        "[scan]\naxes = [{ key = \"model.atoms\", values = [1, 4, 7] },\n"
                        "{ key = \"model.kerr\", values = [0.0, 0.3] }]\n"
                        "[solve]\nmethod = \"fock\"\n"),
                 backend);
  EXPECT_EQ(result.report.failed, 0);
  return result["photon_distribution"];
}

TEST(PhotonDistributionBatches, ThreadsAndNeighboursChangeNoBit) {
  SmallBackend roomy(plenty, plenty, 1);
  const std::vector<double> expected = of_six_points(roomy);
  // All, and again for the Mandel Q of so few photons.
  EXPECT_EQ(roomy.submitted, 2);
  const auto expect_same_bits = [&](SmallBackend& backend) {
    const std::vector<double> values = of_six_points(backend);
    ASSERT_EQ(values.size(), expected.size());
    EXPECT_EQ(std::memcmp(values.data(), expected.data(), values.size() * sizeof(double)), 0);
  };
  SmallBackend threads(plenty, plenty, 3);
  expect_same_bits(threads);
  SmallBackend one_or_two_points_each(32000, plenty);
  expect_same_bits(one_or_two_points_each);
  EXPECT_GT(one_or_two_points_each.submitted, 3);
  SmallBackend fails_often(plenty, 300);
  expect_same_bits(fails_often);
  EXPECT_GT(fails_often.refused, 2);
}

/// Cutoffs are judged by all samples: a point is never divided over time, however little memory
/// there is.
TEST(PhotonDistributionBatches, LittleMemoryChangesNoBit) {
  SmallBackend roomy(plenty, plenty);
  SmallBackend too_little(2000, plenty);
  EXPECT_EQ(of_six_points(too_little), of_six_points(roomy));
  EXPECT_EQ(too_little.submitted, 2 * 6);
}

}  // namespace
}  // namespace pairtwist::test
