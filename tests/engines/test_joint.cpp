// SPDX-License-Identifier: BSD-3-Clause
// The joint method where the answer is known otherwise: exact Rabi and Josephson dynamics, Fig. 6
// of the paper, one state as a vector and as a matrix, in the even sector and out of it. QuTiP's
// full space is in test_qutip.cpp, random models without tunnelling in
// solve/test_random_models.cpp.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>
#include <numbers>

#include "engines/host_kernels.hpp"
#include "engines/joint_chain.hpp"
#include "engines/joint_state.hpp"
#include "observables/atomic_start.hpp"
#include "pairtwist/results.hpp"
#include "support/dense_oracle.hpp"
#include "support/joint_backends.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

class Joint : public OnEveryJointBackend {};

void expect_same(const JobResult& result, const JobResult& expected, const std::string& quantity,
                 double tolerance) {
  ASSERT_EQ(result[quantity].size(), expected[quantity].size());
  for (std::size_t i = 0; i < expected[quantity].size(); ++i) {
    if (std::isnan(expected[quantity][i])) continue;
    EXPECT_NEAR(result[quantity][i], expected[quantity][i],
                tolerance * std::max(1.0, std::abs(expected[quantity][i])))
        << quantity << " " << i;
  }
}

constexpr double half_unit = 0.5e-8;

TEST_P(Joint, Fig6ToTheLastDigit) {
  const JobResult result = run(R"(
[model]
atoms = 20
U = 0.2
W0 = 0.5
detuning = 3.25
tunnelling = 2.0
eta = 2.0
[time]
values = [0.0, 1.0, 2.0, 2.8, 4.0, 5.7, 8.0, 10.0]
[output]
quantities = ["mandel_q", "photon_number"]
)");
  const double mandel[] = {-0.20259105, 0.21768699, 8.63774880, -0.18900582,
                           4.69537453,  0.59860165, -0.49761666};
  const double photons[] = {2.79633303, 2.17140451, 0.15125076, 3.23894322,
                            0.19808320, 0.94071386, 3.16692219};
  for (std::size_t k = 0; k < std::size(mandel); ++k) {
    // The reported value is within the tolerance of 1e-8, the printed one within half a unit.
    EXPECT_NEAR(result["mandel_q"][k + 1], mandel[k], half_unit + 1e-8 * std::abs(mandel[k]));
    EXPECT_NEAR(result["photon_number"][k + 1], photons[k], half_unit);
  }
  EXPECT_EQ(result.report.failed, 0);
}

/// Without U and W0 the spin turns about x, whatever the light does.
TEST_P(Joint, IsRabisOscillationWithoutInteraction) {
  for (const int atoms : {1, 6, 7}) {
    const JobResult result = run(fmt::format(R"(
[model]
atoms = {}
U = 0.0
W0 = 0.0
detuning = 0.7
tunnelling = 1.3
eta = 0.6
kappa = 0.4
[atoms]
state = "dicke"
m = {}
[time]
values = [0.0, 0.4, 1.1, 3.0]
[output]
quantities = ["spin_mean", "photon_number"]
)",
                                             atoms, 0.5 * atoms));
    const double times[] = {0.0, 0.4, 1.1, 3.0};
    for (std::size_t k = 0; k < 4; ++k) {
      const double angle = 1.3 * times[k];  // e^{i J t J_x}: about -x
      EXPECT_NEAR(result["spin_mean"][3 * k], 0.0, 1e-8 * atoms);
      EXPECT_NEAR(result["spin_mean"][3 * k + 1], 0.5 * atoms * std::sin(angle), 1e-8 * atoms);
      EXPECT_NEAR(result["spin_mean"][3 * k + 2], 0.5 * atoms * std::cos(angle), 1e-8 * atoms);
      const std::complex<double> lambda(0.2, -0.7);
      const double photons = std::norm(0.6 / lambda * (1.0 - std::exp(-lambda * times[k])));
      EXPECT_NEAR(result["photon_number"][k], photons, 1e-8);
    }
  }
}

