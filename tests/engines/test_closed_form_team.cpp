// SPDX-License-Identifier: BSD-3-Clause
// The device's body for sums in double by a team of one: the numbers of the host's kernels, weights
// that were packed for another memory, and the same bits however a point's times are divided.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <type_traits>
#include <vector>

#include "backend/backend.hpp"
#include "engines/closed_form_team.inl"
#include "engines/packed_weights.hpp"
#include "engines/sample_chunks.hpp"
#include "engines/team.hpp"
#include "pairtwist/job.hpp"
#include "plan/point_work.hpp"

namespace pairtwist::test {
namespace {

struct Solved {
  engines::Batch batch;
  std::vector<PointWork> works;
  std::vector<double> by_team;
  std::vector<double> coherence;  ///< of every pair, if it was asked for
};

Job job_of(const std::string& atoms, const std::string& light, const std::string& quantities) {
  return parse_config("[model]\n" + atoms +
                          "\nU = 0.3\nkappa = 0.7\neta = [4.0, 1.0]\n[pump]\nswitch_off = 0.15\n"
                          "[light]\n" +
                          light +
                          "\n[time]\nstop = 0.3\nsamples = 300\n"
                          "[output]\nquantities = [" +
                          quantities + "]\n",
                      "test.toml");
}

/// A batch in double of one point, and its sums by the team's body from packed weights.
template <class Team>
Solved solve(const Job& job) {
  Solved solved;
  const Scan scan(job);
  const Point point = scan.point(0);
  WorkPlanner planner(job, {});
  solved.works.push_back(planner.work(point));
  const PointWork& work = solved.works.front();
  EXPECT_TRUE(work.in_double);
  engines::Batch& batch = solved.batch;
  batch.n_times = static_cast<std::int64_t>(scan.time().size());
  batch.in_double = true;
  const bool every_pair = std::is_same_v<Team, engines::ClosedFormPairsTeam<true>> ||
                          std::is_same_v<Team, engines::ClosedFormPairsTeam<false>>;
  batch.want_coherence = every_pair;
  batch.want_sums = work.sums_in_double;
  batch.phase_error = 1e-9;
  batch.add(point, work.pairs, scan.time(), {}, {}, work.start.get());

  engines::PackedWeights weights;
  weights.add(*work.start);
  weights.add(*work.start);
  const std::vector<double> elsewhere = weights.numbers();
  std::vector<engines::SampleChunk> chunks;
  engines::SumsBlock block = engines::sums_block(batch, 0, batch.times, chunks);
  block.near_resonance = batch.near_resonance(0);
  block.weights = weights.view(*work.start, batch.sums_of(0), elsewhere.data());
  block.places = SumPlaces(batch.want_sums);
  block.bell = weights.bell(*work.start, elsewhere.data());
  const std::int64_t numbers = engines::numbers_of_sector * block.sectors;
  std::vector<double> scratch(static_cast<std::size_t>(
      numbers + engines::ClosedFormPairsTeam<true>::scratch(block.sectors)));
  block.scratch = scratch.data();
  block.tracks = block.scratch + numbers;
  block.row_pairs = batch.total_pairs();
  solved.coherence.assign(static_cast<std::size_t>(2 * block.row_pairs * batch.n_times), -1.0);
  if (every_pair) block.coherence = solved.coherence.data();
  solved.by_team.assign(static_cast<std::size_t>(block.places.count * batch.n_times), -1.0);
  block.sums = solved.by_team.data();
  for (const engines::SampleChunk& chunk : chunks) {
    block.chunks = &chunk;
    block.n_chunks = 1;
    Team(block).run(engines::Alone<0>{});
  }
  return solved;
}

void expect_the_hosts(const Solved& solved) {
  const std::unique_ptr<Backend> cpu = make_cpu_backend(1);
  cpu->submit(0, solved.batch);
  const engines::BatchView view = cpu->wait(0);
  double largest = 0.0;
  for (const double sum : solved.by_team) largest = std::max(largest, std::abs(sum));
  EXPECT_GT(largest, 0.0);
  for (std::size_t i = 0; i < solved.by_team.size(); ++i)
    EXPECT_NEAR(solved.by_team[i], view.sums[i], 1e-12 * largest) << i;
  if (!solved.batch.want_coherence) return;
  for (std::size_t i = 0; i < solved.coherence.size() / 2; ++i) {
    EXPECT_NEAR(solved.coherence[2 * i], view.coherence[i].real(), 1e-12) << i;
    EXPECT_NEAR(solved.coherence[2 * i + 1], view.coherence[i].imag(), 1e-12) << i;
  }
}

class ClosedFormTeamOf : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(ClosedFormTeamOf, GivesTheSumsOfTheHostsKernels) {
  const Job job =
      job_of(GetParam().first, GetParam().second, "\"squeezing_wineland\", \"photon_number\"");
  const Solved solved = solve<engines::ClosedFormTeam<true>>(job);
  expect_the_hosts(solved);
  if (solved.batch.points.front().spread()) return;
  EXPECT_EQ(solve<engines::ClosedFormTeam<false>>(job).by_team, solved.by_team);
}

TEST_P(ClosedFormTeamOf, GivesThoseOverEveryPair) {
  const Job job =
      job_of(GetParam().first, GetParam().second,
             "\"bell\", \"purity\", \"squeezing_wineland\", \"photon_number\", \"rho\"");
  const Solved solved = solve<engines::ClosedFormPairsTeam<true>>(job);
  expect_the_hosts(solved);
  if (solved.batch.points.front().spread()) return;
  const Solved coherent = solve<engines::ClosedFormPairsTeam<false>>(job);
  EXPECT_EQ(coherent.by_team, solved.by_team);
  EXPECT_EQ(coherent.coherence, solved.coherence);
}

INSTANTIATE_TEST_SUITE_P(All, ClosedFormTeamOf,
                         testing::Values(std::pair{"atoms = 1", ""}, std::pair{"atoms = 2", ""},
                                         std::pair{"atoms = 7\ndetuning = 0.4", ""},
                                         std::pair{"atoms = 40\nW0 = 0.2",
                                                   "state = \"coherent\"\nalpha = [0.3, -0.2]"},
                                         std::pair{"atoms = 9", "state = \"thermal\"\nn = 0.2"}));

}  // namespace
}  // namespace pairtwist::test
