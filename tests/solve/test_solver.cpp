// SPDX-License-Identifier: BSD-3-Clause
// One solver for many jobs: the same numbers as a solver of its own for each, and it survives what
// goes wrong in between.
#include <gtest/gtest.h>

#include "pairtwist/error.hpp"
#include "pairtwist/memory_sink.hpp"
#include "pairtwist/solve.hpp"

namespace pairtwist {
namespace {

constexpr const char* vacuum = "state = \"vacuum\"";

Job job_of(const std::string& light, const std::string& solve = "") {
  return parse_config("[model]\natoms = 6\neta = 3.0\n[light]\n" + light +
                          "\n[time]\nstop = 0.2\nsamples = 5\n[scan]\n"
                          "axes = [{ key = \"model.kappa\", values = [0.5, 1.0, 2.0] }]\n"
                          "[output]\nquantities = [\"qfi\", \"photon_number\"]\n[solve]\n" +
                          solve,
                      "test.toml");
}

MemorySink sink_for(const Job& job) { return MemorySink(result_layout(job, Scan(job))); }

/// Has enough after the first block.
struct Full final : ResultSink {
  void write(const RowBlock&) override { throw IoError("the disk is full"); }
};

void expect_same_bits(const MemorySink& a, const MemorySink& b) {
  for (const char* name : {"qfi", "photon_number"}) EXPECT_EQ(a.numbers(name), b.numbers(name));
  EXPECT_EQ(a.flags("status"), b.flags("status"));
}

TEST(Solver, JobAfterJobHasTheBitsOfEachAlone) {
  Solver solver(BackendChoice::automatic, 2);
  for (const char* light :
       {vacuum, "state = \"squeezed\"\nr = 0.3", "state = \"fock\"\nn = 2", vacuum}) {
    const Job job = job_of(light);
    MemorySink together = sink_for(job);
    MemorySink alone = sink_for(job);
    EXPECT_EQ(solver.solve(job, together).done, 3);
    EXPECT_EQ(solve(job, alone).done, 3);
    expect_same_bits(together, alone);
  }
}

TEST(Solver, SolvesIntoMemoryWithWhatAFileSaysOfItsOrigin) {
  const Job job = job_of(vacuum);
  MemorySink sink = sink_for(job);
  Solver solver(BackendChoice::automatic, 2);
  solver.solve(job, sink);
  for (const MemorySink& memory : {solver.solve_to_memory(job), solve_to_memory(job)}) {
    expect_same_bits(memory, sink);
    const auto& attributes = memory.layout().attributes;
    EXPECT_EQ(attributes.at("format"), "pairtwist result 1");
    EXPECT_EQ(attributes.at("resolved_config"), to_toml(job));
    EXPECT_EQ(attributes.at("backend"), solver.backend());
    EXPECT_EQ(attributes.at("device").substr(0, 3), solver.device().substr(0, 3));
    EXPECT_FALSE(attributes.at("simd").empty());
  }
}

TEST(Solver, GoesOnAfterAnException) {
  Solver solver(BackendChoice::automatic, 2);
  const Job job = job_of(vacuum);
  Full full;
  EXPECT_THROW(solver.solve(job, full), IoError);
  StopFlag stop;
  stop.raise();
  SolveOptions options;
  options.stop = &stop;
  MemorySink nothing = sink_for(job);
  EXPECT_THROW(solver.solve(job, nothing, options), Interrupted);
  MemorySink after = sink_for(job);
  MemorySink alone = sink_for(job);
  Solver moved = std::move(solver);
  moved.solve(job, after);
  solve(job, alone);
  expect_same_bits(after, alone);
}

TEST(Solver, SaysWhatItIsAndWhatAJobWouldCost) {
  const Solver solver(BackendChoice::cpu, 1);
  EXPECT_EQ(solver.backend(), "cpu");
  EXPECT_NE(solver.device().find("1 thread"), std::string::npos) << solver.device();
  EXPECT_EQ(solver.plan(job_of(vacuum)).points, 3);
}

TEST(Solver, SolvesNothingElsewhereThanAsked) {
  Solver solver(BackendChoice::cpu, 1);
  const Job job = job_of(vacuum, "backend = \"cuda\"");
  MemorySink sink = sink_for(job);
  EXPECT_THROW(solver.solve(job, sink), UsageError);
  EXPECT_THROW(solver.plan(job), UsageError);
  solver.solve(job_of(vacuum, "backend = \"cpu\""), sink);
}

}  // namespace
}  // namespace pairtwist