/// Without light: U J_z² - J J_x + tilt J_z, by diagonalisation.
TEST_P(Joint, IsJosephsonsDynamicsWithoutLight) {
  for (const int atoms : {5, 12}) {
    const JobResult result = run(fmt::format(R"(
[model]
atoms = {}
U = 0.35
W0 = 0.0
tunnelling = 1.7
tilt = 0.4
[atoms]
theta = 1.2
phi = 0.5
[time]
values = [0.0, 0.3, 2.0, 9.0]
[output]
quantities = ["rho", "qfi", "bell", "squeezing_wineland", "purity"]
)",
                                             atoms));
    const oracle::Spin spin(atoms);
    const oracle::Matrix hamiltonian = oracle::Complex(0.35L) * spin.z * spin.z -
                                       oracle::Complex(1.7L) * spin.x +
                                       oracle::Complex(0.4L) * spin.z;
    const Eigen::SelfAdjointEigenSolver<oracle::Matrix> solver(hamiltonian);
    const AtomicStart start =
        atomic_start({.theta = 1.2, .phi = 0.5, .file = {}}, atoms, 0.0, nullptr);
    Eigen::Matrix<oracle::Complex, Eigen::Dynamic, 1> c(atoms + 1);
    for (int i = 0; i <= atoms; ++i) c[i] = oracle::Complex(start.amplitude[i]);
    const double times[] = {0.0, 0.3, 2.0, 9.0};
    for (std::size_t k = 0; k < 4; ++k) {
      const auto phases =
          (solver.eigenvalues().cast<oracle::Complex>() * oracle::Complex(0, -times[k]))
              .array()
              .exp()
              .matrix();
      const auto psi =
          (solver.eigenvectors() * phases.asDiagonal() * solver.eigenvectors().adjoint() * c)
              .eval();
      const oracle::Matrix rho = psi * psi.adjoint();
      const std::size_t size = static_cast<std::size_t>((atoms + 1) * (atoms + 1));
      for (int i = 0; i <= atoms; ++i) {
        for (int j = 0; j <= atoms; ++j) {
          const std::size_t at = k * size + static_cast<std::size_t>(i * (atoms + 1) + j);
          EXPECT_NEAR(result["rho_re"][at], static_cast<double>(rho(i, j).real()), 1e-8);
          EXPECT_NEAR(result["rho_im"][at], static_cast<double>(rho(i, j).imag()), 1e-8);
        }
      }
      EXPECT_NEAR(result["qfi"][k], static_cast<double>(oracle::qfi(rho, spin.y)),
                  1e-8 * atoms * atoms);
      EXPECT_NEAR(result["purity"][k], 1.0, 1e-8);
      const double wineland = static_cast<double>(oracle::squeezing(rho).wineland);
      if (!std::isnan(result["squeezing_wineland"][k])) {
        EXPECT_NEAR(result["squeezing_wineland"][k], wineland, 1e-8 * std::max(1.0, wineland));
      }
      if (std::isfinite(result["bell"][k])) {
        const double bell = static_cast<double>(oracle::bell(rho));
        EXPECT_NEAR(result["bell"][k], bell, 1e-8 * std::max(1.0, std::abs(bell)));
      }
    }
  }
}

std::string lossless(const std::string& more) {
  return fmt::format(R"(
[model]
atoms = 7
U = 0.3
W0 = 0.4
detuning = 1.5
tunnelling = 1.1
eta = [0.9, -0.3]
{}
[time]
values = [0.0, 0.5, 1.5]
[output]
quantities = ["qfi", "spin_mean", "squeezing_kitagawa_ueda", "purity", "photon_number", "g2", "rho"]
)",
                     more);
}
constexpr const char* all_quantities[] = {"qfi",    "spin_mean",     "squeezing_kitagawa_ueda",
                                          "purity", "photon_number", "g2",
                                          "rho_re", "rho_im"};

/// A loss too small to matter makes it a matrix; a tilt too small to matter takes it out of the
/// even sector.
TEST_P(Joint, IsTheSameAsAVectorAndAsAMatrixEvenOrNot) {
  const JobResult expected = run(lossless(""));
  for (const char* more : {"kappa = 1e-14", "tilt = 1e-14", "kappa = 1e-14\ntilt = 1e-14"}) {
    SCOPED_TRACE(more);
    const JobResult result = run(lossless(more));
    for (const char* quantity : all_quantities)
      expect_same(result, expected, quantity, quantity == std::string("qfi") ? 49e-8 : 1e-8);
  }
}

