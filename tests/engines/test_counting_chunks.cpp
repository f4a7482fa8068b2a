// SPDX-License-Identifier: BSD-3-Clause
// Atoms counted as on a device, with all its steps and products, by the host: against the formula
// of each state, and from configs to values.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "observables/formulas.hpp"
#include "support/counting_machine.hpp"
#include "support/made_state.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

using pairtwist::testing::MadeState;

constexpr double pi = std::numbers::pi;
const std::vector<double> some_angles = {0.0, pi / 2, 0.4, -2.9, pi, pi / 2 + 1e-9, 1.5707};

/// Made states as points of a batch with one time, all of as many atoms.
class MadeBatch {
 public:
  void add(MadeState made) {
    OutputSpec output;
    output.angles.values = some_angles;
    output.husimi_grid = {2, 2};
    made.set_output(output);
    states_.push_back(std::move(made));
  }

  /// [state][angle]
  std::vector<FisherTerm> counted(HostCountingMachine& machine) {
    engines::Batch batch;
    batch.n_times = 1;
    batch.want_coherence = false;
    std::vector<double> coherence;
    for (const MadeState& made : states_) {
      const AtomicState state = made.full();
      const physics::PairIndex pairs{.k_lo = made.start.first_sector(),
                                     .sectors = made.start.sector_count(),
                                     .demand = physics::every_pair,
                                     .odd = static_cast<std::uint32_t>(made.start.atoms % 2)};
      for (std::int64_t rank = 0; rank < pairs.count(); ++rank) {
        const auto [k, l] = pairs.pair(rank);
        const std::complex<double> v = state.photon_factor(k, l);
        coherence.push_back(v.real());
        coherence.push_back(v.imag());
      }
      batch.points.emplace_back();
      batch.pairs.push_back(pairs);
      batch.pair_offset.push_back(batch.pair_offset.back() + pairs.count());
      batch.starts.push_back(&made.start);
      batch.times.push_back(made.time);
      batch.coherence_errors.push_back(made.coherence_error.of_one());
      batch.counting.push_back(
          {state.tables().counting.get(), state.dephasing(), state.tilt(), state.even_sector()});
    }
    std::vector<FisherTerm> terms(states_.size() * some_angles.size(), {-7.0, -7.0});
    engines::count_atoms(batch, coherence.data(), machine, terms.data());
    return terms;
  }

  const std::vector<MadeState>& states() const { return states_; }

 private:
  std::vector<MadeState> states_;
};

/// What the formula says of a state: its errors are over what the tolerance allows.
std::vector<FisherTerm> by_the_formula(const MadeState& made) {
  std::vector<double> values(some_angles.size());
  std::vector<double> errors(some_angles.size());
  formulas::cfi(made.full(), values);
  formulas::errors_of_cfi(made.full(), errors);
  const double allowed = made.tolerance * scale_of(Scale::N_squared, made.start.atoms);
  std::vector<FisherTerm> terms;
  for (std::size_t a = 0; a < values.size(); ++a) terms.push_back({values[a], errors[a] * allowed});
  return terms;
}

/// Both are off by what rounding leaves open, at most; and say the same of it where it is little.
void expect_the_formulas(MadeBatch& batch) {
  HostCountingMachine machine;
  const std::vector<FisherTerm> counted = batch.counted(machine);
  for (std::size_t s = 0; s < batch.states().size(); ++s) {
    const MadeState& made = batch.states()[s];
    const std::vector<FisherTerm> expected = by_the_formula(made);
    const double scale = scale_of(Scale::N_squared, made.start.atoms);
    for (std::size_t a = 0; a < expected.size(); ++a) {
      const FisherTerm& found = counted[s * expected.size() + a];
      SCOPED_TRACE(::testing::Message() << "state " << s << ", angle " << some_angles[a]);
      EXPECT_LE(std::abs(found.value - expected[a].value),
                found.error + expected[a].error + 1e-14 * scale);
      if (expected[a].error < 1e-6 * scale) {
        EXPECT_NEAR(found.error, expected[a].error, 0.01 * expected[a].error + 1e-14 * scale);
      }
    }
  }
}

TEST(CountingChunks, SayWhatTheFormulaSaysOfEachState) {
  std::mt19937_64 rng(96);
  for (std::int64_t atoms : {1, 2, 3, 4, 7, 12, 13, 30}) {
    SCOPED_TRACE(::testing::Message() << "N = " << atoms);
    MadeBatch batch;
    for (const auto start : pairtwist::testing::every_start)
      for (const bool outside : {false, true})
        batch.add(pairtwist::testing::random_state(rng, atoms, start, outside));
    // Coherences that are off, and a state that has not begun to dephase.
    batch.add(
        pairtwist::testing::random_state(rng, atoms, pairtwist::testing::Start::tilted, true));
    MadeState moved =
        pairtwist::testing::random_state(rng, atoms, pairtwist::testing::Start::plus_x, false);
    moved.move_coherences(rng, 1e-9);
    batch.add(std::move(moved));
    Point at_start = pairtwist::testing::plain_point(atoms);
    at_start.parameters.model.dephasing = 0.3;
    batch.add(MadeState(at_start, 0.0, 0.0));
    expect_the_formulas(batch);
  }
}

TEST(CountingChunks, WindowsOfFewMAreAmongAllOfThem) {
  MadeBatch batch;
  for (const double m : {-2.0, 0.0, 1.0, 3.0}) {
    Point point = pairtwist::testing::plain_point(6);
    point.parameters.atoms.state = AtomsState::dicke;
    point.parameters.atoms.m = m;
    batch.add(MadeState(point, 0.0, 0.3));
  }
  expect_the_formulas(batch);
}

