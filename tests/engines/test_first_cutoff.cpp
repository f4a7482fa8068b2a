// SPDX-License-Identifier: BSD-3-Clause
// With how many levels a block begins, and what is made of each solution: the numbers alone,
// without a solver (what becomes of quantities: test_fock_cutoff.cpp).
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <cstdlib>
#include <limits>
#include <random>
#include <vector>

#include "engines/fock_round.hpp"

namespace pairtwist::engines {
namespace {

using physics::fock::bath;
using physics::fock::only_loss;
using physics::fock::raising;
using physics::fock::two_photon;
using Complex = std::complex<double>;

constexpr FockLimits limits = {.change = 1e-9, .ceiling = 1024, .exact = 0};
constexpr double no_field[] = {0.0, 0.0};

/// In the laboratory, pumped, from the vacuum.
FockPoint point(int terms = raising) {
  FockPoint p{};
  p.levels = p.populated = 1;
  p.terms = terms;
  return p;
}

std::int32_t first(const FockPoint& p, const double* fields = no_field,
                   const FockLimits& within = limits) {
  FockItem item{};
  item.l = 1;
  return first_cutoff(p, fields, item, within);
}

TEST(FirstCutoff, AnExactOneIsCheckedByASmallerOneFirst) {
  EXPECT_EQ(first(point(), no_field, {.change = 1e-9, .ceiling = 1024, .exact = 7}), 5);
  EXPECT_EQ(first(point(), no_field, {.change = 1e-9, .ceiling = 1024, .exact = 1}), 1);
}

TEST(FirstCutoff, WhatOnlyLosesKeepsTheLevelsOfItsStart) {
  FockPoint p = point(only_loss);
  p.levels = 40;
  p.populated = 12;
  EXPECT_EQ(first(p), 40);
  // More than there may be: those that its light fills, to begin with.
  EXPECT_EQ(first(p, no_field, {.change = 1e-9, .ceiling = 30, .exact = 0}), 23);
}

TEST(FirstCutoff, TheLargerFieldOfTheTwoSectorsFillsIt) {
  const double fields[] = {2.0, 5.0};
  EXPECT_EQ(first(point(), fields), 25 + 15 + 3);
  FockPoint p = point();
  p.populated = 10;  // displaced by the field
  EXPECT_EQ(first(p, fields), 64 + 24 + 3);
  p.moving = 1;
  EXPECT_EQ(first(p, fields), 10);
}

TEST(FirstCutoff, HeatAndPairsOfPhotonsNeedMore) {
  FockPoint p = point(raising | bath);
  p.kappa = 1.0;
  p.thermal_photons = 2.0;
  // Above level n there is (2/3)^n of a thermal state: 10^-4 at 22.7.
  EXPECT_EQ(first(p), static_cast<std::int32_t>(3 + 22.7 + 1));
  p.kappa = 0.0;  // nothing is heated
  EXPECT_EQ(first(p), 3);
  EXPECT_EQ(first(point(raising | bath | two_photon)), 7);
}

TEST(FirstCutoff, LeavesRoomForTheNextOne) {
  for (const std::int32_t ceiling : {3, 4, 5, 50, 1000, 1024}) {
    FockPoint p = point();
    p.populated = 5000;
    const std::int32_t cutoff =
        first(p, no_field, {.change = 1e-9, .ceiling = ceiling, .exact = 0});
    EXPECT_GE(cutoff, 1);
    EXPECT_LE(larger_cutoff(cutoff), ceiling) << ceiling;
  }
}

/// Of even light one level more may be empty, and would show nothing.
TEST(FirstCutoff, TheNextOneIsAQuarterMoreRoundedUpAndTwoLevels) {
  for (std::int32_t cutoff = 1; cutoff < 2000; ++cutoff) {
    const auto quarter_more = static_cast<std::int32_t>(std::ceil(1.25 * cutoff));
    EXPECT_EQ(larger_cutoff(cutoff), std::max(quarter_more, cutoff + 2));
    if (cutoff > 2) {
      EXPECT_LE(smaller_cutoff(cutoff), cutoff - 2);
    }
    EXPECT_GE(smaller_cutoff(cutoff), 1);
  }
}

/// alpha after a stretch of constant pump.
Complex moved(Complex alpha, Complex lambda, Complex eta, double t) {
  if (std::abs(lambda) * t < 1e-8) return alpha - eta * t;
  const Complex centre = -eta / lambda;
  return centre + (alpha - centre) * std::exp(-lambda * t);
}

TEST(LargestField, IsNowhereExceeded) {
  constexpr std::uint64_t seed = 20261125;
  std::mt19937_64 random(seed);
  const auto uniform = [&](double a, double b) {
    return std::uniform_real_distribution(a, b)(random);
  };
  for (int i = 0; i < 500; ++i) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed << ", point " << i);
    FockPoint p = point();
    p.two_W0 = uniform(-2.0, 2.0);
    p.detuning = uniform(-3.0, 3.0);
    p.kappa = random() % 3 == 0 ? 0.0 : uniform(0.0, 4.0);
    p.odd = random() % 2 != 0 ? 1 : 0;
    p.k_lo = 1;
    p.stop = uniform(0.1, 5.0);
    p.alpha0_re = uniform(-2.0, 2.0);
    std::vector<physics::CoherentSegment> segments = {{0.0, 9.0, 9.0}};  // of another point
    p.first_segment = 1;
    p.segments = 1 + static_cast<std::uint32_t>(random() % 3);
    for (std::uint32_t s = 1; s <= p.segments; ++s)
      segments.push_back({s == p.segments ? std::numeric_limits<double>::infinity()
                                          : p.stop * s / uniform(2.0, 3.0),
                          uniform(-3.0, 3.0), uniform(-3.0, 3.0)});
    if (p.segments == 3 && segments[2].until < segments[1].until)
      std::swap(segments[1].until, segments[2].until);