/// Each tolerance against the finest.
TEST_P(Joint, KeepsItsTolerance) {
  for (const char* loss : {"", "kappa = 0.6\nthermal_photons = 0.05"}) {
    const JobResult finest = run(lossless(loss) + "[solve]\ntolerance = 1e-12\n");
    for (const double tolerance : {1e-4, 1e-6, 1e-8, 1e-10}) {
      SCOPED_TRACE(testing::Message() << loss << " " << tolerance);
      const JobResult result =
          run(lossless(loss) + fmt::format("[solve]\ntolerance = {}\n", tolerance));
      for (const char* quantity : all_quantities)
        expect_same(result, finest, quantity,
                    tolerance * (quantity == std::string("qfi") ? 49.0 : 1.0));
      EXPECT_EQ(result.report.failed, 0);
    }
  }
}

TEST_P(Joint, TooFewLevelsAreFlagged) {
  for (const char* levels : {"cutoff_exact = 6", "cutoff = 6"}) {
    const JobResult result = run(lossless("") + "[solve]\n" + levels + "\n");
    EXPECT_NE(result.flags.at("status")[0], static_cast<std::int8_t>(Status::good));
    EXPECT_TRUE(std::isnan(result["photon_number"][2]));
  }
  const JobResult enough = run(lossless("") + "[solve]\ncutoff_exact = 40\n");
  EXPECT_EQ(enough.flags.at("status")[0], static_cast<std::int8_t>(Status::good));
  EXPECT_EQ(enough.integers.at("cutoff")[0], 40);
}

/// g2 of a cavity with next to no light, and of one that loses it again: right, or lost with a
/// word.
TEST_P(Joint, FaintLightIsRightOrFlagged) {
  for (const double kappa : {0.0, 0.7}) {
    for (const double eta : {1e-1, 1e-3, 1e-6}) {
      const std::string config = fmt::format(R"(
[model]
atoms = 4
U = 0.3
W0 = 0.4
detuning = 0.5
eta = {}
kappa = {}
[pump]
switch_off = 2.0
[time]
values = [0.0, 0.01, 0.5, 2.0, 9.0, 30.0]
[output]
quantities = ["g2"]
)",
                                             eta, kappa);
      SCOPED_TRACE(config);
      const JobResult expected = run(config);
      const JobResult result = run(config + "[solve]\nmethod = \"joint\"\n");
      for (std::size_t k = 1; k < 5; ++k) EXPECT_NEAR(result["g2"][k], expected["g2"][k], 1e-8);
      if (std::isnan(result["g2"][5]))
        EXPECT_NE(result.flags.at("status")[0], static_cast<std::int8_t>(Status::good));
      else
        EXPECT_NEAR(result["g2"][5], expected["g2"][5], 1e-8);
    }
  }
}

/// What the series of its first steps lack is lost with the light.
TEST_P(Joint, LightThatIsNearlyLostHasItsCorrelations) {
  const std::string config = R"(
[model]
atoms = 1
U = 0.0
W0 = 0.0
kappa = 1.0
tunnelling = 0.5
[light]
state = "coherent"
alpha = 1.0
[time]
values = [0.0, 2.0, 5.0, 7.0, 10.0]
[output]
quantities = ["g2", "photon_number"]
)";
  for (const double tolerance : {1e-2, 1e-5, 1e-8}) {
    const JobResult result = run(config + fmt::format("[solve]\ntolerance = {}\n", tolerance));
    EXPECT_EQ(result.flags.at("status")[0], static_cast<std::int8_t>(Status::good)) << tolerance;
    for (std::size_t k = 0; k < 5; ++k) EXPECT_NEAR(result["g2"][k], 1.0, tolerance) << k;
  }
}

