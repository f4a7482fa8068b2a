// SPDX-License-Identifier: BSD-3-Clause
// Scans whose points cost very different things, and what dealing by that makes of it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "plan/point_cost.hpp"
#include "plan/scan_costs.hpp"
#include "scan/deal.hpp"
#include "support/dealt_shards.hpp"

namespace pairtwist {
namespace {

std::string config(const std::string& model, const std::string& axes,
                   const std::string& quantities = "\"qfi\"") {
  return "[model]\neta = 20.0\nkappa = 1.0\n" + model + "[time]\nstop = 1.0\n[scan]\naxes = [" +
         axes + "]\n[output]\nquantities = [" + quantities + "]\n";
}

struct Scanned {
  explicit Scanned(const std::string& toml)
      : job(parse_config(toml, "test.toml")), scan(job), costs(unequal_costs(job, scan, {})) {}
  Job job;
  Scan scan;
  std::optional<CostMap> costs;
};

/// What the dearest shard costs over the mean, every point of each counted.
double dearest(const Scanned& scanned, const Deal& deal, std::size_t shards) {
  WorkPlanner planner(scanned.job, StateReaders{});
  WorkPlanner::Recent recent;
  const auto samples = static_cast<std::int64_t>(scanned.scan.time().size());
  const auto cost = [&](std::size_t index) {
    const Point point = scanned.scan.point(index);
    return operations(point, planner.work(point, recent), samples, 0);
  };
  return test::dearest(deal, cost, shards);
}

void expect_better(const Scanned& scanned, std::size_t shards, double limit) {
  ASSERT_TRUE(scanned.costs.has_value());
  const double by_number = dearest(scanned, {scanned.scan.size(), std::nullopt}, shards);
  const double by_cost = dearest(scanned, {scanned.scan.size(), scanned.costs}, shards);
  EXPECT_LT(by_cost, limit);
  EXPECT_GT(by_number, 1.0 + 2.0 * (limit - 1.0));  // or there is nothing to be won
}

TEST(ScanCosts, PointsThatCostAlikeAreDealtByNumber) {
  EXPECT_FALSE(Scanned(config("atoms = 50\n", "{ key = \"model.U\", linspace = [0.0, 1.0, 300] }"))
                   .costs.has_value());
  EXPECT_FALSE(Scanned("[model]\natoms = 50\n[time]\nstop = 1.0\n").costs.has_value());
}

TEST(ScanCosts, AtomsFromAFewToFourHundred) {
  const Scanned scanned(
      config("", "{ key = \"model.atoms\", linspace = [4, 400, 199] }", "\"purity\", \"entropy\""));
  expect_better(scanned, 16, 1.04);
  expect_better(scanned, 30, 1.06);
}

TEST(ScanCosts, FockLightOfMoreAndMorePhotons) {
  const Scanned scanned(
      config("atoms = 6\nkerr = 0.1\n[light]\nstate = \"coherent\"\nalpha = 1.0\n",
             "{ key = \"model.U\", linspace = [0.5, 2.0, 3] }, "
             "{ key = \"light.alpha\", linspace = [0.5, 8.0, 60] }"));
  expect_better(scanned, 20, 1.02);
}

TEST(ScanCosts, ATermThatEachSecondPointHas) {
  const Scanned scanned(config("atoms = 20\n",
                               "{ key = \"model.U\", linspace = [0.5, 2.0, 60] }, "
                               "{ key = \"model.kerr\", values = [0.0, 0.1] }"));
  expect_better(scanned, 12, 1.02);
}

/// As measured, the start's light makes a point in the laboratory frame 1.6 times as dear where it
/// has gone after a ten-thousandth of the time, and such a point takes some 20 times as long as the
/// same in the moving frame.
TEST(ScanCosts, LightThatDecaysAtOnceIsNotWhatAPointCosts) {
  const auto cost = [](const char* frame, const char* alpha) {
    const Job job =
        parse_config(fmt::format("[model]\natoms = 30\neta = 50.0\nkappa = 2e3\n[light]\nstate = "
                                 "\"coherent\"\nalpha = {}\n[time]\nstop = 20.0\n[solve]\nmethod = "
                                 "\"fock\"\nframe = \"{}\"\n",
                                 alpha, frame),
                     "test.toml");
    return whole_cost(job, Scan(job), {});
  };
  const double bright = cost("laboratory", "3.0");
  EXPECT_LT(bright, 5.0 * cost("laboratory", "0.0"));
  EXPECT_GT(bright, 2.0 * cost("moving", "3.0"));
  EXPECT_LT(bright, 200.0 * cost("moving", "3.0"));
}

/// As measured, a point in whose sector m = ±2 the pump is on resonance (2 W0 m² = detuning) takes
/// some 30 times as long as one between sectors, where light grows all the time, and not at once.
TEST(ScanCosts, JointStatesOnTheResonanceOfASector) {
  const std::string toml =
      "[model]\natoms = 20\neta = 2.0\nU = 0.2\nW0 = 0.5\ntunnelling = 2.0\n"
      "[time]\nstop = 10.0\n[scan]\naxes = [{ key = \"model.detuning\", values = [2.0, 3.0, 3.9, "
      "4.0, 5.0] }]\n[output]\nquantities = [\"qfi\"]\n";
  const Scanned scanned(toml);
  ASSERT_TRUE(scanned.costs.has_value());
  WorkPlanner planner(scanned.job, StateReaders{});
  std::vector<double> cost;
  for (std::size_t i = 0; i < scanned.scan.size(); ++i) {
    const Point point = scanned.scan.point(i);
    cost.push_back(operations(point, planner.work(point), 51, 0));
  }
  EXPECT_NEAR(cost[2] / cost[3], 1.0, 0.1);
  for (const std::size_t i : {0, 1, 4}) {
    EXPECT_GT(cost[3], 10.0 * cost[i]) << i;
    EXPECT_LT(cost[3], 150.0 * cost[i]) << i;
  }
}

/// Its tables would take 800 GB: what it costs is counted without them.
TEST(ScanCosts, OfAPointThatDoesNotFit) {
  const Scanned scanned(config("", "{ key = \"model.atoms\", values = [4, 100000] }", "\"cfi\"") +
                        "angles = [0.0, 1.0]\n");
  ASSERT_TRUE(scanned.costs.has_value());
  EXPECT_GT(scanned.costs->spread(), 1e6);
}

}  // namespace
}  // namespace pairtwist