    const std::int32_t sector = static_cast<std::int32_t>(random() % 3);
    const double m = sector + 1 + 0.5 * p.odd;
    const Complex lambda(0.5 * p.kappa, p.two_W0 * m * m - p.detuning);
    Complex alpha(p.alpha0_re, 0.0);
    double largest = std::abs(alpha);
    double from = 0.0;
    double driven = largest;
    for (std::uint32_t s = 1; s <= p.segments && from < p.stop; ++s) {
      const Complex eta(segments[s].eta_re, segments[s].eta_im);
      const double end = std::min(segments[s].until, p.stop);
      for (int step = 1; step <= 200; ++step)
        largest =
            std::max(largest, std::abs(moved(alpha, lambda, eta, (end - from) * step / 200.0)));
      alpha = moved(alpha, lambda, eta, end - from);
      driven += std::abs(eta) * (end - from);
      from = end;
    }
    const double found = largest_field(p, segments.data(), sector, limits);
    EXPECT_GE(found, largest * (1.0 - 1e-12));
    EXPECT_LE(found, driven * (1.0 + 1e-12));
  }
}

TEST(LargestField, FarFromResonanceIsThatOfTheCircle) {
  const physics::CoherentSegment pumped = {std::numeric_limits<double>::infinity(), 3.0, 4.0, 0.0,
                                           0.0};
  FockPoint p = point();
  p.stop = 100.0;
  p.segments = 1;
  p.detuning = 20.0;
  EXPECT_NEAR(largest_field(p, &pumped, 0, limits), 2.0 * 5.0 / 20.0, 1e-15);
}

TEST(LargestField, IsNotAskedForWhereNothingDependsOnIt) {
  const physics::CoherentSegment pumped = {std::numeric_limits<double>::infinity(), 5.0, 0.0, 0.0,
                                           0.0};
  FockPoint p = point();
  p.stop = 1.0;
  p.segments = 1;
  EXPECT_EQ(largest_field(p, &pumped, 0, limits), 5.0);  // lambda = 0
  EXPECT_EQ(largest_field(p, &pumped, 0, {.change = 1e-9, .ceiling = 1024, .exact = 9}), 0.0);
  p.moving = 1;
  EXPECT_EQ(largest_field(p, &pumped, 0, limits), 0.0);
  p.moving = 0;
  p.terms = only_loss;
  EXPECT_EQ(largest_field(p, &pumped, 0, limits), 0.0);
}

/// A block that was solved `solved` times before at smaller cutoffs than this.
FockItem block(std::int32_t cutoff, std::int32_t solved = 1, double change = 1e-3) {
  FockItem item{};
  item.cutoff = cutoff;
  item.solved = solved;
  item.change = change;
  return item;
}

/// Of a solution that has not failed; by itself one that did not look at its edge.
constexpr FockOutcome seen(double tail, double edge = -1.0, double corner = -1.0,
                           double inner = -1.0) {
  return {.tail = tail, .edge = edge, .corner = corner, .inner = inner, .failed = 0};
}
constexpr FockOutcome unseen = seen(0.0);

FockVerdict judged(FockItem& item, double change, const FockOutcome& outcome = unseen,
                   const FockPoint& p = point(), const FockLimits& within = limits,
                   double scale = 1.0) {
  return judge(item, p, outcome, change, scale, within);
}