/// Of a loose tolerance the square is not small enough for the photons that a level may lack.
TEST_P(Joint, ABathFillsLevelsAtLooseTolerancesToo) {
  const auto solved = [this](const char* light, double bath, double tolerance) {
    return run(
        fmt::format("[model]\natoms = 2\ntunnelling = 1.0\nkappa = 1.3\n"
                    "thermal_photons = {}\n[light]\n{}[time]\nstop = 1.0\nsamples = 5\n"
                    "[output]\nquantities = [\"photon_number\", \"mandel_q\", \"qfi\"]\n"
                    "[solve]\nmethod = \"joint\"\ntolerance = {}\n",
                    bath, light, tolerance));
  };
  for (const auto& [light, bath] :
       {std::pair{"state = \"fock\"\nn = 20\n", 0.136}, std::pair{"state = \"vacuum\"\n", 3.0}}) {
    const JobResult expected = solved(light, bath, 1e-8);
    for (const double tolerance : {0.1, 0.03, 0.01}) {
      const JobResult result = solved(light, bath, tolerance);
      for (const char* name : {"photon_number", "mandel_q", "qfi"})
        for (std::size_t k = 1; k < 5; ++k)
          EXPECT_NEAR(result[name][k] / expected[name][k], 1.0,
                      tolerance * std::max(1.0, 1.0 / std::abs(expected[name][k])))
              << light << name << k << " at " << tolerance;
    }
  }
}

/// What a series may lack is little beside few photons, too, however loose the tolerance.
TEST_P(Joint, FaintLightSoonAfterTheStartIsRightAtEveryTolerance) {
  const char* const models[] = {
      "eta = 0.061\nkappa = 0.1\nthermal_photons = 1.6e-5\n[light]\nstate = \"vacuum\"\n",
      "eta = 0.061\nkappa = 0.1\nthermal_photons = 1.578e-5\n[light]\nstate = \"thermal\"\n"
      "n = 1.303e-8\n",
      "transverse = 0.008\ndetuning = 2.0\nkappa = 0.1\n",
      "transverse = 0.008\ndetuning = 2.0\n",
  };
  for (const char* model : models) {
    const std::string config = fmt::format(
        "[time]\nvalues = [0.0, 0.002, 0.006, 0.012, 0.02]\n[output]\nquantities = "
        "[\"g2\", \"photon_number\"]\n[model]\natoms = 2\nW0 = 1.0\n{}",
        model);
    SCOPED_TRACE(config);
    const JobResult expected = run(config + "[solve]\nmethod = \"fock\"\ntolerance = 1e-11\n");
    for (const double tolerance : {1e-3, 1e-6, 1e-8}) {
      const JobResult result =
          run(config + fmt::format("[solve]\nmethod = \"joint\"\ntolerance = {}\n", tolerance));
      for (std::size_t k = 1; k < 5; ++k) {
        EXPECT_NEAR(result["g2"][k], expected["g2"][k], tolerance) << k;
        EXPECT_NEAR(result["photon_number"][k] / expected["photon_number"][k], 1.0, tolerance);
      }
    }
  }
}

/// <n> and g2 of thermal light are in parts of it that weigh next to nothing.
TEST_P(Joint, FaintThermalLightWithoutLossIsRight) {
  for (const double n : {1e-3, 1e-5, 1e-8, 1e-12}) {
    const JobResult result = run(fmt::format(R"(
[model]
atoms = 2
tunnelling = 0.3
U = 0.2
[light]
state = "thermal"
n = {}
[time]
values = [0.0, 0.5, 2.0]
[output]
quantities = ["g2", "photon_number"]
)",
                                             n));
    for (std::size_t k = 0; k < 3; ++k) {
      EXPECT_NEAR(result["g2"][k], 2.0, 2e-8) << n;
      EXPECT_NEAR(result["photon_number"][k] / n, 1.0, 1e-8) << n;
    }
  }
}

TEST_P(Joint, PhotonNumbersAreDistributedAsTheirMomentsSay) {
  for (const char* loss : {"", "kappa = 0.6"}) {
    std::string config = lossless(loss);
    config.replace(config.find("\"rho\""), 5, "\"photon_distribution\"");
    const JobResult result = run(config + "photons_max = 40\n");
    for (std::size_t k = 0; k < 3; ++k) {
      double sum = 0.0, mean = 0.0;
      for (std::size_t n = 0; n <= 40; ++n) {
        sum += result["photon_distribution"][41 * k + n];
        mean += static_cast<double>(n) * result["photon_distribution"][41 * k + n];
      }
      EXPECT_NEAR(sum, 1.0, 1e-8);
      EXPECT_NEAR(mean, result["photon_number"][k], 1e-7);
    }
  }
}

