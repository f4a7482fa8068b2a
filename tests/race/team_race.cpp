// SPDX-License-Identifier: BSD-3-Clause
// The bodies for thread blocks, of the Fock and the joint method, of sums in double and of sums
// from coherences, run by a team of host threads. Built with ThreadSanitizer, which ends the
// program with 66 where two members touch the same number without a barrier between. Prints how far
// the result is from that of a team of one.
//
//   team_race MEMBERS                   all integrators, on blocks of several sizes; sums
//   team_race MEMBERS WHICH SKIPPED     one of moving, memory, registers, registers_but_sum
//                                       (where the laboratory frame's series has its matrices),
//                                       sums, coherences, joint_vector, joint_near, joint_jump,
//                                       joint_matrix (an order of that state), without barrier
//                                       SKIPPED
//   team_race count WHICH               how many barriers such a run has
#include <cmath>
#include <complex>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <type_traits>
#include <vector>

#include "coherence_problem.hpp"
#include "engines/fock_block.inl"
#include "engines/series_in_registers.inl"
#include "joint_problem.hpp"
#include "sums_problem.hpp"
#include "thread_team.hpp"

namespace {

using namespace pairtwist;

enum Which : int {
  moving,
  memory,
  registers,
  registers_but_sum,
  integrators,
  sums = integrators,
  coherences,
  joint_vector,
  joint_near,
  joint_jump,
  joint_matrix,
  all
};
constexpr const char* names[all] = {
    "moving",     "memory",       "registers",  "registers_but_sum", "sums",
    "coherences", "joint_vector", "joint_near", "joint_jump",        "joint_matrix"};

/// Everything that a block reads and writes: a point for each integrator, all terms at work.
class Problem {
 public:
  explicit Problem(int cutoff) : cutoff_(cutoff) {
    roots_.push_back(0.0);
    for (int n = 0; n <= cutoff + 4; ++n) roots_.push_back(std::sqrt(n));
    engines::FockPoint point{.U = 0.3,
                             .two_W0 = 0.8,
                             .detuning = 0.4,
                             .kappa = 0.7,
                             .thermal_photons = 0.2,
                             .kerr = 0.3,
                             .two_photon_loss = 0.1,
                             .alpha0_re = 0.2,
                             .alpha0_im = -0.1,
                             .stop = 0.3,
                             .first_segment = 0,
                             .segments = 2,
                             .moving = 1,
                             .odd = 0,
                             .k_lo = 0,
                             .first_time = 0,
                             .first_light = 0,
                             .levels = 2,
                             .populated = 2,
                             .holding = 1,
                             .terms = 7};
    points_.push_back(point);
    point.moving = 0;
    point.alpha0_re = point.alpha0_im = 0.0;
    for (int i = memory; i < integrators; ++i) points_.push_back(point);
  }

  /// The block (k, l) of a point by one member of a team; shared numbers are written by all.
  template <class Team>
  void solve(const Team& team, int point, int k, int l, double* scratch) {
    const engines::FockItem item{.out = 0,
                                 .point = point,
                                 .k = k,
                                 .l = l,
                                 .cutoff = cutoff_,
                                 .solved = 0,
                                 .change = 0.0,
                                 .edge = 0.0};
    const engines::FockInput input{.points = points_.data(),
                                   .segments = segments_,
                                   .times = times_,
                                   .photon_scales = scales_,
                                   .lights = light_,
                                   .roots = roots_.data() + 1,
                                   .n_times = samples,
                                   .tolerance = 1e-8,
                                   .phase_error = 1e-9,
                                   .most_steps = 1e6,
                                   .now = {.coherence = values.data(),
                                           .photons = values.data(),
                                           .distribution = distribution.data()},
                                   .before = {},
                                   .pairs = 1,
                                   .sectors = 1,
                                   .distribution_levels = levels};
    const engines::FockGroup group{
        .input = &input, .items = &item, .count = 1, .scratch = scratch, .outcomes = &outcome};
    if constexpr (std::is_same_v<Team, test::ThreadTeam>) {
      if (point == registers) return solve_in_registers<engines::Strips<4, 8, true>>(group, team);
      if (point == registers_but_sum)
        return solve_in_registers<engines::Strips<8, 8, false>>(group, team);
    }
    engines::solve_fock<double>(group, team);
  }

  /// As kernels/fock_laboratory.cu does it, but for members with up to eight strips.
  template <class Layout>
  static void solve_in_registers(const engines::FockGroup& group, const test::ThreadTeam& team) {
    using Series = engines::SeriesInRegisters<test::ThreadTeam, 7, Layout>;
    const int cutoff = group.items[0].cutoff;
    double* const far = group.scratch + engines::laboratory_near<double, Series>(cutoff);
    double* const sum = far + engines::LaboratoryNotes<double>::moments(cutoff);
    engines::walk_laboratory<Series>(group, team, group.scratch, far, sum);
  }

  static constexpr int samples = 4;
  static constexpr int levels = 6;
  std::vector<double> values = std::vector<double>(2 * samples);
  std::vector<double> distribution = std::vector<double>(levels * samples);
  engines::FockOutcome outcome{};