TEST(Judge, DoesNotBelieveSolutionsThatLackSomeOfTheStart) {
  // Light on level 21 alone, beyond a gap that both solutions end in.
  FockPoint p = point();
  p.holding = 22;
  FockItem item = block(12);
  EXPECT_EQ(judged(item, 0.0, unseen, p), FockVerdict::again);
  EXPECT_GE(item.cutoff, 22);
  EXPECT_EQ(judged(item, 0.0, unseen, p), FockVerdict::done);
  const FockLimits low = {.change = limits.change, .ceiling = 16};
  item = block(16);
  EXPECT_EQ(judged(item, 0.0, unseen, p, low), FockVerdict::failed);
}

TEST(Judge, TheFirstSolutionIsComparedWithAnother) {
  FockItem item = block(20, 0);
  EXPECT_EQ(judged(item, 0.0), FockVerdict::again);
  EXPECT_EQ(item.cutoff, 25);
  EXPECT_EQ(item.solved, 1);
  EXPECT_EQ(judged(item, 1e-9), FockVerdict::done);
  EXPECT_EQ(item.cutoff, 25);
}

TEST(Judge, WhatChangesGoesOnAndRemembersIt) {
  FockItem item = block(20);
  EXPECT_EQ(judged(item, 1.1e-9), FockVerdict::again);
  EXPECT_EQ(item.cutoff, 25);
  EXPECT_EQ(item.solved, 2);
  EXPECT_EQ(item.change, 1.1e-9);
  // A long tail: two steps at once.
  item = block(20);
  EXPECT_EQ(judged(item, 0.1, seen(1e-2)), FockVerdict::again);
  EXPECT_EQ(item.cutoff, 32);
}

/// A solution with 30 levels after one that had so much on its edge.
FockItem after_edge(double edge = 1e-8) {
  FockItem item = block(30);
  item.edge = edge;
  return item;
}

TEST(Judge, WhatIsLeftOfAChangeIsSeenOnTheEdge) {
  FockItem item = after_edge();
  const FockOutcome outcome = seen(0.0, 1e-20);
  EXPECT_DOUBLE_EQ(left_of_change(item, outcome), 30e-6);
  EXPECT_EQ(judged(item, 3e-5, outcome), FockVerdict::expected);
  EXPECT_EQ(item.cutoff, 30);
  EXPECT_EQ(judged(item, 4e-5, outcome), FockVerdict::again);
  // Six digits are believed, no more.
  item = after_edge();
  EXPECT_DOUBLE_EQ(left_of_change(item, seen(0.0, 0.0)), 1e-6);
}

TEST(Judge, AnEdgeThatSaysNothingLeavesTheChangeAsItIs) {
  const FockOutcome outcome = seen(0.0, 1e-20);
  EXPECT_EQ(left_of_change(after_edge(0.0), outcome), 1.0);
  EXPECT_EQ(left_of_change(after_edge(), unseen), 1.0);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(left_of_change(after_edge(), seen(0.0, nan)), 1.0);
  EXPECT_EQ(left_of_change(after_edge(), seen(0.0, 1e-8)), 1.0);
}

/// Two solutions that are apart by rounding alone are the only sign of it.
TEST(Judge, WhereRoundingCountsOnlyAChangeIsBelieved) {
  const FockOutcome outcome = seen(0.0, 1e-9);
  const FockLimits strict = {.change = 1e-10, .ceiling = 1024, .exact = 0};
  FockItem item = block(30, 0);
  EXPECT_EQ(judged(item, 0.0, outcome, point(), strict), FockVerdict::again);
  EXPECT_EQ(item.edge, 0.0);
  item = block(30, 0);
  EXPECT_EQ(judged(item, 0.0, outcome), FockVerdict::again);
  EXPECT_EQ(item.edge, 1e-9);
}

/// Light of one parity has every other level empty: so the two that are compared have the same one
/// uppermost.
TEST(Judge, WhereTheEdgeIsSeenTheNextCutoffHasTheSameParity) {
  for (std::int32_t cutoff = 1; cutoff < 100; ++cutoff) {
    for (const double edge : {0.0, 1e-30, 1e-12, 1e-6, 1e-3, 1.0}) {
      FockItem item = block(cutoff, 0);
      EXPECT_EQ(judged(item, 0.0, seen(0.0, edge)), FockVerdict::again);
      EXPECT_GE(item.cutoff, cutoff + 2);
      EXPECT_LE(item.cutoff, larger_cutoff(larger_cutoff(cutoff)));
      EXPECT_EQ((item.cutoff - cutoff) % 2, 0);
      EXPECT_EQ(item.edge, edge);
    }
  }
  FockItem item = block(27, 0);
  EXPECT_EQ(judged(item, 0.0), FockVerdict::again);
  EXPECT_EQ(item.cutoff, 34);  // one that was not looked at may have any
  EXPECT_FALSE(item.edge > 0.0);
}

