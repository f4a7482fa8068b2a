// SPDX-License-Identifier: BSD-3-Clause
#include "engines/joint_rounds.hpp"

#include <cmath>
#include <map>
#include <memory>

#include "engines/joint_ensemble.hpp"
#include "engines/joint_traveller.hpp"
#include "engines/run_tasks.hpp"
#include "engines/stopping.hpp"

namespace pairtwist::engines {
namespace {

using Walk = JointTravellerOf<JointWalk<JointRemote<false>>>;
using MatrixWalk = JointTravellerOf<JointWalk<JointRemote<true>>>;
using Trajectory = JointTravellerOf<JointTrajectory<JointRemote<false>>>;

std::vector<double> normalised(std::vector<double> state) {
  double squared = 0.0;
  for (const double part : state) squared += part * part;
  for (double& part : state) part *= 1.0 / std::sqrt(squared);
  return state;
}

/// One of the two solutions of a point: its states, and the sums of what they leave, added in the
/// order of their numbers, whichever of them ends first.
class Solution {
 public:
  Solution(const Batch& batch, std::int64_t p, bool before)
      : trajectories_(batch.trajectories),
        sums_(batch, p, before),
        taken_of_group_(sums_.samples.size(), 0) {}

  std::int64_t states() const {
    if (trajectories_.count > 0) return trajectories_.count;
    return sums_.parts.empty() ? 1 : std::ssize(sums_.parts);
  }

  std::unique_ptr<JointTraveller> state(std::int64_t j) const {
    const JointTask& task = sums_.task;
    const JointLayout layout = task.layout();
    if (sums_.parts.empty())
      return std::make_unique<MatrixWalk>(
          task, 1.0, task.request(),
          JointRemote<true>(
              task.chain(), layout,
              start_of_matrix(task.chain(), task.light(), task.point().levels, layout), false));
    if (trajectories_.count == 0) {
      const PureLight& part = sums_.parts[static_cast<std::size_t>(j)];
      return std::make_unique<Walk>(
          task, part.weight, task.request(),
          JointRemote<false>(task.chain(), layout,
                             start_of_vector(task.chain(), part.amplitude, layout), false));
    }
    RandomStream random(trajectories_.seed, static_cast<std::uint64_t>(trajectories_.first + j));
    const PureLight& part = part_at(sums_.parts, random.next());
    return std::make_unique<Trajectory>(
        task, 1.0, task.request(),
        JointRemote<false>(task.chain(), layout,
                           normalised(start_of_vector(task.chain(), part.amplitude, layout)), true),
        random);
  }

  /// State j has come to its end. True: all have.
  bool take(std::int64_t j, std::unique_ptr<JointTraveller> state) {
    ended_.emplace(j, std::move(state));
    const std::int64_t groups = std::ssize(taken_of_group_);
    const auto g = static_cast<std::size_t>(j % groups);
    for (;;) {
      const auto next = ended_.find(j % groups + taken_of_group_[g] * groups);
      if (next == ended_.end()) break;
      sums_.samples[g].add(next->second->samples, 1.0);
      sums_.outcomes[g].add(next->second->outcome, 1.0);
      ended_.erase(next);
      ++taken_of_group_[g];
      ++taken_;
    }
    return taken_ == states();
  }

  void keep(HostResult& result) const { sums_.keep(result); }

 private:
  Trajectories trajectories_;
  JointEnsemble sums_;
  std::vector<std::int64_t> taken_of_group_;
  std::int64_t taken_ = 0;
  std::map<std::int64_t, std::unique_ptr<JointTraveller>> ended_;  ///< those not yet added
};

/// All states of a batch, of which as many are on their way as memory holds.
class Rounds {
 public:
  Rounds(const Batch& batch, JointMachine& machine, int threads, HostResult& result)
      : batch_(batch), machine_(machine), threads_(threads), result_(result) {}

  void run() {
    while (!StopFlag::raised_at(batch_.stop)) {
      admit();
      if (travellers_.empty()) return;
      lead();
      retire();
      move();
    }
  }

