// SPDX-License-Identifier: BSD-3-Clause
// The counts that `plan` prints, from the config alone.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "pairtwist/error.hpp"
#include "plan/plan.hpp"
#include "plan/point_work.hpp"

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
  return make_plan(job, Scan(job), {budget}, memory, {});
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

/// Cheap points whose batches would leave the caches are in batches of fewer, for each thread.
TEST(Plan, BatchesStayInTheCaches) {
  const Job job =
      parse_config(config(100, "qfi") +
                       "[scan]\naxes = [{ key = \"model.kappa\", linspace = [0.0, 1.0, 20000] }]\n",
                   "test.toml");
  const auto planned = [&](std::int64_t cached, int hands) {
    return make_plan(job, Scan(job), {.budget = gib, .hands = hands, .cached = cached}, 16 * gib,
                     {});
  };
  constexpr std::int64_t mib = std::int64_t{1} << 20;
  EXPECT_EQ(planned(0, 1).largest_batch, 8192);
  const Plan plan = planned(2 * mib, 1);
  EXPECT_LE(plan.batch_bytes + plan.rows_bytes, 2 * mib);
  EXPECT_GT(plan.batch_bytes + plan.rows_bytes, mib);
  EXPECT_NEAR(static_cast<double>(planned(2 * mib, 2).largest_batch),
              2.0 * static_cast<double>(plan.largest_batch), 2.0);
  EXPECT_EQ(planned(1, 1).largest_batch, 256);  // enough to fill lanes
}

TEST(Plan, OfSomePointsOnly) {
  const std::string scan =
      config(100, "qfi") + "[scan]\naxes = [{ key = \"model.atoms\", values = [10, 100, 20] }]\n";
  const Job job = parse_config(scan, "test.toml");
  const Plan some = make_plan(job, Scan(job), {gib}, 16 * gib, {}, PointSet({0, 2}));
  EXPECT_EQ(some.points, 2);
  EXPECT_EQ(some.coherences, 11 * 11 + 21 * 21);
}

TEST(Plan, BatchesFitTheBudget) {
  const std::string scan =
      config(100, "qfi") + "[scan]\naxes = [{ key = \"model.kappa\", linspace = [0, 1, 1000] }]\n";
  const Plan wide = plan_of(scan, 16 * gib);
  EXPECT_EQ(wide.points, 1000);
  EXPECT_EQ(wide.batches, 1);
  const Plan narrow = plan_of(scan, 1 << 18);
  EXPECT_GT(narrow.batches, 10);
  EXPECT_LE(narrow.batch_bytes, 1 << 17);  // two batches share the budget
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
    EXPECT_NE(message.find("16 GiB are available"), std::string::npos) << message;
  }
  EXPECT_NO_THROW(plan_of(config(200000, "qfi")));
}