 private:
  int cutoff_;
  std::vector<engines::FockPoint> points_;
  std::vector<double> roots_;
  physics::CoherentSegment segments_[2] = {{0.15, 1.0, 0.5}, {1e300, -0.5, 0.0}};
  double times_[samples] = {0.0, 0.1, 0.2, 0.3};
  double scales_[samples] = {0.1, 0.1, 0.2, 1.0};
  double light_[8] = {0.75, 0.0, 0.1, 0.2, 0.1, -0.2, 0.25, 0.0};
};

std::vector<double> enough_scratch(int cutoff) {
  const std::int64_t doubles =
      engines::fock_scratch(cutoff, true) + engines::fock_scratch(cutoff, false);
  return std::vector<double>(static_cast<std::size_t>(doubles));
}

std::vector<double> alone(int cutoff, int point, int k, int l) {
  Problem problem(cutoff);
  std::vector<double> scratch = enough_scratch(cutoff);
  problem.solve(engines::Alone<0>{}, point, k, l, scratch.data());
  return problem.values;
}

std::int64_t syncs_of_last_run = 0;

/// The same, and notes how many barriers there were.
template <class Body>
void by_a_team(int members, std::int64_t skipped, const Body& body) {
  syncs_of_last_run = test::by_a_team(members, skipped, body);
}

std::vector<double> together(int members, std::int64_t skipped, int cutoff, int point, int k,
                             int l) {
  Problem problem(cutoff);
  std::vector<double> scratch = enough_scratch(cutoff);
  by_a_team(members, skipped, [&](const test::ThreadTeam& member) {
    problem.solve(member, point, k, l, scratch.data());
  });
  return problem.values;
}

template <class SumsProblem>
std::vector<double> sums_together(int members, std::int64_t skipped) {
  SumsProblem problem;
  by_a_team(members, skipped, [&](const test::ThreadTeam& member) { problem.solve(member); });
  return problem.sums;
}

template <class SumsProblem>
std::vector<double> sums_alone() {
  SumsProblem problem;
  problem.solve(engines::Alone<0>{});
  return problem.sums;
}

test::JointProblem joint_problem(int which) {
  return {which == joint_matrix, which == joint_near, which == joint_jump};
}

std::vector<double> joint_together(int members, std::int64_t skipped, int which) {
  test::JointProblem problem = joint_problem(which);
  by_a_team(members, skipped, [&](const test::ThreadTeam& member) { problem.solve(member); });
  return problem.results;
}

std::vector<double> joint_alone(int which) {
  test::JointProblem problem = joint_problem(which);
  problem.solve(engines::Alone<0>{});
  return problem.results;
}

double difference(const std::vector<double>& a, const std::vector<double>& b) {
  double largest = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double d = std::abs(a[i] - b[i]);
    largest = d <= largest ? largest : d;
  }
  return largest;
}

/// A pair and a diagonal block; fewer elements than members, and more.
double worst_of_all(int members) {
  // Nothing of a sum depends on the team.
  const auto differ = [&](const auto& alone, const auto& by_team) {
    return difference(alone, by_team) != 0.0;
  };
  if (differ(sums_alone<test::SumsProblem>(), sums_together<test::SumsProblem>(members, -1)) ||
      differ(sums_alone<test::CoherenceProblem>(),
             sums_together<test::CoherenceProblem>(members, -1)))
    return HUGE_VAL;
  double worst = 0.0;
  if (difference(joint_alone(joint_matrix), joint_together(members, -1, joint_matrix)) != 0.0)
    return HUGE_VAL;
  for (int which = joint_vector; which < joint_matrix; ++which)
    worst = std::max(worst, difference(joint_alone(which), joint_together(members, -1, which)));
  for (const int cutoff : {5, 9})
    for (int point = 0; point < integrators; ++point)
      for (const int k : {0, 1})
        worst = std::max(worst, difference(alone(cutoff, point, k, 1),
                                           together(members, -1, cutoff, point, k, 1)));
  return worst;
}

/// The block whose barriers are left out: of the series a diagonal one, which has one more.
void without(int members, std::int64_t skipped, int which) {
  if (which == sums)
    sums_together<test::SumsProblem>(members, skipped);
  else if (which == coherences)
    sums_together<test::CoherenceProblem>(members, skipped);
  else if (which > coherences)
    joint_together(members, skipped, which);
  else
    together(members, skipped, 9, which, which == moving ? 0 : 1, 1);
}

int body_of(const char* name) {
  for (int i = 0; i < all; ++i)
    if (std::strcmp(name, names[i]) == 0) return i;
  std::exit(2);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  if (std::strcmp(argv[1], "count") == 0 && argc == 3) {
    without(2, -1, body_of(argv[2]));
    std::printf("%lld\n", static_cast<long long>(syncs_of_last_run));
    return 0;
  }
  const int members = std::atoi(argv[1]);
  if (argc == 4) {
    without(members, std::atoll(argv[3]), body_of(argv[2]));
    return 0;
  }
  const double worst = worst_of_all(members);
  std::printf("%d members: largest difference %.1e\n", members, worst);
  return worst < 1e-12 ? 0 : 1;
}