 private:
  struct Travelling {
    std::int64_t solution;
    std::int64_t number;
    std::unique_ptr<JointTraveller> state;
    bool ended = false;
    bool moved = false;                     ///< an order of it has been carried out
    std::int64_t freight = 0, returns = 0;  ///< where its own begin
  };
  struct Nothing {};

  /// What a state takes; it may grow to twice that.
  static std::int64_t bytes_of(JointTraveller& state) {
    return 2 * state.state().bytes() + state.samples.bytes();
  }

  void admit() {
    std::int64_t used = 0;
    for (const Travelling& each : travellers_) used += bytes_of(*each.state);
    while (std::ssize(travellers_) < most_travellers) {
      if (!solution_left()) return;
      Solution& solution = *solutions_.at(solution_);
      std::unique_ptr<JointTraveller> state = solution.state(number_);
      used += bytes_of(*state);
      if (used > machine_.budget() && !travellers_.empty()) return;
      travellers_.push_back({solution_, number_, std::move(state)});
      if (++number_ < solution.states()) continue;
      number_ = 0;
      ++solution_;
    }
  }
  /// Of which there are states that are not on their way yet.
  bool solution_left() {
    if (solution_ == 2 * batch_.size()) return false;
    if (!solutions_.contains(solution_))
      solutions_.emplace(solution_,
                         std::make_unique<Solution>(batch_, solution_ / 2, solution_ % 2 == 0));
    return true;
  }

  /// Each up to where it has to be moved.
  void lead() {
    run_tasks<Nothing>(std::ssize(travellers_), threads_, nullptr, [&](std::int64_t i, Nothing&) {
      Travelling& each = travellers_[static_cast<std::size_t>(i)];
      if (each.moved) each.state->state().read(returns_.here + each.returns);
      each.ended = !each.state->go_on();
    });
  }

  void retire() {
    for (Travelling& each : travellers_) {
      if (!each.ended) continue;
      Solution& solution = *solutions_.at(each.solution);
      if (!solution.take(each.number, std::move(each.state))) continue;
      solution.keep(result_);
      solutions_.erase(each.solution);
    }
    std::erase_if(travellers_, [](const Travelling& each) { return each.ended; });
  }

  void move() {
    if (travellers_.empty()) return;
    std::int64_t freight = 0;
    std::int64_t returns = 0;
    for (Travelling& each : travellers_) {
      JointRemoteState& state = each.state->state();
      state.settle_in(machine_);
      each.freight = freight;
      each.returns = returns;
      freight += state.freight();
      returns += state.returns();
      each.moved = true;
    }
    const JointRoom<std::byte> room = machine_.freight(freight);
    returns_ = machine_.returns(returns);
    orders_.resize(travellers_.size());
    run_tasks<Nothing>(std::ssize(travellers_), threads_, nullptr, [&](std::int64_t i, Nothing&) {
      const Travelling& each = travellers_[static_cast<std::size_t>(i)];
      orders_[static_cast<std::size_t>(i)] =
          each.state->state().order(JointShelf(room, each.freight), returns_.there + each.returns);
    });
    machine_.run(orders_);
    for (Travelling& each : travellers_) each.state->state().leave_behind();
  }

  /// More of them fill any device, and what they leave the host's memory.
  static constexpr std::int64_t most_travellers = 8192;

  const Batch& batch_;
  JointMachine& machine_;
  int threads_;
  HostResult& result_;
  std::int64_t solution_ = 0;  ///< whose states come next, and from which number on
  std::int64_t number_ = 0;
  std::map<std::int64_t, std::unique_ptr<Solution>> solutions_;
  std::vector<Travelling> travellers_;
  std::vector<JointOrder> orders_;
  JointRoom<double> returns_;
};

}  // namespace

void solve_joint_in_rounds(const Batch& batch, JointMachine& machine, int threads,
                           HostResult& result) {
  Rounds(batch, machine, threads, result).run();
}

}  // namespace pairtwist::engines
