// SPDX-License-Identifier: BSD-3-Clause
// A state of the joint method on its way through a machine, from round to round: what leads it,
// where it is with its samples, and what it has left at them.
#pragma once

#include "engines/joint_remote.hpp"
#include "engines/joint_task.hpp"
#include "engines/joint_trajectory.hpp"

namespace pairtwist::engines {

class JointTraveller {
 public:
  JointTraveller(const JointTask& task, double weight)
      : samples(task.samples()), outcome(task.outcome()), task_(task), weight_(weight) {}
  virtual ~JointTraveller() = default;
  JointTraveller(const JointTraveller&) = delete;
  JointTraveller& operator=(const JointTraveller&) = delete;

  /// Up to where the state has to be moved or looked at. False: it has come to its end.
  virtual bool go_on() = 0;
  virtual JointRemoteState& state() = 0;

  JointSamples samples;
  JointOutcome outcome;

 protected:
  const JointTask& task_;
  double weight_;
};

/// Leader: JointWalk, or JointTrajectory.
template <class Leader>
class JointTravellerOf final : public JointTraveller {
 public:
  /// of_leader: how it is made.
  template <class... OfLeader>
  JointTravellerOf(const JointTask& task, double weight, OfLeader&&... of_leader)
      : JointTraveller(task, weight), leader_(std::forward<OfLeader>(of_leader)...) {}

  JointRemoteState& state() override { return walk_of(leader_).state(); }

  bool go_on() override {
    if (going_ == Going::on) going_ = leader_.settle();
    while (going_ == Going::done) {
      if (!take_samples()) return true;
      if (next_ == task_.n_times()) return ended();
      going_ = leader_.start(task_.times()[next_]);
    }
    if (going_ == Going::failed) {
      outcome.failed = true;
      return ended();
    }
    const bool sample_comes = leader_.ends_at(task_.times()[next_]);
    state().ask_for_traced(sample_comes ? samples.band() : 0);
    return true;
  }

 private:
  template <class State>
  static JointWalk<State>& walk_of(JointWalk<State>& walk) {
    return walk;
  }
  template <class Branch>
  static JointWalk<Branch>& walk_of(JointTrajectory<Branch>& trajectory) {
    return trajectory.walk();
  }

  /// Those that are due. False: for that, the state has to be looked at first.
  bool take_samples() {
    const auto& walk = walk_of(leader_);
    for (; next_ < task_.n_times() && walk.now() >= task_.times()[next_]; ++next_) {
      if (!walk.state().has_traced()) {
        state().ask_for_traced(samples.band());
        return false;
      }
      samples.add(next_, weight_, walk.state(), walk.light());
      outcome.note_sample(next_, weight_, walk);
    }
    return true;
  }
  bool ended() {
    outcome.note_end(walk_of(leader_));
    return false;
  }

  Leader leader_;
  Going going_ = Going::done;
  std::int64_t next_ = 0;  ///< sample
};

}  // namespace pairtwist::engines