TEST(CountingChunks, NaNCoherencesGiveNaN) {
  for (const double dephasing : {0.0, 0.1}) {
    Point point = pairtwist::testing::plain_point(5);
    point.parameters.model.dephasing = dephasing;
    // One that matters to each of the blocks of parities alone, too.
    for (const auto& [k, l] : {std::pair{0, 1}, std::pair{0, 2}, std::pair{1, 2}}) {
      MadeBatch batch;
      MadeState lost(point, 0.0, 1.0);
      lost.set_coherence(k, l, {std::nan(""), 0.0});
      batch.add(std::move(lost));
      batch.add(MadeState(point, 0.0, 1.0));
      HostCountingMachine machine;
      const std::vector<FisherTerm> counted = batch.counted(machine);
      for (std::size_t i = 0; i < counted.size(); ++i)
        EXPECT_EQ(std::isnan(counted[i].value), i < some_angles.size()) << k << l << " " << i;
    }
  }
}

std::string config(const std::string& model, const std::string& solve, const std::string& more) {
  return "[model]\n" + model + "[solve]\n" + solve +
         "[time]\nstop = 0.6\nsamples = 4\n[output]\nangles = [0.0, 0.3, 1.5707963267948966, "
         "2.2, 3.141592653589793]\n" +
         more;
}

/// The same on the host by itself and counted as on a device; how often that was.
std::int64_t expect_the_same(const std::string& text, double atoms) {
  SCOPED_TRACE(text);
  const std::unique_ptr<Backend> cpu = make_cpu_backend(2);
  HostCountingMachine machine;
  CountingHost host(machine);
  const JobResult expected = run_config(text, *cpu);
  const JobResult found = run_config(text, host);
  EXPECT_EQ(found.flags, expected.flags);
  for (const std::string name : {"cfi", "qfi", "purity", "rho_re", "rho_im"}) {
    if (expected.numbers.count(name) == 0) continue;
    const std::vector<double>& values = expected[name];
    EXPECT_EQ(found[name].size(), values.size()) << name;
    const double scale = name == "cfi" || name == "qfi" ? atoms * atoms : 1.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (std::isnan(values[i]))
        EXPECT_TRUE(std::isnan(found[name][i])) << name << " " << i;
      else
        EXPECT_NEAR(found[name][i], values[i], 1e-9 * scale) << name << " " << i;
    }
  }
  return host.counted;
}

TEST(CountingHost, GivesWhatTheHostGivesWithEveryMethod) {
  const std::string alone = "quantities = [\"cfi\"]\n";
  for (const int atoms : {1, 2, 7, 8}) {
    const std::string n = "atoms = " + std::to_string(atoms) + "\n";
    for (const std::string method : {"closed_form", "gaussian", "fock"}) {
      const std::string solve = "method = \"" + method + "\"\n";
      for (const std::string outside : {"", "dephasing = 0.2\ntilt = 0.7\n"})
        EXPECT_GT(
            expect_the_same(config(n + "eta = 1.1\nkappa = 0.5\nU = 0.3\n" + outside, solve, alone),
                            atoms),
            0);
    }
  }
  // Other quantities still have what they read, and a state as a whole is the host's own.
  const std::string model = "atoms = 6\neta = 1.1\nkappa = 0.5\n";
  EXPECT_GT(expect_the_same(config(model, "method = \"fock\"\n",
                                   "quantities = [\"cfi\", \"rho\", \"qfi\", \"purity\"]\n"),
                            6),
            0);
  EXPECT_EQ(expect_the_same(config(model, "method = \"joint\"\n", alone), 6), 0);
  EXPECT_EQ(expect_the_same("[model]\n" + model +
                                "[time]\nstop = 0.6\nsamples = 4\n[output]\nquantities = [\"qfi\", "
                                "\"purity\"]\n",
                            6),
            0);
}

/// More states than a chunk has; of several N, whose tables differ.
TEST(CountingHost, CountsManyStatesSomeAtATime) {
  const std::string text =
      "[model]\natoms = 2\neta = 1.0\nkappa = 0.5\n[time]\nstop = 1.0\nsamples = 90\n[output]\n"
      "quantities = [\"cfi\"]\nangles = [0.3, 1.0]\n[scan]\naxes = [{ key = \"model.eta\", "
      "linspace = [0.1, 2.0, 60] }, { key = \"model.atoms\", values = [2, 3] }]\n";
  HostCountingMachine machine;
  CountingHost host(machine);
  const std::unique_ptr<Backend> cpu = make_cpu_backend(2);
  const JobResult expected = run_config(text, *cpu);
  const JobResult found = run_config(text, host);
  ASSERT_EQ(found["cfi"].size(), expected["cfi"].size());
  for (std::size_t i = 0; i < expected["cfi"].size(); ++i)
    ASSERT_NEAR(found["cfi"][i], expected["cfi"][i], 1e-9 * 9.0) << i;
  EXPECT_EQ(machine.most_states, engines::states_of_chunk({2, 2}));
}

/// Of the size of a state alone, and never none.
TEST(CountingHost, AChunkFitsItsRoom) {
  EXPECT_GT(engines::states_of_chunk({50, 64}), 500);
  EXPECT_GE(engines::states_of_chunk({1000, 64}), 1);
  EXPECT_EQ(engines::states_of_chunk({100000, 64}), 1);
}

/// A machine without room makes batches smaller, in the end too small for a point.
TEST(CountingHost, MemoryThatRunsOutIsTold) {
  HostCountingMachine machine(1000);
  CountingHost host(machine);
  const JobResult found =
      run_config(config("atoms = 4\neta = 1.0\n", "", "quantities = [\"cfi\", \"qfi\"]\n"), host);
  for (const double value : found["cfi"]) EXPECT_TRUE(std::isnan(value));
}

}  // namespace
}  // namespace pairtwist::test
