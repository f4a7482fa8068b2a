// SPDX-License-Identifier: BSD-3-Clause
// One quantum trajectory of the joint method: without jumps the state loses norm under H_eff; where
// what is left has fallen to a random number, one of the jumps comes (docs/physics.md, 5).
#pragma once

#include <algorithm>
#include <optional>

#include "engines/joint_branch.hpp"
#include "engines/joint_walk.hpp"
#include "engines/random_stream.hpp"

namespace pairtwist::engines {

/// Branch: JointBranch, or what stands for one that is elsewhere.
template <class Branch>
class JointTrajectory {
 public:
  /// random: draws the times and the kinds of the jumps, as from here on.
  JointTrajectory(const JointRequest& request, Branch branch, const RandomStream& random)
      : request_(request),
        close_(std::max(1e-2 * request.tolerance, least_close)),
        walk_(request, std::move(branch)),
        random_(random),
        threshold_(random_.next()),
        here_(mark()) {}

  const JointWalk<Branch>& walk() const { return walk_; }
  JointWalk<Branch>& walk() { return walk_; }
  double now() const { return walk_.now(); }
  /// On to `time`. False: as of JointWalk.
  bool advance(double time);
  /// As of JointWalk; a step may lead to a jump, or be taken back.
  Going start(double time);
  Going settle();
  bool ends_at(double time) const { return walk_.ends_at(time); }

 private:
  /// Rounding leaves more of ln(survival).
  static constexpr double least_close = 1e-13;

  /// Of a state on the way to its next jump, which comes where ahead = 0.
  struct Mark {
    double time;
    double ahead;  ///< ln(survival / threshold)
    double rate;   ///< -d ahead/dt
  };
  Mark mark() const;
  double next_look() const;
  bool jump();
  bool make_room_for_heating();

  JointRequest request_;
  double close_;  ///< to 0, of Mark::ahead
  JointWalk<Branch> walk_;
  RandomStream random_;
  double threshold_;
  Mark here_;                   ///< the last one that counts
  std::optional<Mark> beyond_;  ///< a time behind the next jump, if one is known
  int looks_ = 0;               ///< between now and then
};

}  // namespace pairtwist::engines
