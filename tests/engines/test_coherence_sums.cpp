// SPDX-License-Identifier: BSD-3-Clause
// Sums from coherences by the device's body: of every method that leaves them, the numbers of the
// host, from weights that were packed for another memory, and the same bits whatever the team. Of
// sums over every pair what formulas make of the state itself, and only where they do.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "backend/backend.hpp"
#include "engines/coherence_sums.inl"
#include "engines/packed_weights.hpp"
#include "engines/team.hpp"
#include "observables/registry.hpp"
#include "pairtwist/job.hpp"
#include "plan/point_work.hpp"
#include "race/thread_team.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

/// As many as a device has (kernels/coherence_sums.cu).
constexpr int parts_of_sample = 32;

struct Way {
  const char* name;
  Method method;
  bool moving = false;
};

/// One point and all that is needed to solve it in that way, its coherences and blocks kept.
class Problem {
 public:
  Problem(const std::string& model, const std::string& quantities, const Way& way)
      : job_(parse_config("[model]\n" + model +
                              "\nW0 = 0.3\nU = 0.2\ndetuning = 0.5\nkappa = 0.7\neta = [1.0, 0.5]\n"
                              "[time]\nstop = 0.3\nsamples = 21\n[solve]\nmethod = \"fock\"\n"
                              "[output]\nquantities = [" +
                              quantities + "]\n",
                          "test.toml")),
        scan_(job_),
        point_(scan_.point(0)),
        work_(WorkPlanner(job_, {}).work(point_)) {
    batch_.method = way.method;
    batch_.tolerance = 1e-9;
    batch_.most_steps = 1e6;
    batch_.limits = {.change = 1e-8, .ceiling = 64, .exact = 0};
    batch_.n_times = static_cast<std::int64_t>(scan_.time().size());
    batch_.want_photons = true;
    batch_.want_sums = work_.sums;
    const LightDensity vacuum{.levels = 1, .matrix = {1.0}};
    batch_.add(point_, work_.pairs, scan_.time(), {}, {.moving = way.moving, .light = &vacuum},
               work_.start.get());
  }

  const engines::Batch& batch() const { return batch_; }
  const AtomicStart& start() const { return *work_.start; }
  const Point& point() const { return point_; }

  /// By all members, some samples after the others.
  template <class Team>
  void sum(const Team& team, const std::complex<double>* coherence, const PhotonMoments* photons,
           std::vector<engines::PartOfSums>& parts, std::vector<double>& sums) const {
    engines::CoherenceBlock block{};
    block.pairs = batch_.pairs[0];
    block.of_pairs = packed_.pair_sums(start(), elsewhere_.data());
    block.weights = packed_.view(start(), batch_.sums_of(0), elsewhere_.data());
    block.coherence = reinterpret_cast<const double*>(coherence);
    block.row_pairs = batch_.total_pairs();
    block.photons = reinterpret_cast<const double*>(photons);
    block.row_sectors = batch_.total_sectors();
    block.n_times = batch_.n_times;
    block.parts_of_sample = parts_of_sample;
    block.parts = parts.data();
    block.places = SumPlaces(batch_.want_sums);
    block.sums = sums.data();
    for (block.first = 0; block.first < block.n_times; block.first += samples_together) {
      block.count = std::min<std::int64_t>(samples_together, block.n_times - block.first);
      engines::CoherenceSums(block).run(team);
      team.sync();
    }
  }

  /// members: 0 for a team of one without threads.
  std::vector<double> by_a_team(int members, const std::complex<double>* coherence,
                                const PhotonMoments* photons) const {
    std::vector<engines::PartOfSums> parts(samples_together * parts_of_sample);
    std::vector<double> sums(
        static_cast<std::size_t>(SumPlaces(batch_.want_sums).count * batch_.n_times), -7.0);
    if (members == 0)
      sum(engines::Alone<0>{}, coherence, photons, parts, sums);
    else
      test::by_a_team(members, -1, [&](const ThreadTeam& member) {
        sum(member, coherence, photons, parts, sums);
      });
    return sums;
  }

 private:
  static constexpr std::int64_t samples_together = 8;

  static engines::PackedWeights packed(const AtomicStart& start) {
    engines::PackedWeights weights;
    weights.add(start);
    weights.add(start);
    return weights;
  }

  Job job_;
  Scan scan_;
  Point point_;
  PointWork work_;
  engines::Batch batch_;
  engines::PackedWeights packed_ = packed(*work_.start);
  std::vector<double> elsewhere_ = packed_.numbers();
};

/// Where v is off by that much.
constexpr CoherenceError error{
    .relative = 1e-12, .absolute = 1e-13, .each = 1e-12, .of_pairs = 0x1p-51};
constexpr double tolerance = 1e-8;

/// Of each sum by itself: the largest of its times.
void expect_near(const std::vector<double>& found, const double* expected, std::int64_t n_times) {
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::size_t first = i / n_times * n_times;
    double largest = 0.0;
    for (std::int64_t k = 0; k < n_times; ++k)
      largest = std::max(largest, std::abs(expected[first + static_cast<std::size_t>(k)]));
    EXPECT_NEAR(found[i], expected[i], 1e-14 * largest) << i;
  }
}

