// SPDX-License-Identifier: BSD-3-Clause
// Which samples a step takes, lane by lane: a pack of two lanes that are far apart in time.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engines/sample_clock.hpp"

namespace pairtwist::engines {
namespace test {

struct Pair {
  double v[2];

  Pair(double x) : v{x, x} {}  // NOLINT: as a pack, of equal lanes
  Pair(double a, double b) : v{a, b} {}
};
struct Flags {
  bool v[2];
};
inline Pair select(const Flags& which, const Pair& a, const Pair& b) {
  return {which.v[0] ? a.v[0] : b.v[0], which.v[1] ? a.v[1] : b.v[1]};
}

}  // namespace test

template <>
struct Lanes<test::Pair> {
  static constexpr int width = 2;
  static test::Pair load(const double* p) { return {p[0], p[1]}; }
  static void store(const test::Pair& x, double* p) {
    p[0] = x.v[0];
    p[1] = x.v[1];
  }
};

namespace test {
namespace {

constexpr Flags both = {{true, true}};

TEST(SampleClock, LanesThatAreNotSetHaveNothingToTake) {
  const SampleClock<Pair> clock;
  EXPECT_TRUE(clock.done());
  EXPECT_FALSE(clock.waits(0));
  EXPECT_EQ(clock.waiting().v[1], 0.0);
  EXPECT_EQ(clock.photon_scale(0), 1.0);
  EXPECT_FALSE(clock.any_due(both, Pair(1e300)));
  EXPECT_EQ(clock.count_due(1, 1e300), 0);
}

TEST(SampleClock, CountsWhatIsDueUpToAndAtATime) {
  const double times[] = {0.0, 0.5, 0.5, 2.0};
  SampleClock<Pair> clock;
  clock.set(1, times, nullptr, 4);
  EXPECT_FALSE(clock.done());
  EXPECT_EQ(clock.waiting().v[0], 0.0);
  EXPECT_EQ(clock.waiting().v[1], 1.0);
  EXPECT_EQ(clock.count_due(1, 0.0), 1);
  EXPECT_EQ(clock.count_due(1, 0.49), 1);
  EXPECT_EQ(clock.count_due(1, 0.5), 3);
  EXPECT_EQ(clock.count_due(1, 5.0), 4);
  EXPECT_EQ(clock.time(1, 3), 2.0);
  clock.advance(1, 3);
  EXPECT_EQ(clock.next(1), 3);
  EXPECT_EQ(clock.time(1), 2.0);
  EXPECT_TRUE(clock.waits(1));
  EXPECT_FALSE(clock.waits(1, 1));
  EXPECT_FALSE(clock.due(1, 1.9));
  EXPECT_TRUE(clock.due(1, 2.0));
  clock.advance(1);
  EXPECT_TRUE(clock.done());
}

TEST(SampleClock, OnlyLanesWhoseStepWasAcceptedAreDue) {
  const double early[] = {0.1};
  const double late[] = {5.0};
  SampleClock<Pair> clock;
  clock.set(0, early, nullptr, 1);
  clock.set(1, late, nullptr, 1);
  EXPECT_TRUE(clock.any_due(both, Pair(1.0, 1.0)));
  EXPECT_FALSE(clock.any_due(Flags{{false, true}}, Pair(1.0, 1.0)));
  EXPECT_TRUE(clock.any_due(Flags{{false, true}}, Pair(0.0, 5.0)));
}

struct Taken {
  int lane;
  double x;
};

/// The samples of one step, in the order in which they are taken.
std::vector<Taken> take(SampleClock<Pair>& clock, const Flags& accepted, Pair begin, Pair h) {
  std::vector<Taken> taken;
  const Pair finish(begin.v[0] + h.v[0], begin.v[1] + h.v[1]);
  clock.take(accepted, begin, h, finish, [&](const Pair& x, const bool* is_due) {
    for (int i = 0; i < 2; ++i)
      if (is_due[i]) taken.push_back({i, x.v[i]});
  });
  return taken;
}

TEST(SampleClock, TakesEachSampleOnceAtItsPlaceInTheStep) {
  const double first[] = {0.25, 0.5, 1.0, 1.5};
  const double second[] = {10.0, 13.0};
  SampleClock<Pair> clock;
  clock.set(0, first, nullptr, 4);
  clock.set(1, second, nullptr, 2);
  const std::vector<Taken> taken = take(clock, both, {0.0, 9.0}, {1.0, 2.0});
  // Both lanes' next ones at a time; the sample at the step's end is its end.
  const std::vector<Taken> expected = {{0, 0.25}, {1, 0.5}, {0, 0.5}, {0, 1.0}};
  ASSERT_EQ(taken.size(), expected.size());
  for (std::size_t i = 0; i < taken.size(); ++i) {
    EXPECT_EQ(taken[i].lane, expected[i].lane) << i;
    EXPECT_EQ(taken[i].x, expected[i].x) << i;
  }
  EXPECT_EQ(clock.next(0), 3);
  EXPECT_EQ(clock.next(1), 1);

  // A step that was not accepted takes none, the other lane's goes on.
  const std::vector<Taken> later = take(clock, {{false, true}}, {1.0, 11.0}, {1.0, 4.0});
  ASSERT_EQ(later.size(), 1U);
  EXPECT_EQ(later[0].lane, 1);
  EXPECT_EQ(later[0].x, 0.5);
  EXPECT_EQ(clock.next(0), 3);
  EXPECT_FALSE(clock.waits(1));
  EXPECT_FALSE(clock.done());
}

TEST(SampleClock, ScalesOfPhotonsGrowBackwardsAsLightDecays) {
  const double times[] = {1.0, 2.0};
  const double scales[] = {0.25, 1.0};
  SampleClock<Pair> clock;
  clock.set(0, times, scales, 2);
  EXPECT_EQ(clock.photon_scale(0), 0.25);
  EXPECT_EQ(clock.photon_scale(1), 1.0);  // without samples
  EXPECT_EQ(clock.photon_scale().v[0], 0.25);
  // A time before: what is there may decay until then.
  EXPECT_NEAR(clock.photon_scale(Pair(0.5), Pair(2.0)).v[0], 0.25 * std::exp(1.0), 1e-15);
  EXPECT_EQ(clock.photon_scale(Pair(0.0), Pair(2.0)).v[0], 1.0);  // no more than that
  EXPECT_EQ(clock.photon_scale(Pair(0.5), Pair(0.0)).v[0], 0.25);
  clock.advance(0);
  EXPECT_EQ(clock.photon_scale(Pair(1.0), Pair(2.0)).v[0], 1.0);
  clock.advance(0);
  EXPECT_EQ(clock.photon_scale(0), 1.0);
}

}  // namespace
}  // namespace test
}  // namespace pairtwist::engines