TEST(Judge, WhereTheEdgeHoldsMuchOneCutoffIsLeftOut) {
  for (const double edge : {1.0, 1.1e-9}) {
    FockItem item = block(28, 0);
    EXPECT_EQ(judged(item, 0.0, seen(0.0, edge)), FockVerdict::again);
    EXPECT_EQ(item.cutoff, 44);
  }
  for (const double edge : {0.9e-9, 0.0}) {
    FockItem item = block(28, 0);
    EXPECT_EQ(judged(item, 0.0, seen(0.0, edge)), FockVerdict::again);
    EXPECT_EQ(item.cutoff, 34);  // a quarter more, of the same parity
  }
}

/// A diagonal block of 28 levels with 1e-8 on its uppermost one, where norms fall by e^{1.8} a
/// level, and at most 1e-4 in values: those lack some 200 times what its corner has.
FockOutcome falling(double corner) { return seen(1e-8, 1e-8, corner, 1e-8 * std::exp(2.0 * 1.8)); }

TEST(Judge, TheSecondCutoffIsWhereTheEdgeWillSayThatItIsEnough) {
  FockItem item = block(28, 0);
  EXPECT_EQ(judged(item, 0.0, falling(1e-6)), FockVerdict::again);
  // The change will be of 2e-4, and 30 times the root of both edges' ratio has to be 5e-6 of it.
  EXPECT_EQ(item.cutoff, 46);
  const double edge = 1e-8 * std::exp(-1.8 * (46 - 28));
  EXPECT_EQ(judged(item, 2e-4, seen(edge, edge)), FockVerdict::expected);
  // Of a pure state, whose corner is its edge, fewer; and where there is enough already, so many
  // that the edge says anything.
  item = block(28, 0);
  judged(item, 0.0, falling(1e-8));
  EXPECT_EQ(item.cutoff, 42);
  item = block(28, 0);
  judged(item, 0.0, seen(1e-20, 1e-20, 1e-20, 1e-20 * std::exp(2.0 * 1.8)));
  EXPECT_EQ(item.cutoff, 32);
}

TEST(Judge, AThirdCutoffIsNoMoreThanWhatTheSecondOneMissed) {
  FockItem item = block(28, 0);
  judged(item, 0.0, falling(1e-6));
  const double edge = 1e-8 * std::exp(-1.8 * (46 - 28));
  EXPECT_EQ(judged(item, 2e-3, seen(edge, edge)), FockVerdict::again);  // ten times as much
  EXPECT_EQ(item.cutoff, 48);
}

/// Where it is not known how light falls, or it falls so slowly that this would be a guess, a
/// quarter or a half more.
TEST(Judge, WithoutAFallTheNextCutoffIsThatOfAnyLight) {
  for (const double inner : {-1.0, 0.0, 1e-9, 1e-8, 1.01e-8}) {
    FockItem item = block(28, 0);
    EXPECT_EQ(judged(item, 0.0, seen(1e-8, 1e-8, 1e-6, inner)), FockVerdict::again);
    EXPECT_EQ(item.cutoff, 44);
  }
}

TEST(Judge, APredictedCutoffLeavesRoomForItsCheck) {
  for (std::int32_t ceiling = 45; ceiling < 70; ++ceiling) {
    FockItem item = block(28, 0);
    const FockLimits low = {.change = 1e-9, .ceiling = ceiling, .exact = 0};
    EXPECT_EQ(judged(item, 0.0, falling(1e-6), point(), low), FockVerdict::again);
    EXPECT_LE(larger_cutoff(item.cutoff), ceiling);
  }
}

/// Else the one before the ceiling would have nothing to be compared with.
TEST(Judge, NoCutoffIsLeftOutBelowTheCeiling) {
  for (const double edge : {-1.0, 1e-3}) {
    FockItem item = block(9, 0);
    const FockLimits low = {.change = 1e-9, .ceiling = 18, .exact = 0};
    const FockOutcome much = seen(1e-3, edge);
    EXPECT_EQ(judged(item, 0.0, much, point(), low), FockVerdict::again);
    EXPECT_EQ(item.cutoff, 12);
    item = block(9, 0);
    const FockLimits enough = {.change = 1e-9, .ceiling = 19, .exact = 0};
    EXPECT_EQ(judged(item, 0.0, much, point(), enough), FockVerdict::again);
    EXPECT_EQ(item.cutoff, 15);
  }
}