/// With loss: 50 001 sites of the even sector, 100 001 out of it, three matrices of 16 bytes an
/// element. A state vector, and each trajectory's, fits.
TEST(Plan, ATooLargeJointMatrixIsRefusedWithTheBytes) {
  const auto tunnelling = [](const std::string& more) {
    return fmt::format(
        "[model]\natoms = 100000\neta = 1.0\ntunnelling = 0.5\n{}\n[time]\nvalues = [0.0, 1e-3]\n",
        more);
  };
  const auto refusal = [&](const std::string& more) -> std::string {
    try {
      plan_of(tunnelling(more));
    } catch (const UsageError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(refusal(""), "");
  EXPECT_EQ(refusal("kappa = 1.0\n[solve]\ntrajectories = 20"), "");
  const std::string lossy = refusal("kappa = 1.0");
  for (const char* part : {"model.atoms = 100000", "112 GiB (120004800048 bytes)", "density matrix",
                           "16 GiB are available", "solve.trajectories"})
    EXPECT_NE(lossy.find(part), std::string::npos) << part << ": " << lossy;
  EXPECT_NE(refusal("kappa = 1.0\ntilt = 0.1").find("480009600048 bytes"), std::string::npos);
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
              "[scan]\naxes = [{ key = \"model.thermal_photons\", values = [0.0, 0.1, 0.2] },\n"
              "{ key = \"model.kerr\", values = [0.0, 0.3, 0.4] }]\n");
  EXPECT_EQ(plan.methods.at("closed_form"), 1);
  EXPECT_EQ(plan.methods.at("gaussian"), 2);
  EXPECT_EQ(plan.methods.at("fock"), 6);
}

TEST(Plan, PointsForWhichDoublesDoAreCounted) {
  const auto in_double = [](const std::string& quantity, const std::string& tolerance) {
    return plan_of(config(100, quantity) + "[solve]\ntolerance = " + tolerance +
                   "\n[scan]\naxes = [{ key = \"model.eta\", values = [0.01, 320.0, 1e7] },\n"
                   "{ key = \"model.thermal_photons\", values = [0.0, 0.1] }]\n")
        .in_double;
  };
  EXPECT_EQ(in_double("qfi", "1e-8"), 2);
  EXPECT_EQ(in_double("qfi", "1e-13"), 1);
  EXPECT_EQ(in_double("qfi", "1e-14"), 0);
  EXPECT_EQ(in_double("purity", "1e-8"), 2);  // every pair
  EXPECT_EQ(in_double("purity", "1e-13"), 0);
  EXPECT_EQ(in_double("bell", "1e-14"), 3);                         // worth a try at least
  EXPECT_EQ(in_double("qfi\", \"photon_distribution", "1e-8"), 2);  // costs the others nothing
}

TEST(Plan, TheDistributionIsCountedWhereTheMethodGivesIt) {
  const std::string of_light = "[light]\nstate = ";
  const auto plan = [&](const std::string& light, int photons_max) {
    return plan_of(config(10, "photon_distribution") +
                   fmt::format("photons_max = {}\n", photons_max) + of_light + light);
  };
  const std::string fock = "\"fock\"\nn = 2\n";
  const Plan small = plan(fock, 0);
  EXPECT_EQ(small.methods, (std::map<std::string, std::int64_t>{{"fock", 1}}));
  // At two cutoffs, 6 sectors at 101 times.
  EXPECT_EQ(plan(fock, 100).batch_bytes - small.batch_bytes, 2 * 6 * 101 * 100 * 8);
  EXPECT_EQ(plan(fock, 100).rows_bytes - small.rows_bytes, 101 * 100 * 8);
  for (const std::string light : {"\"coherent\"\nalpha = 1.0\n", "\"thermal\"\nn = 0.5\n"}) {
    const Plan gaussian = plan(light, 0);
    EXPECT_EQ(gaussian.methods, (std::map<std::string, std::int64_t>{{"closed_form", 1}}));
    EXPECT_EQ(plan(light, 100).batch_bytes, gaussian.batch_bytes);
    EXPECT_EQ(plan(light, 100).rows_bytes - gaussian.rows_bytes, 101 * 100 * 8);
  }
}

TEST(Plan, ADistributionThatDoesNotFitIsRefused) {
  const std::string toml =
      "[model]\natoms = 100000\nkerr = 1.0\n[time]\nstop = 1.0\n[output]\n"
      "quantities = [\"photon_distribution\", \"photon_number\"]\n"
      "over_time = \"final\"\nphotons_max = ";
  constexpr std::int64_t memory = 10 << 20;
  EXPECT_NO_THROW(plan_of(toml + "0\n", gib, memory));
  EXPECT_THROW(plan_of(toml + "1023\n", gib, memory), UsageError);
}

/// Light from a file of eight levels, each as likely; counts how often it is read.
StateReaders eight_levels(int& times_read) {
  StateReaders readers;
  readers.light = [&times_read](const std::string& path) {
    EXPECT_EQ(path, "/proc/self/exe");
    ++times_read;
    LightDensity light{.levels = 8, .matrix = std::vector<std::complex<double>>(64, 0.0)};
    for (std::size_t n = 0; n < 8; ++n) light.matrix[n * 9] = 0.125;
    return light;
  };
  return readers;
}

std::string with_light_file(const std::string& more = "", const std::string& quantity = "qfi") {
  return config(10, quantity) + "[light]\nstate = \"file\"\npath = \"/proc/self/exe\"\n" + more;
}

TEST(Plan, ReadsTheLightOnce) {
  int times_read = 0;
  const Job job = parse_config(
      with_light_file("[scan]\naxes = [{ key = \"model.kappa\", linspace = [0, 1, 50] }]\n"),
      "test.toml");
  const Plan plan = make_plan(job, Scan(job), {gib}, gib, eight_levels(times_read));
  EXPECT_EQ(plan.methods.at("fock"), 50);
  EXPECT_EQ(times_read, 1);
}

TEST(Plan, GivesEveryPointOfTheFileTheSameLight) {
  int times_read = 0;
  const Job job =
      parse_config(with_light_file("[scan]\naxes = [{ key = \"model.kappa\", values = [0, 1] }]\n"),
                   "test.toml");
  const Scan scan(job);
  WorkPlanner planner(job, eight_levels(times_read));
  const PointWork first = planner.work(scan.point(0));
  ASSERT_NE(first.light_file, nullptr);
  EXPECT_EQ(first.light_file->levels, 8);
  EXPECT_EQ(planner.work(scan.point(1)).light_file, first.light_file);

  const Job other = parse_config(config(10, "qfi"), "test.toml");
  EXPECT_EQ(WorkPlanner(other, {}).work(Scan(other).point(0)).light_file, nullptr);
}

TEST(Plan, RefusesLightOfMoreLevelsThanTheCutoff) {
  for (const std::string key : {"cutoff", "cutoff_exact"}) {
    int times_read = 0;
    const auto plan = [&](int levels) {
      const Job job = parse_config(with_light_file(fmt::format("[solve]\n{} = {}\n", key, levels)),
                                   "test.toml");
      return make_plan(job, Scan(job), {gib}, gib, eight_levels(times_read));
    };
    EXPECT_NO_THROW(plan(8));
    try {
      plan(7);
      FAIL() << key << " = 7 is too small for eight levels";
    } catch (const UsageError& error) {
      EXPECT_STREQ(error.what(), ("solve." + key +
                                  ": found 7, allowed for the light of /proc/self/exe: at least 8, "
                                  "the levels that it has")
                                     .c_str());
    }
  }
}

TEST(Plan, WhatTheReaderOfLightThrowsComesOut) {
  const Job job = parse_config(with_light_file(), "test.toml");
  StateReaders readers;
  readers.light = [](const std::string&) -> LightDensity { throw IoError("a broken disk"); };
  EXPECT_THROW(make_plan(job, Scan(job), {gib}, gib, readers), IoError);
}

TEST(Plan, PointsThatBeginAlikeShareTheirStart) {
  const Job job =
      parse_config(config(10, "qfi") +
                       "[scan]\naxes = [{ key = \"model.kappa\", values = [0.0, 1.0] },\n"
                       "{ key = \"atoms.theta\", linspace = [0.5, 1.5, 300] }]\n",
                   "test.toml");
  const Scan scan(job);
  WorkPlanner planner(job, {});
  const auto start = [&](std::size_t kappa, std::size_t theta) {
    return planner.work(scan.point(300 * kappa + theta)).start;
  };
  EXPECT_EQ(start(0, 0), start(1, 0));
  const auto first = start(0, 0);
  EXPECT_NE(start(0, 1), first);
  EXPECT_EQ(start(1, 0), first);
  // More than are kept: made anew, and the same.
  for (std::size_t i = 0; i < 300; ++i) {
    const auto made = start(0, i);
    EXPECT_EQ(start(1, i), made);
    EXPECT_EQ(made->amplitude, WorkPlanner(job, {}).work(scan.point(i)).start->amplitude) << i;
  }
  EXPECT_NE(start(0, 0), first);
  EXPECT_EQ(start(0, 0)->amplitude, first->amplitude);
}

TEST(Plan, MoreLightLeavesMoreSectors) {
  // Photon quantities lose <n²> of a sector that is dropped: the more light, the fewer may go.
  const auto sectors = [](const std::string& light) {
    return plan_of(
               "[model]\natoms = 1000\n[time]\nstop = 0.03\n[output]\nquantities = "
               "[\"photon_number\"]\n[light]\nstate = " +
               light)
        .sectors;
  };
  const std::int64_t vacuum = sectors("\"vacuum\"\n");
  for (const std::string light :
       {"\"fock\"\nn = 1000\n", "\"cat\"\nalpha = 26.0\n", "\"cat\"\nalpha = 26.0\nparity = -1\n",
        "\"coherent\"\nalpha = 26.0\n", "\"thermal\"\nn = 1000.0\n", "\"squeezed\"\nr = 4.1\n"})
    EXPECT_GT(sectors(light), vacuum + 5) << light;
}

}  // namespace
}  // namespace pairtwist
