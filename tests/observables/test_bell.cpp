// SPDX-License-Identifier: BSD-3-Clause
// The Bell correlator against a matrix power, against mpmath where it cancels (700 digits), at t =
// 0, and its guard: what rounding could have made is not reported.
#include <gtest/gtest.h>

#include <numbers>

#include "observables/bell_amplitudes.hpp"
#include "support/made_state.hpp"

namespace pairtwist::testing {
namespace {

struct Result {
  double value;
  Trust trust;
  double at_most;
};

/// As what is reported: NaN where errors of the coherences matter.
Result bell(const AtomicState& state) {
  Result result{};
  const Verdict verdict = find_quantity("bell")->evaluate(state, {&result.value, 1});
  result.trust = verdict.trust;
  result.at_most = verdict.at_most;
  if (verdict.error > 1.0) {
    result.trust = Trust::below_precision;
    result.value = std::numeric_limits<double>::quiet_NaN();
  }
  return result;
}

/// Of a value that is there: -inf is S = 0, where ln|S| is not defined.
Trust trust_in(double value) { return std::isinf(value) ? Trust::undefined : Trust::good; }

MadeState twisted(std::int64_t atoms, double t, const Atoms& start = {}) {
  Point point = plain_point(atoms);
  point.parameters.atoms = start;
  MadeState made(point, 0.0, t);
  made.set_one_axis_twisting(1.0);
  return made;
}

Atoms direction(double theta, double phi) {
  Atoms atoms;
  atoms.theta = theta;
  atoms.phi = phi;
  return atoms;
}

TEST(Bell, AgreesWithTheMatrixPower) {
  std::mt19937_64 rng(21);
  for_random_states(rng, 12, [&](MadeState& made) {
    const std::int64_t atoms = made.start.atoms;
    const Result result = bell(made.full());
    EXPECT_EQ(result.trust, trust_in(result.value));
    if (atoms % 2 != 0 && made.start.symmetric && made.point.parameters.model.dephasing == 0.0) {
      EXPECT_EQ(result.value, -INFINITY);
      return;
    }
    const auto expected = static_cast<double>(oracle::bell(made.density_matrix()));
    EXPECT_NEAR(result.value, expected, 1e-10 + 1e-12 * std::abs(expected));
  });
}

TEST(Bell, OddSymmetricStatesVanishUnlessTilted) {
  std::mt19937_64 rng(22);
  for (const std::int64_t atoms : {1, 3, 11}) {
    MadeState made = random_state(rng, atoms, Start::plus_x, false);
    EXPECT_EQ(bell(made.full()).value, -INFINITY);
    made.point.parameters.model.dephasing = 0.4;
    EXPECT_LT(std::abs((oracle::Spin(atoms).x * made.density_matrix()).trace()), 1e3L);
    EXPECT_LT(oracle::bell(made.density_matrix()), -60.0L);  // rounding of the oracle
    EXPECT_EQ(bell(made.full()).value, -INFINITY);
    made.point.parameters.model.tilt = 0.3;
    EXPECT_TRUE(std::isfinite(bell(made.full()).value));
  }
}

MadeState from_amplitudes(const Point& like, double t, std::vector<std::complex<double>> c) {
  double total = 0.0;
  for (const auto& amplitude : c) total += std::norm(amplitude);
  for (auto& amplitude : c) amplitude /= std::sqrt(total);
  Point point = like;
  point.parameters.atoms.state = AtomsState::file;
  MadeState made(point, 0.0, t, &c);
  made.set_one_axis_twisting(0.7);
  return made;
}

/// C_m = -C_-m: a GHZ state with a minus sign, and one of all m.
std::vector<std::vector<std::complex<double>>> antisymmetric_starts(std::int64_t atoms) {
  std::vector<std::complex<double>> ghz(static_cast<std::size_t>(atoms) + 1), all(ghz.size());
  ghz.front() = 1.0;
  ghz.back() = -1.0;
  for (std::size_t i = 0; i < all.size() / 2; ++i) {
    all[i] = std::complex<double>{0.3 + static_cast<double>(i), 0.7};
    all[all.size() - 1 - i] = -all[i];
  }
  return {ghz, all};
}

TEST(Bell, AntisymmetricStatesVanish) {
  for (const std::int64_t atoms : {2, 3, 4, 5, 20}) {
    for (const auto& c : antisymmetric_starts(atoms)) {
      for (const double t : {0.0, 0.4}) {
        Point point = plain_point(atoms);
        const Result alone = bell(from_amplitudes(point, t, c).full());
        EXPECT_EQ(alone.value, -INFINITY) << atoms << " " << t;
        EXPECT_EQ(alone.trust, Trust::undefined);
        if (t == 0.0) continue;
        // Dephasing mixes in what is symmetric, which odd N alone leave without a part in S.
        point.parameters.model.dephasing = 0.3;
        const MadeState dephased = from_amplitudes(point, t, c);
        const double mixed = bell(dephased.full()).value;
        if (atoms % 2 != 0)
          EXPECT_EQ(mixed, -INFINITY);
        else
          EXPECT_NEAR(mixed, static_cast<double>(oracle::bell(dephased.density_matrix())), 1e-9);
        point.parameters.model.tilt = 0.3;
        EXPECT_TRUE(std::isfinite(bell(from_amplitudes(point, t, c).full()).value));
      }
    }
  }
}

TEST(Bell, SumThatIsZeroByItsValuesIsNotResolved) {
  // 2 c_-2 = c_-1: nothing of it along +x, which no symmetry says.
  const MadeState made = from_amplitudes(plain_point(4), 0.0, {2.0, -1.0, 0.0, 0.0, 0.0});
  const Result result = bell(made.full());
  EXPECT_EQ(result.trust, Trust::below_precision);
  EXPECT_LT(result.at_most, 0.0);
}

TEST(Bell, TwistingAgreesWithMpmath) {
  struct Case {
    std::int64_t atoms;
    double t, expected;
  };
  const Case cases[] = {
      {50, 0.1, 17.194437971919145393},        {50, 0.5, 30.777552276357000765},
      {200, 0.3, 132.93130864135130762},       {200, 1.5, 133.30458098064196299},
      {200, 1.5703125, 137.24081522605670804}, {2000, 1.5703125, 1384.6977931115362502},
      {2000, 1.5707, 1384.8988352038042027}};
  for (const Case& c : cases) {
    const Result result = bell(twisted(c.atoms, c.t).full());
    EXPECT_EQ(result.trust, Trust::good);
    EXPECT_NEAR(result.value, c.expected, 4e-15 * c.expected) << c.atoms << " " << c.t;
  }
}

TEST(Bell, ReachesItsMaximumAndNoMore) {
  for (const std::int64_t atoms : {2, 4, 50, 1000}) {
    // (|+x> + |-x>)/sqrt 2: the entries with N/2 - m odd are gone, the others grow by sqrt 2.
    std::vector<std::complex<double>> c;
    for (const auto& amplitude : atomic_start({}, atoms, 0.0, nullptr).amplitude)
      c.push_back(c.size() % 2 == 0 ? amplitude * std::numbers::sqrt2 : 0.0);
    Point point = plain_point(atoms);
    point.parameters.atoms.state = AtomsState::file;
    for (const double t : {0.0, 1.0}) {
      const MadeState made(point, 0.0, t, &c);
      EXPECT_NEAR(bell(made.full()).value, static_cast<double>(atoms - 2) * std::numbers::ln2,
                  1e-13 * static_cast<double>(atoms));
    }
  }
}

TEST(Bell, InitialStateIsExact) {
  for (const std::int64_t atoms : {1, 2, 49, 50, 200, 2000}) {
    const Result plus = bell(MadeState(plain_point(atoms), 0.0, 0.0).full());
    EXPECT_EQ(plus.value, -INFINITY);
    EXPECT_EQ(plus.trust, Trust::undefined);
    for (const Atoms& atoms_start :
         {direction(1.0, 0.0), direction(std::numbers::pi / 2, 0.01), direction(0.0, 0.0),
          direction(0.3, 2.0), direction(std::numbers::pi / 2, 1.57), direction(1.58, 0.0)}) {
      const double x = std::sin(atoms_start.theta) * std::cos(atoms_start.phi);
      const Result result = bell(twisted(atoms, 0.0, atoms_start).full());
      EXPECT_EQ(result.trust, Trust::good);
      EXPECT_NEAR(result.value, static_cast<double>(atoms) * std::log((1.0 - x * x) / 2.0),
                  1e-9 * static_cast<double>(atoms));
      EXPECT_LT(result.value, 0.0);
    }
  }
}

TEST(Bell, InitialClosedFormIsTheSum) {
  // The same amplitudes, once as a direction (closed form), once as a file (guarded sums).
  // Rounded to a file's doubles, they make another state, by 2^-53 of what cancels.
  for (const std::int64_t atoms : {3, 10}) {
    const Atoms tilted = direction(1.1, 0.7);
    const AtomicStart start = atomic_start(tilted, atoms, 0.0, nullptr);
    Point point = plain_point(atoms);
    point.parameters.atoms.state = AtomsState::file;
    const MadeState from_file(point, 0.0, 0.0, &start.amplitude);
    const double expected = bell(twisted(atoms, 0.0, tilted).full()).value;
    EXPECT_NEAR(bell(from_file.full()).value, expected, 1e-9 * std::abs(expected));
  }
}

TEST(Bell, DickeStatesOfAnySize) {
  // S is one term, c_m²: Q = N ln 2 + 2 ln(binom(N, N/2+m)/2^N), far below the range of a double.
  struct Case {
    std::int64_t atoms;
    double m, expected;
  };
  const double ln2 = std::numbers::ln2;
  const Case cases[] = {{4, 2.0, -4.0 * ln2},
                        {4, -1.0, 4.0 * ln2 + 2.0 * std::log(4.0 / 16.0)},
                        {2000, 1000.0, -2000.0 * ln2},
                        {2000, -999.0, -2000.0 * ln2 + 2.0 * std::log(2000.0)},
                        {1000000, 500000.0, -1000000.0 * ln2}};
  for (const Case& c : cases) {
    Atoms start;
    start.state = AtomsState::dicke;
    start.m = c.m;
    for (const double t : {0.0, 0.7}) {
      const Result result = bell(twisted(c.atoms, t, start).full());
      EXPECT_EQ(result.trust, Trust::good);
      EXPECT_NEAR(result.value, c.expected, 1e-12 * std::abs(c.expected)) << c.atoms << " " << t;
    }
  }
}

TEST(Bell, NeverPositiveAtSmallTimes) {
  for (const std::int64_t atoms : {50, 100, 174, 200, 500, 2000}) {
    for (const double t : {0.0, 1e-300, 1e-16, 1e-9, 1e-6, 1e-4, 1e-3}) {
      for (const bool extended : {true, false}) {
        MadeState made = twisted(atoms, t);
        const AtomicState state = extended ? made.full() : made.packed({.all = true});
        const Result result = bell(state);
        if (std::isnan(result.value)) {
          EXPECT_EQ(result.trust, Trust::below_precision);
        } else {
          EXPECT_LT(result.value, 0.0) << atoms << " " << t << " " << extended;
          EXPECT_EQ(result.trust, trust_in(result.value));
        }
      }
    }
  }
}

TEST(Bell, GuardLetsNothingWrongThrough) {
  // Perturb every coherence by as much as its precision allows: a value that passes the guard stays
  // within the tolerance, and in plain double the product state at N = 200 does not pass.
  std::mt19937_64 rng(23);
  std::uniform_real_distribution<double> noise(-1.0, 1.0);
  int passed = 0, refused = 0;
  for (const std::int64_t atoms : {20, 60, 100, 200}) {
    for (const double t : {1e-3, 0.01, 0.03, 0.1, 0.3}) {
      for (const double tolerance : {0.1, 1e-2, 1e-5, 1e-8, 1e-11}) {
        MadeState made = twisted(atoms, t);
        made.tolerance = tolerance;
        const Result plain = bell(made.packed({.all = true}));
        const Result exact = bell(made.full());
        for (std::int64_t l = 1; l < made.start.sector_count(); ++l) {
          for (std::int64_t k = 0; k < l; ++k) {
            ExtendedComplex v = made.full().photon_factor_extended(k, l);
            v.re = physics::DD<double>(v.re.hi) + 0x1p-51 * noise(rng);
            v.im = physics::DD<double>(v.im.hi) + 0x1p-51 * noise(rng);
            made.set_coherence(k, l, v);
          }
        }
        const Result shaken = bell(made.packed({.all = true}));
        if (plain.trust == Trust::below_precision) {
          EXPECT_FALSE(plain.at_most < exact.value);
          ++refused;
          continue;
        }
        ++passed;
        const double allowed = tolerance * std::max(1.0, std::abs(exact.value));
        EXPECT_NEAR(plain.value, exact.value, allowed);
        EXPECT_FALSE(shaken.trust == Trust::good &&
                     std::abs(shaken.value - exact.value) > 2.0 * allowed);
      }
    }
  }
  EXPECT_GT(passed, 16);
  EXPECT_GT(refused, 16);
}

TEST(Bell, RealAndGeneralSumsAgree) {
  // A hair's breadth of phi takes the general sum; a dephasing too weak to matter takes that with
  // damping.
  for (const std::int64_t atoms : {10, 60}) {
    const double expected = bell(twisted(atoms, 0.4).full()).value;
    const MadeState turned = twisted(atoms, 0.4, direction(std::numbers::pi / 2, 1e-14));
    EXPECT_NEAR(bell(turned.full()).value, expected, 1e-10);
    MadeState damped = twisted(atoms, 0.4);
    damped.point.parameters.model.dephasing = 1e-18;
    EXPECT_NEAR(bell(damped.full()).value, expected, 1e-10);
    damped.point.parameters.model.dephasing = 0.0;
    damped.point.parameters.model.tilt = 1e-15;
    EXPECT_NEAR(bell(damped.full()).value, expected, 1e-10);
  }
}

TEST(Bell, WeightsOfPlusX) {
  EXPECT_DOUBLE_EQ(log_plus_x_weight(1, 1), std::log(0.5));
  EXPECT_DOUBLE_EQ(log_plus_x_weight(4, 0), std::log(6.0 / 16.0));
  EXPECT_DOUBLE_EQ(log_plus_x_weight(5, 3), std::log(5.0 / 32.0));
  EXPECT_NEAR(log_plus_x_weight(2000, 2000), -2000.0 * std::numbers::ln2, 1e-10);
}

}  // namespace
}  // namespace pairtwist::testing
