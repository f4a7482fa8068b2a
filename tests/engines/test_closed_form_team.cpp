// The device's body for sums in double by a team of one: the numbers of the host's kernels, weights
// that were packed for another memory, and the same bits however a point's times are divided.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
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
};

Job job_of(const std::string& atoms, const std::string& light) {
  return parse_config("[model]\n" + atoms +
                          "\nU = 0.3\nkappa = 0.7\neta = [4.0, 1.0]\n[pump]\nswitch_off = 0.15\n"
                          "[light]\n" +
                          light +
                          "\n[time]\nstop = 0.3\nsamples = 300\n"
                          "[output]\nquantities = [\"squeezing_wineland\", \"photon_number\"]\n",
                      "test.toml");
}

/// A batch in double of one point, and its sums by the team's body from packed weights.
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
  batch.want_coherence = false;
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
  std::vector<double> scratch(static_cast<std::size_t>(engines::numbers_of_sector * block.sectors));
  block.scratch = scratch.data();
  solved.by_team.assign(static_cast<std::size_t>(block.places.count * batch.n_times), -1.0);
  block.sums = solved.by_team.data();
  for (const engines::SampleChunk& chunk : chunks) {
    block.chunks = &chunk;
    block.n_chunks = 1;
    engines::ClosedFormTeam(block).run(engines::Alone<0>{});
  }
  return solved;
}

class ClosedFormTeamOf : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(ClosedFormTeamOf, GivesTheSumsOfTheHostsKernels) {
  const Solved solved = solve(job_of(GetParam().first, GetParam().second));
  const std::unique_ptr<Backend> cpu = make_cpu_backend(1);
  cpu->submit(0, solved.batch);
  const engines::BatchView view = cpu->wait(0);
  double largest = 0.0;
  for (const double sum : solved.by_team) largest = std::max(largest, std::abs(sum));
  EXPECT_GT(largest, 0.0);
  for (std::size_t i = 0; i < solved.by_team.size(); ++i)
    EXPECT_NEAR(solved.by_team[i], view.sums[i], 1e-12 * largest) << i;
}

INSTANTIATE_TEST_SUITE_P(All, ClosedFormTeamOf,
                         testing::Values(std::pair{"atoms = 1", ""}, std::pair{"atoms = 2", ""},
                                         std::pair{"atoms = 7\ndetuning = 0.4", ""},
                                         std::pair{"atoms = 40\nW0 = 0.2",
                                                   "state = \"coherent\"\nalpha = [0.3, -0.2]"},
                                         std::pair{"atoms = 9", "state = \"thermal\"\nn = 0.2"}));

}  // namespace
}  // namespace pairtwist::test
