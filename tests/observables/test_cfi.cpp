// SPDX-License-Identifier: BSD-3-Clause
// The classical Fisher information of counting: against rotations by dense matrices, and what must
// hold of it.
#include <gtest/gtest.h>

#include "observables/counting.hpp"
#include "observables/spin_eigenvectors.hpp"
#include "support/made_state.hpp"

namespace pairtwist::testing {
namespace {

constexpr double pi = std::numbers::pi;

OutputSpec at_angles(std::vector<double> angles) {
  OutputSpec output;
  output.angles.values = std::move(angles);
  output.husimi_grid = {2, 2};
  return output;
}

double expected_cfi(const MadeState& made, double angle) {
  return static_cast<double>(oracle::cfi(made.density_matrix(), angle, false));
}

TEST(Cfi, AgreesWithTheOracle) {
  std::mt19937_64 rng(91);
  for_random_states(rng, 12, [&](MadeState& made) {
    const std::int64_t atoms = made.start.atoms;
    std::vector<double> angles;
    for (int i = 0; i < 6; ++i) angles.push_back(uniform(rng, -6.2, 6.2));
    made.set_output(at_angles(angles));
    const std::vector<double> values = values_of("cfi", made);
    for (std::size_t a = 0; a < angles.size(); ++a)
      EXPECT_NEAR(values[a], expected_cfi(made, angles[a]),
                  1e-12 * static_cast<double>(atoms * atoms))
          << angles[a];
  });
}

TEST(Cfi, IsTheQuantumFisherInformationAtAQuarterTurnInTheEvenSector) {
  std::mt19937_64 rng(92);
  for (const std::int64_t atoms : {1, 2, 3, 4, 7, 12, 50, 51}) {
    for (const Start start : {Start::plus_x, Start::symmetric_file}) {
      SCOPED_TRACE(::testing::Message() << "N = " << atoms << ", " << name_of(start));
      MadeState made = random_state(rng, atoms, start, false);
      // And within a rounding of it, and where it comes again.
      made.set_output(at_angles({pi / 2, -pi / 2, 1.5 * pi, pi / 2 + 1e-15, pi / 2 - 1e-12,
                                 pi / 2 + 1e-9, std::nextafter(pi / 2, 2.0)}));
      Verdict verdict;
      const std::vector<double> values = values_of("cfi", made, &verdict);
      const double n2 = static_cast<double>(atoms * atoms);
      for (const double value : values)
        EXPECT_NEAR(value, value_of("qfi", made.full()), 1e-12 * n2);
      EXPECT_EQ(verdict.trust, Trust::good);
      EXPECT_LT(verdict.error * made.tolerance, 1e-12);
    }
  }
}

TEST(Cfi, IsNeverMoreThanTheQuantumFisherInformation) {
  std::mt19937_64 rng(93);
  for (int i = 0; i < 100; ++i) {
    const auto atoms = static_cast<std::int64_t>(1 + rng() % 30);
    MadeState made = random_state(rng, atoms, every_start[rng() % 5], rng() % 2 == 0);
    made.set_output(at_angles({0.0, 0.3, 1.0, pi / 2, 2.0, pi, uniform(rng, -6.0, 6.0)}));
    const double limit = value_of("qfi", made.full());
    for (const double value : values_of("cfi", made)) {
      EXPECT_GE(value, 0.0);
      EXPECT_LE(value, limit + 1e-12 * static_cast<double>(atoms * atoms));
    }
  }
}

/// Rotated about y, the +x state stays coherent: F = N at every angle, although at pi/2 a single
/// outcome is left. Near there outcomes of two atoms have p ~ x^4, and rounding leaves some N² x²
/// of what they give open.
TEST(Cfi, OfACoherentStateIsItsNumberOfAtoms) {
  for (const std::int64_t atoms : {1, 2, 9, 100, 1000}) {
    MadeState made(plain_point(atoms), 0.0, 0.0);
    const double n = static_cast<double>(atoms);
    const auto expect = [&](const std::vector<double>& angles, double allowed) {
      made.set_output(at_angles(angles));
      Verdict verdict;
      const std::vector<double> values = values_of("cfi", made, &verdict);
      EXPECT_EQ(verdict.trust, Trust::good);
      EXPECT_LE(verdict.error * made.tolerance, 1000.0 * allowed) << atoms;
      for (std::size_t a = 0; a < angles.size(); ++a)
        EXPECT_NEAR(values[a], n, allowed * n * n) << atoms << " " << angles[a] - pi / 2;
    };
    expect({0.0, 1e-3, 0.7, 3.0, -1.0}, 1e-13);
    expect({pi / 2, -pi / 2, pi / 2 + 1e-15, pi / 2 - 1e-10, pi / 2 + 1e-8}, 1e-13);
    for (double d = 1e-8; d < 0.1 && atoms <= 100; d *= 3.1) {
      made.set_output(at_angles({pi / 2 + d}));
      Verdict verdict;
      const double value = values_of("cfi", made, &verdict)[0];
      EXPECT_LE(std::abs(value - n), (verdict.error * made.tolerance + 1e-13) * n * n) << d;
      EXPECT_LT(verdict.error * made.tolerance, 1e-7) << atoms << " " << d;
    }
  }
}

/// Off the even sector by dephasing p no longer vanishes at pi/2, and F really drops: by how much
/// is a matter of 1e-30, which rounding decides unless it is told.
TEST(Cfi, OutsideOfTheEvenSectorItDropsOrSaysThatItIsLost) {
  for (const double dephasing : {0.2, 1e-3, 1e-6, 1e-9, 1e-12, 1e-16}) {
    Point point = plain_point(10);
    point.parameters.model.dephasing = dephasing;
    MadeState made(point, 0.0, 0.5);
    made.set_one_axis_twisting(0.3);
    made.tolerance = 1e-8;
    made.set_output(at_angles({pi / 2}));
    Verdict verdict;
    const double value = values_of("cfi", made, &verdict)[0];
    if (verdict.error <= 1.0) {
      EXPECT_NEAR(value, expected_cfi(made, pi / 2), 1e-8 * 100) << dephasing;
    }
    const bool told = verdict.error <= 1.0;
    EXPECT_TRUE(dephasing >= 1e-9 ? told : dephasing > 1e-16 || !told) << dephasing;
  }
}

/// Whatever moves the coherences by what they may be off moves F by no more than the verdict says.
TEST(Cfi, TheVerdictCoversErrorsOfCoherences) {
  std::mt19937_64 rng(94);
  for (int i = 0; i < 60; ++i) {
    const auto atoms = static_cast<std::int64_t>(2 + rng() % 20);
    MadeState made =
        random_state(rng, atoms, rng() % 2 == 0 ? Start::plus_x : Start::tilted, rng() % 2 == 0);
    made.set_output(at_angles({0.3, pi / 2, pi / 2 + 1e-4, 2.0}));
    const std::vector<double> before = values_of("cfi", made);
    const double off = std::pow(10.0, uniform(rng, -10.0, -5.0));
    made.move_coherences(rng, off);
    Verdict verdict;
    const std::vector<double> after = values_of("cfi", made, &verdict);
    const double allowed = verdict.error * made.tolerance * static_cast<double>(atoms * atoms);
    for (std::size_t a = 0; a < after.size(); ++a)
      EXPECT_LE(std::abs(after[a] - before[a]), allowed) << atoms << " " << off << " " << a;
  }
}

TEST(Cfi, NaNCoherencesGiveNaN) {
  for (const double dephasing : {0.0, 0.1}) {
    Point point = plain_point(4);
    point.parameters.model.dephasing = dephasing;
    MadeState made(point, 0.0, 1.0);
    made.set_coherence(0, 1, {std::nan(""), 0.0});
    for (const double value : values_of("cfi", made)) EXPECT_TRUE(std::isnan(value));
    for (const double value : values_of("husimi", made)) EXPECT_TRUE(std::isnan(value));
  }
}

double expected_at_a_pole(const MadeState& made) {
  return static_cast<double>(oracle::cfi_without_rotation(made.density_matrix()));
}

/// Where an outcome has p = 0 since the start has no such m, p'^2/p has its limit.
TEST(Cfi, WithoutARotationIsKnownAsTheStartIs) {
  std::mt19937_64 rng(95);
  for (int i = 0; i < 60; ++i) {
    const auto atoms = static_cast<std::int64_t>(1 + rng() % 12);
    std::vector<std::complex<double>> amplitudes = random_amplitudes(rng, atoms, false);
    for (std::size_t m = 1; m < amplitudes.size(); ++m)
      if (rng() % 2 == 0) amplitudes[m] = 0.0;
    double norm = 0.0;
    for (const auto& amplitude : amplitudes) norm += std::norm(amplitude);
    for (auto& amplitude : amplitudes) amplitude /= std::sqrt(norm);
    Point point = plain_point(atoms);
    point.parameters.atoms.state = AtomsState::file;
    point.parameters.model.dephasing = i % 3 == 0 ? 0.4 : 0.0;
    MadeState made(point, 0.0, 0.7, &amplitudes);
    made.set_random_coherences(rng, 3);
    made.set_output(at_angles({0.0, pi, -pi, 2 * pi}));
    Verdict verdict;
    for (const double value : values_of("cfi", made, &verdict))
      EXPECT_NEAR(value, expected_at_a_pole(made), 1e-12 * static_cast<double>(atoms * atoms));
    EXPECT_LT(verdict.error * made.tolerance, 1e-12);
    // Errors of coherences stay within the verdict there, too.
    const double off = std::pow(10.0, uniform(rng, -10.0, -5.0));
    const double before = values_of("cfi", made)[0];
    made.move_coherences(rng, off);
    const double after = values_of("cfi", made, &verdict)[0];
    EXPECT_LE(std::abs(after - before),
              verdict.error * made.tolerance * static_cast<double>(atoms * atoms));
  }
}

TEST(Cfi, OfADickeStateIsItsQuantumFisherInformationWithoutARotation) {
  for (const std::int64_t atoms : {2, 9, 100}) {
    Point point = plain_point(atoms);
    point.parameters.atoms.state = AtomsState::dicke;
    point.parameters.atoms.m = 0.5 * static_cast<double>(atoms % 2) + 1.0;
    for (const double time : {0.0, 0.3}) {
      MadeState made(point, 0.0, time);
      made.set_output(at_angles({0.0, 0.4, pi}));
      Verdict verdict;
      const std::vector<double> values = values_of("cfi", made, &verdict);
      const double qfi = value_of("qfi", made.full());
      EXPECT_NEAR(values[0], qfi, 1e-12 * qfi);
      EXPECT_NEAR(values[2], qfi, 1e-12 * qfi);
      EXPECT_LE(verdict.error, 1.0);
    }
  }
}

/// A coherent state rotated onto a pole leaves a single outcome: there alone rounding decides.
TEST(Cfi, KnowsWhichAnglesAreLost) {
  Point point = plain_point(20);
  point.parameters.atoms.theta = 0.7;
  MadeState made(point, 0.0, 0.0);
  const std::vector<double> angles = {0.7, -0.7, 0.3, 1.1};
  made.set_output(at_angles(angles));
  Verdict verdict;
  const std::vector<double> values = values_of("cfi", made, &verdict);
  std::vector<double> errors(angles.size());
  find_quantity("cfi")->errors_of_values(made.full(), errors);
  EXPECT_EQ(verdict.error, *std::ranges::max_element(errors));
  for (std::size_t a = 0; a < angles.size(); ++a) {
    const bool onto_a_pole = std::abs(values[a] - 20.0) > 1.0;
    EXPECT_EQ(errors[a] > 1.0, onto_a_pole) << angles[a];
  }
  EXPECT_GT(verdict.error, 1.0);
}

TEST(SpinEigenvectors, AreOrthonormalAndRotateForAThousandAtoms) {
  for (const std::int64_t atoms : {1, 2, 3, 10, 101, 1000, 1001}) {
    const Eigen::MatrixXd q = spin_x_eigenvectors(atoms);
    const Eigen::Index n = q.cols();
    EXPECT_LT((q.transpose() * q - Eigen::MatrixXd::Identity(n, n)).cwiseAbs().maxCoeff(), 1e-12)
        << atoms;
    // The uppermost is the +x state.
    const AtomicStart plus_x = atomic_start(Atoms{}, atoms, 0.0, nullptr);
    for (Eigen::Index i = 0; i <= atoms; ++i)
      EXPECT_NEAR(q(i, n - 1), plus_x.amplitude[i].real(), 1e-14) << atoms;
  }
}

/// e^{-i angle J_y} takes the state at theta to theta + angle.
TEST(Counting, RotatesCoherentStatesExactly) {
  for (const std::int64_t atoms : {1, 8, 9, 1000, 1001}) {
    const std::vector<double> angles = {0.0, 0.3, 1.1, pi / 2, -0.4};
    const CountingTables tables(atoms, angles);
    Atoms from;
    from.theta = 0.9;
    const AtomicStart start = atomic_start(from, atoms, 0.0, nullptr);
    Eigen::VectorXcd amplitudes = Eigen::VectorXcd::Zero(atoms + 1);
    for (std::int64_t i = 0; i < start.dim(); ++i) amplitudes[i] = start.amplitude[i];
    const CountingSeries series = counting_series(tables, amplitudes * amplitudes.adjoint(), false);
    const Eigen::MatrixXd of_even =
        tables.even.cosines * series.even.cosines + tables.even.sines * series.even.sines;
    const Eigen::MatrixXd of_odd =
        tables.odd.cosines * series.odd.cosines + tables.odd.sines * series.odd.sines;
    for (std::size_t a = 0; a < angles.size(); ++a) {
      Atoms to;
      // Which way x was shifted by pi: half a turn exchanges m and -m.
      to.theta = 0.9 + pi / 2 + tables.x[a];
      const bool beyond = to.theta > pi;
      if (beyond) to.theta = 2 * pi - to.theta;
      const AtomicStart turned = atomic_start(to, atoms, 0.0, nullptr);
      for (std::int64_t i = 0; i <= atoms; ++i) {
        const bool mirrored = 2 * i > atoms;
        const std::int64_t row = mirrored ? atoms - i : i;
        const double sign = mirrored ? -1.0 : 1.0;
        const double p = series.even.at_zero[row] + sign * series.odd.at_zero[row] +
                         of_even(static_cast<Eigen::Index>(a), row) +
                         sign * of_odd(static_cast<Eigen::Index>(a), row);
        EXPECT_NEAR(p, std::norm(turned.amplitude[static_cast<std::size_t>(i)]),
                    rounding_of_counting(atoms))
            << atoms << " " << angles[a] << " " << i;
      }
    }
  }
}

}  // namespace
}  // namespace pairtwist::testing