/// States so large that all of a device moves one of them, a matrix and a vector, for a few steps;
/// without tunnelling, against the closed form.
TEST_P(Joint, LargeStatesForAFewSteps) {
  for (const char* state : {"atoms = 7\nkappa = 0.3", "atoms = 100"}) {
    const std::string config = fmt::format(R"(
[model]
{}
U = 0.05
W0 = 0.001
detuning = 0.3
tilt = 0.2
eta = 1.0
[time]
values = [0.0, 0.2]
[output]
quantities = ["qfi", "photon_number"]
[solve]
tolerance = 1e-5
)",
                                           state);
    const JobResult expected = run(config);
    const JobResult result = run(config + "method = \"joint\"\ncutoff_exact = 21\n");
    EXPECT_EQ(result.report.failed, 0);
    expect_same(result, expected, "qfi", 1e-5);
    expect_same(result, expected, "photon_number", 1e-5);
  }
}

INSTANTIATE_TEST_SUITE_P(All, Joint, every_joint_backend, backend_name);

/// Before it touches any of it. 2 000 sites of 1 000 levels are 3 times 64 TB.
TEST(JointMatrix, IsRefusedWhereItsMemoryIsNotThere) {
  EXPECT_NO_THROW(engines::refuse_beyond_memory(1e9, 2000000000));
  EXPECT_THROW(engines::refuse_beyond_memory(1.001e9, 2000000000), std::bad_alloc);
  const engines::JointChain chain =
      engines::joint_chain(atomic_start({}, 1999, 0.0, nullptr), false);
  const std::complex<double> vacuum[] = {1.0};
  const engines::HostKernels kernels = engines::host_kernels_scalar();
  EXPECT_THROW(engines::JointMatrix(kernels.joint, chain, vacuum, 1,
                                    engines::JointLayout(std::vector<std::int32_t>(2000, 1000))),
               std::bad_alloc);
}

/// In the even sector and out of it: the elements of J_x by the definition of its states.
TEST(JointChain, HopsAsJxDoes) {
  for (const int atoms : {1, 2, 5, 6}) {
    const AtomicStart start = atomic_start({}, atoms, 0.0, nullptr);
    const oracle::Spin spin(atoms);
    for (const bool even : {false, true}) {
      const engines::JointChain chain = engines::joint_chain(start, even);
      oracle::Matrix states = oracle::Matrix::Zero(atoms + 1, chain.sites());  // columns
      for (std::int32_t s = 0; s < chain.sites(); ++s) {
        const auto up = static_cast<Eigen::Index>(std::lround(chain.m[s] + 0.5 * atoms));
        states(up, s) = 1;
        if (!even || chain.m[s] == 0.0) continue;
        states(up, s) = states(atoms - up, s) = 1 / std::sqrt(2.0L);
      }
      const oracle::Matrix jx = states.adjoint() * spin.x * states;
      for (std::int32_t s = 0; s < chain.sites(); ++s) {
        for (std::int32_t r = 0; r < chain.sites(); ++r) {
          const double expected = r == s + 1         ? chain.hop[s]
                                  : s == r + 1       ? chain.hop[r]
                                  : s == 0 && r == 0 ? chain.fold
                                                     : 0.0;
          EXPECT_NEAR(static_cast<double>(jx(s, r).real()), expected, 1e-14);
        }
        const std::complex<double> overlap = [&] {
          oracle::Complex sum = 0;
          for (int i = 0; i <= atoms; ++i)
            sum += states(i, s) * oracle::Complex(start.amplitude[i]);
          return std::complex<double>(sum);
        }();
        EXPECT_NEAR(std::abs(chain.start[s] - overlap), 0.0, 1e-14);
      }
    }
  }
}

}  // namespace
}  // namespace pairtwist::test