TEST(Judge, NothingClimbsAboveTheStartWithoutAPump) {
  FockPoint p = point(only_loss);
  p.levels = 20;
  FockItem item = block(20, 0);
  EXPECT_EQ(judged(item, 1.0, unseen, p), FockVerdict::done);
  item = block(19, 0);
  EXPECT_EQ(judged(item, 1.0, unseen, p), FockVerdict::again);
}

TEST(Judge, WhatFailedOrMeetsTheCeilingFails) {
  FockItem item = block(20);
  EXPECT_EQ(
      judged(item, 0.0, {.tail = 0.0, .edge = -1.0, .corner = -1.0, .inner = -1.0, .failed = 1}),
      FockVerdict::failed);
  const FockLimits low = {.change = 1e-9, .ceiling = 24, .exact = 0};
  EXPECT_EQ(judged(item, 1.0, unseen, point(), low), FockVerdict::failed);
  item = block(20);
  const FockLimits enough = {.change = 1e-9, .ceiling = 25, .exact = 0};
  EXPECT_EQ(judged(item, 1.0, seen(0.5), point(), enough), FockVerdict::again);
  EXPECT_EQ(item.cutoff, 25);
}

TEST(Judge, AnExactCutoffIsCheckedByASmallerOneAndIfNeedBeByALargerOne) {
  const FockLimits exact = {.change = 1e-9, .ceiling = 10, .exact = 20};
  FockItem item = block(16, 0);
  EXPECT_EQ(judged(item, 1.0, seen(0.5), point(), exact), FockVerdict::again);
  EXPECT_EQ(item.cutoff, 20);  // above the ceiling, which is not its own, one step
  FockItem good = item;
  EXPECT_EQ(judged(good, 1e-10, unseen, point(), exact), FockVerdict::done);
  EXPECT_EQ(judged(item, 1e-8, unseen, point(), exact), FockVerdict::again);
  EXPECT_EQ(item.cutoff, 25);
  good = item;
  EXPECT_EQ(judged(good, 1e-10, unseen, point(), exact), FockVerdict::done);
  EXPECT_EQ(judged(item, 1e-8, unseen, point(), exact), FockVerdict::failed);
}

TEST(Judge, RoundingThatStaysIsNoReasonToGrow) {
  const FockLimits strict = {.change = 1e-14, .ceiling = 1024, .exact = 0};
  FockItem item = block(20, 2, 1e-12);
  EXPECT_EQ(judged(item, 0.6e-12, unseen, point(), strict), FockVerdict::done);
  item = block(20, 2, 1e-12);  // still shrinks
  EXPECT_EQ(judged(item, 0.4e-12, unseen, point(), strict), FockVerdict::again);
  item = block(20, 1, 1e-12);  // one comparison is none of two changes
  EXPECT_EQ(judged(item, 0.6e-12, unseen, point(), strict), FockVerdict::again);
  item = block(20, 2, 1e-9);  // more than rounding
  EXPECT_EQ(judged(item, 0.6e-9, unseen, point(), strict), FockVerdict::again);
  // Relative to few photons: where the tail is nothing beside them.
  item = block(20, 4, 1e-6);
  EXPECT_EQ(judged(item, 1e-6, seen(1e-40), point(), limits, 1e-3), FockVerdict::done);
  item = block(20, 4, 1e-6);
  EXPECT_EQ(judged(item, 1e-6, seen(1e-30), point(), limits, 1e-3), FockVerdict::again);
}

TEST(Changes, AreRelativeToWhatMatters) {
  EXPECT_EQ(change_of_moment(3.0, 3.5, 1.0), 0.125);
  EXPECT_EQ(change_of_moment(0.0, 1e-6, 1e-3), 1e-3);
  EXPECT_EQ(change_of_coherence(3.0, 0.0, 0.0, 4.0), 5.0);
  const double lost = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(change_of_coherence(lost, lost, lost, lost), 0.0);
  EXPECT_TRUE(std::isnan(change_of_coherence(lost, lost, 1.0, 0.0)));
  const double scales[] = {1.0, 0.25, 0.5};
  EXPECT_EQ(larger_change(1.0, 2.0), 2.0);
  EXPECT_EQ(larger_change(2.0, 1.0), 2.0);
  EXPECT_TRUE(std::isnan(larger_change(lost, 1.0)));
  EXPECT_TRUE(std::isnan(larger_change(1.0, lost)));
  EXPECT_EQ(smallest_scale(scales, 3), 0.25);
  EXPECT_EQ(smallest_scale(scales, 0), 1.0);
}

}  // namespace
}  // namespace pairtwist::engines