constexpr Way ways[] = {{"closed_form", Method::closed_form},
                        {"gaussian", Method::gaussian},
                        {"fock_laboratory", Method::fock},
                        {"fock_moving", Method::fock, true}};
constexpr const char* models[] = {"atoms = 1", "atoms = 2", "atoms = 7", "atoms = 30"};
constexpr const char* quantities[] = {"\"squeezing_wineland\", \"photon_number\"",
                                      "\"spin_mean\"",
                                      "\"qfi\"",
                                      "\"photon_number\"",
                                      "\"bell\"",
                                      "\"purity\"",
                                      "\"bell\", \"purity\", \"squeezing_wineland\", \"g2\""};

class CoherenceSums : public testing::TestWithParam<std::tuple<Way, const char*, const char*>> {};

TEST_P(CoherenceSums, AreTheHostsWhoeverTakesThem) {
  const auto& [way, model, of_quantities] = GetParam();
  const Problem problem(model, of_quantities, way);
  const std::unique_ptr<Backend> cpu = make_cpu_backend(2);
  cpu->submit(0, problem.batch());
  const engines::BatchView view = cpu->wait(0);
  const std::vector<double> alone = problem.by_a_team(0, view.coherence, view.photons);
  expect_near(alone, view.sums, problem.batch().n_times);
  for (const int members : {7, 32, 33})
    EXPECT_EQ(problem.by_a_team(members, view.coherence, view.photons), alone) << members;
}

INSTANTIATE_TEST_SUITE_P(All, CoherenceSums,
                         testing::Combine(testing::ValuesIn(ways), testing::ValuesIn(models),
                                          testing::ValuesIn(quantities)));

/// What a formula makes of its sums and of the state itself: value, error and bound.
void expect_the_same(const Quantity& quantity, const Problem& problem,
                     const engines::BatchView& view) {
  const engines::Batch& batch = problem.batch();
  const std::vector<CoherenceError> errors(batch.times.size(), error);
  const SumSeries series{.point = &problem.point(),
                         .start = &problem.start(),
                         .times = batch.times,
                         .sums = view.sums,
                         .stride = batch.times.size(),
                         .places = SumPlaces(batch.want_sums),
                         .photon_scales = {},
                         .photon_rounding = {},
                         .tolerance = tolerance,
                         .coherence_errors = errors};
  std::vector<double> of_sums(batch.times.size());
  std::vector<Verdict> verdicts(batch.times.size());
  quantity.of_sums(series, of_sums, verdicts);
  for (std::size_t k = 0; k < of_sums.size(); ++k) {
    const AtomicState state(problem.point(), problem.start(), batch.pairs[0], batch.times[k],
                            {.coherence = view.coherence + batch.total_pairs() * k,
                             .coherence_error = error,
                             .tolerance = tolerance});
    double value = 0.0;
    const Verdict verdict = quantity.of_state(state, {&value, 1});
    EXPECT_EQ(of_sums[k], value) << quantity.name << ", time " << k;
    EXPECT_EQ(verdicts[k].trust, verdict.trust);
    EXPECT_EQ(verdicts[k].error, verdict.error) << quantity.name << ", time " << k;
    EXPECT_EQ(verdicts[k].at_most, verdict.at_most);
  }
}

class SumsOverEveryPair : public testing::TestWithParam<std::tuple<Way, const char*>> {};

TEST_P(SumsOverEveryPair, GiveWhatTheStateGives) {
  const auto& [way, model] = GetParam();
  const Problem problem(model, "\"bell\", \"purity\"", way);
  const std::unique_ptr<Backend> cpu = make_cpu_backend(2);
  cpu->submit(0, problem.batch());
  const engines::BatchView view = cpu->wait(0);
  expect_the_same(*find_quantity("bell"), problem, view);
  expect_the_same(*find_quantity("purity"), problem, view);
}

INSTANTIATE_TEST_SUITE_P(All, SumsOverEveryPair,
                         testing::Combine(testing::ValuesIn(ways), testing::ValuesIn(models)));

/// In one batch with points of which their sums do not take all into account.
TEST(SumsOfAScan, AreThoseOfEachPointAlone) {
  const std::string config =
      "[model]\natoms = 4\nU = 0.2\nkappa = 0.7\neta = 1.0\nthermal_photons = 0.01\n"
      "[time]\nstop = 0.3\nsamples = 7\n"
      "[output]\nquantities = [\"bell\", \"purity\", \"spin_mean\"]\n";
  const std::unique_ptr<Backend> cpu = make_cpu_backend(2);
  for (const std::string method : {"gaussian", "fock"}) {
    const auto solved = [&](const std::string& dephasing) {
      return run_config(config + "[solve]\nmethod = \"" + method +
                            "\"\n[scan]\naxes = [{ key = \"model.dephasing\", values = [" +
                            dephasing + "] }]\n",
                        *cpu);
    };
    JobResult together = solved("0.0, 0.1, 0.2");
    for (const std::string name : {"bell", "purity", "spin_mean"}) {
      std::vector<double> apart;
      for (const char* dephasing : {"0.0", "0.1", "0.2"}) {
        const std::vector<double> one = solved(dephasing)[name];
        apart.insert(apart.end(), one.begin(), one.end());
      }
      EXPECT_EQ(together[name], apart) << method << ", " << name;
    }
  }
}

}  // namespace
}  // namespace pairtwist::test
