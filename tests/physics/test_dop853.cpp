// SPDX-License-Identifier: BSD-3-Clause
// DOP853 against systems whose solution is known: its order, its dense output, its error control.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engines/sample_clock.hpp"
#include "physics/dop853.hpp"

namespace pairtwist::physics {
namespace {

/// y' = (y_1, -y_0) + a pull: y = (sin t + t², cos t) for the right f.
struct Oscillator {
  static constexpr int sums = 0;
  void operator()(double t, const double (&y)[2], double (&dy)[2]) const {
    dy[0] = y[1] + 2.0 * t;
    dy[1] = -(y[0] - t * t);
  }
};
double exact(double t) { return std::sin(t) + t * t; }

/// Errors after one step of size h from t = 0.3: at its end, and half way by dense output.
void one_step(double h, double& end_error, double& dense_error) {
  const double t = 0.3;
  double y[2] = {exact(t), std::cos(t)};
  double k[dop853::all_stages][2];
  const Oscillator f;
  f(t, y, k[0]);
  dop853::evaluate_stages<1, dop853::stages>(f, t, h, y, k);
  double y_new[2];
  for (int d = 0; d < 2; ++d)
    y_new[d] = y[d] + h * dop853::weighted<dop853::Table::step, dop853::stages>(
                              k, d, std::make_integer_sequence<int, dop853::stages>{});
  f(t + h, y_new, k[dop853::stages]);
  DenseStep<double, 2> dense;
  dop853::dense_step(f, t, h, y, y_new, k, dense);
  end_error = std::abs(y_new[0] - exact(t + h));
  dense_error = std::abs(dense.at(0, 0.37) - exact(t + 0.37 * h));
  EXPECT_EQ(dense.at(0, 0.0), y[0]);
  EXPECT_NEAR(dense.at(0, 1.0), y_new[0], 1e-14);
}

TEST(Dop853, HasOrderEightAndDenseOrderSeven) {
  double coarse = 0.0, fine = 0.0, coarse_dense = 0.0, fine_dense = 0.0;
  one_step(0.8, coarse, coarse_dense);
  one_step(0.4, fine, fine_dense);
  // One step of a method of order p errs by h^(p+1).
  EXPECT_NEAR(std::log2(coarse / fine), 9.0, 0.5);
  EXPECT_NEAR(std::log2(coarse_dense / fine_dense), 8.0, 0.7);
}

/// One stretch of f from t = 0 to `end`, with the same tolerance throughout.
template <class F>
struct Run {
  static constexpr bool replaces = false;
  static constexpr int sums = F::sums;

  F f;
  double tolerance;
  double end;
  double longest;
  std::vector<double> values;  ///< y[0] of each sample

  double restart(bool, double, const double (&)[2]) const { return end; }
  double fastest_rate() const { return dop853::longest_step_times_rate / longest; }
  void rate(double t, const double (&y)[2], double (&dy)[2]) const { f(t, y, dy); }
  void allowed(double, double, const double (&)[2], const double (&)[2], double (&sizes)[2]) const {
    sizes[0] = sizes[1] = tolerance;
  }
  void take(const double (&y)[2], const bool (&)[1]) { values.push_back(y[0]); }
  double next_segments(bool, double) const { return 0.0; }
  bool asked_to_stop() const { return false; }
};

/// y[0] at the times that were reached, all if that is what is expected.
template <class F>
std::vector<double> solve(const F& f, const double (&start)[2], const std::vector<double>& times,
                          double tolerance, double end, double longest, double expected_failed) {
  engines::SampleClock<double> clock;
  clock.set(0, times.data(), nullptr, static_cast<std::int64_t>(times.size()));
  Run<F> run{f, tolerance, end, longest, {}};
  SmallSystem<double, 2, Run<F>> system(run, start);
  EXPECT_EQ(integrate(system, clock, 1e6), expected_failed);
  return run.values;
}

std::vector<double> solve(const std::vector<double>& times, double tolerance) {
  return solve(Oscillator{}, {exact(0.0), 1.0}, times, tolerance, 20.0, 20.0, 0.0);
}

TEST(Dop853, ErrorFollowsTheTolerance) {
  std::vector<double> times;
  for (int i = 1; i <= 200; ++i) times.push_back(0.1 * i);
  for (const double tolerance : {1e-4, 1e-6, 1e-8, 1e-10, 1e-12}) {
    const std::vector<double> values = solve(times, tolerance);
    ASSERT_EQ(values.size(), times.size());
    double worst = 0.0;
    for (std::size_t i = 0; i < times.size(); ++i)
      worst = std::max(worst, std::abs(values[i] - exact(times[i])));
    EXPECT_LT(worst, 30.0 * tolerance);
    EXPECT_GT(worst, 1e-4 * tolerance);  // no wasted steps either
  }
}

TEST(Dop853, SamplesDoNotShortenSteps) {
  const std::vector<double> few = {7.0, 13.3};
  std::vector<double> many;
  for (int i = 1; i <= 2000; ++i) many.push_back(0.01 * i);
  many[699] = 7.0;
  many[1329] = 13.3;
  const std::vector<double> a = solve(few, 1e-8);
  const std::vector<double> b = solve(many, 1e-8);
  EXPECT_EQ(a[0], b[699]);
  EXPECT_EQ(a[1], b[1329]);
}

struct Decay {
  static constexpr int sums = 0;
  void operator()(double, const double (&y)[2], double (&dy)[2]) const {
    dy[0] = -y[0];
    dy[1] = 0.0;
  }
};

/// Where y has decayed only `longest` holds a step back, up to the end of the run.
TEST(Dop853, LongestStepKeepsDenseOutputGood) {
  std::vector<double> times;
  for (int i = 1; i < 3000; ++i) times.push_back(0.1 * i);
  const std::vector<double> values =
      solve(Decay{}, {1.0, 0.0}, times, 1e-6, 300.0, dop853::longest_step_times_rate, 0.0);
  ASSERT_EQ(values.size(), times.size());
  for (std::size_t i = 0; i < times.size(); ++i)
    ASSERT_NEAR(values[i], std::exp(-times[i]), 4e-6) << times[i];
}

struct Explosion {
  static constexpr int sums = 0;
  void operator()(double, const double (&y)[2], double (&dy)[2]) const {
    dy[0] = y[0] * y[0];  // infinite at t = 1
    dy[1] = 0.0;
  }
};

TEST(Dop853, SaysSoWhenTheSolutionEnds) {
  EXPECT_TRUE(solve(Explosion{}, {1.0, 0.0}, {2.0}, 1e-8, 2.0, 2.0, 1.0).empty());
}

struct Phase {
  static constexpr int sums = 1;
  void operator()(double, const double (&)[2], double (&dy)[2]) const {
    dy[0] = 0.1;
    dy[1] = 0.0;
  }
};

/// Equal steps round alike: 200 000 of them would be 10^-11 off.
TEST(Dop853, SumsOfManyStepsKeepWhatIsRoundedAway) {
  const std::vector<double> values =
      solve(Phase{}, {0.0, 0.0}, {50.0, 200.0}, 1e-8, 200.0, 1e-3, 0.0);
  ASSERT_EQ(values.size(), 2U);
  EXPECT_NEAR(values[0], 5.0, 1e-14);
  EXPECT_NEAR(values[1], 20.0, 3e-14);
}

}  // namespace
}  // namespace pairtwist::physics
