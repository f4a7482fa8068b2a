// The counts that `plan` prints, from the config alone.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "pairtwist/error.hpp"
#include "pairtwist/plan.hpp"

namespace pairtwist {
namespace {

constexpr std::int64_t gib = std::int64_t{1} << 30;

std::string config(std::int64_t atoms, const std::string& quantity, const std::string& more = "") {
  return fmt::format(
      "[model]\natoms = {}\neta = 320.0\n{}\n[time]\nstop = 0.03\n[output]\nquantities = "
      "[\"{}\"]\n",
      atoms, more, quantity);
}

Plan plan_of(const std::string& toml, std::int64_t budget = gib, std::int64_t memory = 16 * gib) {
  const Job job = parse_config(toml, "test.toml");
  return make_plan(job, Scan(job), budget, memory, {});
}

TEST(Plan, HundredAtomsAsCountedInThePhysics) {
  const Plan bell = plan_of(config(100, "bell"));
  EXPECT_EQ(bell.coherences, 10201);
  EXPECT_EQ(bell.solved, 1275);
  EXPECT_EQ(bell.sectors, 51);

  const Plan qfi = plan_of(config(100, "qfi"));
  EXPECT_EQ(qfi.sectors, 32);  // of 51: the others weigh less than 1e-10 together
  EXPECT_EQ(qfi.solved, 30);   // (k, k + 2)
}

TEST(Plan, DephasingNeedsEveryCoherenceOfTheWindow) {
  const Plan plan = plan_of(config(100, "qfi", "dephasing = 0.1"));
  EXPECT_EQ(plan.sectors, 32);
  EXPECT_EQ(plan.solved, 32 * 31 / 2);
}

TEST(Plan, WorkGrowsWithTheRootOfTheAtoms) {
  const std::int64_t at_1e4 = plan_of(config(10000, "qfi")).solved;
  const std::int64_t at_1e6 = plan_of(config(1000000, "qfi")).solved;
  EXPECT_NEAR(static_cast<double>(at_1e6) / static_cast<double>(at_1e4), 10.0, 0.3);
  EXPECT_NEAR(static_cast<double>(at_1e6), 3200.0, 100.0);  // of 500 001 sectors
}

TEST(Plan, ApproximationsNeedNothingSolved) {
  const Plan plan = plan_of(config(100, "qfi_oat"));
  EXPECT_EQ(plan.solved, 0);
  EXPECT_EQ(plan.sectors, 0);
}

TEST(Plan, BatchesFitTheBudget) {
  const std::string scan =
      config(100, "qfi") + "[scan]\naxes = [{ key = \"model.kappa\", linspace = [0, 1, 1000] }]\n";
  const Plan wide = plan_of(scan, 16 * gib);
  EXPECT_EQ(wide.points, 1000);
  EXPECT_EQ(wide.batches, 1);
  const Plan narrow = plan_of(scan, 8 << 20);
  EXPECT_GT(narrow.batches, 10);
  EXPECT_LE(narrow.batch_bytes, 4 << 20);  // two batches share the budget
  EXPECT_EQ(narrow.solved, wide.solved);
}

TEST(Plan, TooManyAtomsAreRefusedWithTheBytes) {
  try {
    plan_of(config(200000, "bell"));
    FAIL() << "200 000 atoms need terabytes";
  } catch (const UsageError& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("model.atoms = 200000"), std::string::npos) << message;
    EXPECT_NE(message.find("bytes"), std::string::npos) << message;
    EXPECT_NE(message.find("16.0 GiB are available"), std::string::npos) << message;
  }
  EXPECT_NO_THROW(plan_of(config(200000, "qfi")));
}

TEST(Plan, WhatDoesNotFitIsRefusedBeforeAnythingIsComputed) {
  // 10^9 amplitudes alone would be 48 GB.
  for (const std::string quantity : {"rho", "bell"})
    EXPECT_THROW(plan_of(config(1000000000, quantity)), UsageError);
  EXPECT_THROW(plan_of(config(2000, "rho"), gib, gib), UsageError);  // 101 times 128 MB of rows
  EXPECT_NO_THROW(plan_of(config(1000000000, "qfi")));
}

TEST(Plan, MethodsAreCountedPerPoint) {
  const Plan plan =
      plan_of(config(10, "qfi") +
              "[scan]\naxes = [{ key = \"model.thermal_photons\", values = [0.0, 0.1, 0.2] }]\n");
  EXPECT_EQ(plan.methods.at("closed_form"), 1);
  EXPECT_EQ(plan.methods.at("gaussian"), 2);
}

}  // namespace
}  // namespace pairtwist
