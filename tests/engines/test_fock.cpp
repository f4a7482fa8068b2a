// SPDX-License-Identifier: BSD-3-Clause
// The Fock method: against the other methods on common ground, in both frames, against what is
// known in closed form, at every tolerance; bits that depend on nothing but the point.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "support/backends.hpp"
#include "support/run_job.hpp"
#include "support/source_dir.hpp"

namespace pairtwist::test {
namespace {

using Complex = std::complex<double>;
constexpr Complex I(0.0, 1.0);

class Fock : public OnEveryBackend {};

std::string solved_by(const std::string& method, const std::string& more) {
  return "[solve]\nmethod = \"" + method + "\"\n" + more;
}

/// Largest difference of two results in what is asked for everywhere here; the full rho has scale
/// 1, F_Q N², photon numbers the larger of 1 and themselves.
void expect_equal(const JobResult& a, const JobResult& b, double atoms, double tolerance) {
  EXPECT_EQ(a.report.failed, 0);
  EXPECT_EQ(b.report.failed, 0);
  for (const std::string name : {"rho_re", "rho_im", "qfi", "photon_number", "g2"}) {
    const double scale = name == "qfi" ? atoms * atoms : 1.0;
    ASSERT_EQ(a[name].size(), b[name].size());
    for (std::size_t k = 0; k < a[name].size(); ++k) {
      if (std::isnan(b[name][k])) {
        EXPECT_TRUE(std::isnan(a[name][k])) << name << " " << k;
        continue;
      }
      EXPECT_NEAR(a[name][k], b[name][k], tolerance * std::max(scale, std::abs(b[name][k])))
          << name << " " << k;
    }
  }
}

const std::string five_quantities =
    "[output]\nquantities = [\"rho\", \"qfi\", \"photon_number\", \"g2\"]\n";

struct RandomModel {
  std::string text;
  double atoms;
};

/// For the closed form; with `gaussian` light and a bath that it cannot do.
RandomModel random_model(std::mt19937_64& random, bool gaussian) {
  std::uniform_real_distribution<double> u(0.0, 1.0);
  const auto atoms = 1 + static_cast<std::int64_t>(random() % 6);
  const double W0 = 2 * u(random) - 1;
  const double m = 0.5 * static_cast<double>(atoms);
  const bool resonant = random() % 3 == 0;
  std::string text = fmt::format(
      "[model]\natoms = {}\nU = {}\nW0 = {}\ndetuning = {}\neta = [{}, {}]\nkappa = {}\n", atoms,
      2 * u(random) - 1, W0, resonant ? 2 * W0 * m * m : 6 * u(random) - 3, 2 * u(random) - 1,
      2 * u(random) - 1, random() % 3 == 0 ? 0.0 : 2 * u(random));
  if (gaussian) {
    text += fmt::format("thermal_photons = {}\n", random() % 2 == 0 ? 0.3 * u(random) : 0.0);
    text += random() % 2 == 0 ? fmt::format("[light]\nstate = \"thermal\"\nn = {}\n", u(random))
                              : fmt::format("[light]\nstate = \"squeezed\"\nr = {}\nangle = {}\n",
                                            0.5 * u(random), 6 * u(random));
  } else if (random() % 2 == 0) {
    text += fmt::format("[light]\nstate = \"coherent\"\nalpha = [{}, {}]\n", u(random), u(random));
  }
  if (random() % 2 == 0) text += fmt::format("[pump]\nswitch_off = {}\n", 0.2 + u(random));
  return {text + "[time]\nstop = 1.5\nsamples = 6\n", static_cast<double>(atoms)};
}

TEST_P(Fock, EqualsTheOtherMethodsInBothFrames) {
  constexpr std::uint64_t seed = 8128;
  std::mt19937_64 random(seed);
  for (int i = 0; i < 10; ++i) {
    const bool gaussian = i % 2 != 0;
    const RandomModel model = random_model(random, gaussian);
    SCOPED_TRACE(fmt::format("seed {}, case {}\n{}", seed, i, model.text));
    const std::string text = model.text + five_quantities;
    const JobResult moving =
        run_config(text + solved_by("fock", "frame = \"moving\"\n"), backend());
    const JobResult laboratory =
        run_config(text + solved_by("fock", "frame = \"laboratory\"\n"), backend());
    const JobResult scalars = run_config(text + solved_by("gaussian", ""), backend());
    // The scale of a difference of two results is twice that of one.
    expect_equal(moving, scalars, model.atoms, 2e-8);
    expect_equal(laboratory, scalars, model.atoms, 2e-8);
    if (!gaussian)
      expect_equal(moving, run_config(text + solved_by("closed_form", ""), backend()), model.atoms,
                   1e-8);
    EXPECT_EQ(moving.flags.at("method")[0], static_cast<std::int8_t>(Method::fock));
  }
}

/// Fock light |n> without a pump.
Complex fock_coherence(double difference, double U, double W0, double kappa, int n, double t) {
  const Complex rate = kappa + I * 2.0 * W0 * difference;
  const Complex left = (kappa + I * 2.0 * W0 * difference * std::exp(-rate * t)) / rate;
  return std::exp(-I * U * difference * t) * std::pow(left, n);
}

TEST_P(Fock, FockLightWithoutPumpIsKnown) {
  const double U = 0.3, W0 = 0.7, kappa = 1.3;
  const int n = 3;
  const std::string config = fmt::format(
      "[model]\natoms = 5\nU = {}\nW0 = {}\nkappa = {}\n[light]\nstate = \"fock\"\nn = {}\n[time]\n"
      "stop = 2.0\nsamples = 9\n[solve]\ntolerance = 1e-10\n"
      "[output]\nquantities = [\"rho\", \"photon_number\", \"mandel_q\"]\n",
      U, W0, kappa, n);
  const JobResult result = run_config(config, backend());
  EXPECT_EQ(result.flags.at("method")[0], static_cast<std::int8_t>(Method::fock));
  EXPECT_EQ(result["tail_population"][0], 0.0);  // nothing ever climbs above the start
  for (std::size_t k = 0; k < 9; ++k) {
    const double t = 0.25 * static_cast<double>(k);
    for (std::size_t i = 0; i < 6; ++i) {
      for (std::size_t j = 0; j < 6; ++j) {
        const double m = static_cast<double>(i) - 2.5;
        const double l = static_cast<double>(j) - 2.5;
        const Complex v = fock_coherence(m * m - l * l, U, W0, kappa, n, t);
        const std::size_t at = (k * 6 + i) * 6 + j;
        const Complex rho(result["rho_re"][at], result["rho_im"][at]);
        EXPECT_NEAR(std::abs(rho - result["rho_re"][i * 6 + j] * v), 0.0, 1e-10);
      }
    }
    // Binomial thinning of n photons.
    EXPECT_NEAR(result["photon_number"][k], n * std::exp(-kappa * t), 1e-9);
    EXPECT_NEAR(result["mandel_q"][k], -std::exp(-kappa * t), 1e-9);
  }
}

using nlohmann::json;

json reference(const std::string& name) {
  std::ifstream stream(source_dir() + "/tests/reference/" + name);
  return json::parse(stream);
}

void collect(const json& node, std::vector<double>& numbers) {
  if (node.is_array())
    for (const json& child : node) collect(child, numbers);
  else
    numbers.push_back(node.is_null() ? NAN : node.get<double>());
}

TEST_P(Fock, EveryToleranceIsObeyed) {
  for (const std::string name : {"fock_light_pumped", "kerr_segments", "two_photon_loss",
                                 "odd_cat_pumped", "file_light_in_bath"}) {
    const json expected = reference("qutip/" + name + ".json");
    for (const double tolerance : {1e-4, 1e-6, 1e-8, 1e-10, 1e-11}) {
      SCOPED_TRACE(fmt::format("{} at {}", name, tolerance));
      const JobResult result =
          run_config(expected["config"].get<std::string>() +
                         fmt::format("\n[solve]\ntolerance = {}\n", tolerance),
                     backend(), source_dir() + "/tests/reference/qutip/x.toml");
      EXPECT_EQ(result.report.failed, 0);
      EXPECT_LE(result["error_estimate"][0], 1.0);
      for (const std::string quantity : {"rho_re", "rho_im", "photon_number", "mandel_q"}) {
        std::vector<double> numbers;
        collect(expected[quantity], numbers);
        ASSERT_EQ(numbers.size(), result[quantity].size());
        for (std::size_t k = 0; k < numbers.size(); ++k) {
          if (std::isnan(numbers[k])) continue;
          EXPECT_NEAR(result[quantity][k], numbers[k],
                      tolerance * std::max(1.0, std::abs(numbers[k])))
              << quantity << " " << k;
        }
      }
    }
  }
}

TEST_P(Fock, TheKerrCavityOfAPublicBenchmark) {
  const json expected = reference("kerr_cavity.json");
  for (const std::string frame : {"moving", "laboratory"}) {
    const JobResult result = run_config(
        expected["config"].get<std::string>() + solved_by("fock", "frame = \"" + frame + "\"\n"),
        backend());
    EXPECT_EQ(result.report.failed, 0);
    for (std::size_t k = 0; k < 100; ++k) {
      const double photons = expected["photon_number_80_levels"][k];
      EXPECT_NEAR(result["photon_number"][k], photons, 1e-8 * std::max(1.0, photons));
    }
  }
}

/// Every way to run a block, on the host and on a device, for each set of terms and on both sides
/// of every limit between two ways: once the light fits, the cutoff changes nothing. A quarter more
/// levels are the check of each cutoff.
TEST_P(Fock, BlocksOfEverySizeAgree) {
  const std::string model = "[model]\natoms = 3\nU = 0.4\nW0 = 0.5\nkappa = 0.9\n";
  const std::string tail =
      "[light]\nstate = \"coherent\"\nalpha = [0.2, -0.1]\n"
      "[pump]\nsegments = [{ until = 0.2, eta = [0.6, 0.3] }, { until = 0.3, eta = 0.9 }]\n"
      "[time]\nstop = 0.4\nsamples = 5\n" +
      five_quantities;
  struct Sizes {
    std::string frame;
    std::vector<int> cutoffs;
  };
  for (const std::string more : {"", "thermal_photons = 0.01\n",
                                 "thermal_photons = 0.01\nkerr = 0.3\ntwo_photon_loss = 0.1\n"}) {
    const auto solved = [&](const std::string& frame, int cutoff) {
      return run_config(
          model + more + tail +
              solved_by("fock", fmt::format("frame = \"{}\"\ncutoff_exact = {}\n", frame, cutoff)),
          backend());
    };
    const JobResult expected = solved("laboratory", 20);
    for (const Sizes& sizes :
         {Sizes{"laboratory", {16, 32, 33, 52, 66, 77}}, Sizes{"moving", {22}}})
      for (const int cutoff : sizes.cutoffs) {
        SCOPED_TRACE(fmt::format("{} levels, {}\n{}", cutoff, sizes.frame, more));
        expect_equal(solved(sizes.frame, cutoff), expected, 3.0, 2e-8);
      }
  }
}

const std::string mixed =
    "[model]\natoms = 6\nW0 = 0.4\neta = [1.5, 0.5]\nkappa = 0.8\nthermal_photons = 0.1\n"
    "kerr = 0.3\n[light]\nstate = \"cat\"\nalpha = 0.8\n[pump]\nswitch_off = 0.4\n";

TEST_P(Fock, SamplesNeighboursAndPiecesChangeNoBit) {
  const std::string tail = "[output]\nquantities = [\"qfi\", \"photon_number\"]\n";
  const std::string axis = "[scan]\naxes = [{ key = \"model.kerr\", values = ";
  const JobResult all = run_config(
      mixed + axis + "[0.0, 0.3, 2.0, 0.1, 0.2] }]\n" + tail + "[time]\nstop = 1.0\n", backend());
  const JobResult last =
      run_config(mixed + axis + "[0.3] }]\n" + tail + "over_time = \"final\"\n[time]\nstop = 1.0\n",
                 backend());
  EXPECT_EQ(all.report.failed, 0);
  EXPECT_EQ(all["qfi"][2 * 101 - 1], last["qfi"][0]);
  EXPECT_EQ(all["photon_number"][2 * 101 - 1], last["photon_number"][0]);
}

TEST_P(Fock, AutoTakesWhatTheModelNeeds) {
  const JobResult result = run_config(
      "[model]\natoms = 4\neta = 1.0\nkappa = 1.0\n[time]\nstop = 0.5\nsamples = 3\n[scan]\n"
      "mode = \"zip\"\naxes = [{ key = \"model.thermal_photons\", values = [0.0, 0.5, 0.5] },\n"
      "{ key = \"model.kerr\", values = [0.0, 0.0, 0.5] }]\n",
      backend());
  const auto& methods = result.flags.at("method");
  EXPECT_EQ(methods[0], static_cast<std::int8_t>(Method::closed_form));
  EXPECT_EQ(methods[1], static_cast<std::int8_t>(Method::gaussian));
  EXPECT_EQ(methods[2], static_cast<std::int8_t>(Method::fock));
}

/// <J> is nearly gone, and squeezing wants coherences as good as can be. What times and angles are
/// rounded by is far below solve.tolerance, whatever the block is asked for: nothing is refused.
TEST_P(Fock, TheStrictestBlocksAreRoundedLikeAnyOther) {
  const std::string model =
      "[model]\natoms = 4\neta = 1.0\ntwo_photon_loss = 0.05\n[light]\nstate = \"cat\"\n"
      "alpha = 2.0\n[time]\nstop = 6.0\nsamples = 4\n"
      "[output]\nquantities = [\"squeezing_wineland\"]\n";
  const JobResult laboratory =
      run_config(model + solved_by("fock", "frame = \"laboratory\""), backend());
  const JobResult moving = run_config(model + solved_by("fock", "frame = \"moving\""), backend());
  for (const JobResult* result : {&laboratory, &moving})
    EXPECT_EQ(result->flags.at("squeezing_wineland_status"), std::vector<std::int8_t>(4, 0));
  for (std::size_t k = 0; k < 4; ++k) {
    const double value = moving["squeezing_wineland"][k];
    EXPECT_NEAR(laboratory["squeezing_wineland"][k], value, 2e-8 * value) << k;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Fock, every_backend, backend_name);

}  // namespace
}  // namespace pairtwist::test
