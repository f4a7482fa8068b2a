// SPDX-License-Identifier: BSD-3-Clause
#include "engines/joint_trajectory.hpp"

#include <cmath>
#include <limits>

#include "engines/joint_remote.hpp"

namespace pairtwist::engines {
namespace {

/// Where between two times, 0 < x < 1, a function passes through zero: of the cubic with its values
/// (first > 0, last <= 0) and slopes at both.
double zero_of_cubic(double first, double first_slope, double last, double last_slope) {
  double low = 0.0;
  double high = 1.0;
  for (int i = 0; i < 50; ++i) {
    const double x = 0.5 * (low + high);
    const double y = 1.0 - x;
    const double value = y * y * ((1.0 + 2.0 * x) * first + x * first_slope) +
                         x * x * ((3.0 - 2.0 * x) * last - y * last_slope);
    (value > 0.0 ? low : high) = x;
  }
  return 0.5 * (low + high);
}

/// Times closer than this part of them are one.
constexpr double resolution = 4.0 * std::numeric_limits<double>::epsilon();

/// Of so many looks the last one is in the middle, whatever the cubic says.
constexpr int looks_by_cubic = 4;

}  // namespace

template <class Branch>
typename JointTrajectory<Branch>::Mark JointTrajectory<Branch>::mark() const {
  return {walk_.now(), std::log(walk_.state().survival() / threshold_),
          jump_rates(*request_.point, *request_.chain, walk_.population()).total()};
}

/// About where the jump comes.
template <class Branch>
double JointTrajectory<Branch>::next_look() const {
  const Mark& here = here_;
  double ahead = here.rate > 0.0 ? here.ahead / here.rate : HUGE_VAL;
  if (beyond_) {
    const double interval = beyond_->time - here.time;
    const double part = looks_ % looks_by_cubic == 0
                            ? 0.5
                            : zero_of_cubic(here.ahead, -here.rate * interval, beyond_->ahead,
                                            -beyond_->rate * interval);
    ahead = part * interval;
  }
  return std::max(here.time + ahead, here.time * (1.0 + resolution));
}

template <class Branch>
bool JointTrajectory<Branch>::advance(double time) {
  while (walk_.now() < time) {
    Going going = start(time);
    while (going == Going::on) going = settle();
    if (going == Going::failed) return false;
  }
  return true;
}

template <class Branch>
Going JointTrajectory<Branch>::start(double time) {
  if (beyond_) ++looks_;
  return walk_.start(std::min(time, next_look()));
}

template <class Branch>
Going JointTrajectory<Branch>::settle() {
  const Going going = walk_.settle();
  if (going != Going::done) return going;
  const Mark there = mark();
  // The middle of what is too long is another time than both ends.
  const bool room = there.time - here_.time > 2.0 * resolution * there.time;
  if (there.ahead < -close_ && room) {
    beyond_ = there;
    walk_.undo();
    return Going::done;
  }
  if (there.ahead > close_ || there.rate == 0.0) {
    here_ = there;
    return Going::done;
  }
  if (!jump()) return Going::failed;
  here_ = mark();
  return Going::done;
}

template <class Branch>
bool JointTrajectory<Branch>::jump() {
  const JointRates rates = jump_rates(*request_.point, *request_.chain, walk_.population());
  const JointJump which = rates.at(random_.next());
  if (which == jump_heating && !make_room_for_heating()) return false;
  walk_.change([&](Branch& branch) { branch.jump(which, request_.chain->m); });
  threshold_ = random_.next();
  beyond_.reset();
  looks_ = 0;
  return true;
}

/// One more level for sites of which a† would take more out of their uppermost than may be missing.
/// False: there may be no more.
template <class Branch>
bool JointTrajectory<Branch>::make_room_for_heating() {
  if (request_.levels.fixed) return true;
  std::vector<std::int32_t> levels = walk_.state().layout().levels;
  const double raised = 1.0 + walk_.light().number;  // |a† psi|²
  bool any = false;
  for (std::size_t s = 0; s < levels.size(); ++s) {
    if (walk_.population()[s].back() * levels[s] <= request_.levels.missing * raised) continue;
    if (levels[s] >= request_.levels.ceiling) return false;
    levels[s] = request_.levels.rounded(levels[s] + 1);
    any = true;
  }
  if (any) walk_.change([&](Branch& branch) { branch.widen(JointLayout(std::move(levels))); });
  return true;
}

template class JointTrajectory<JointBranch>;
template class JointTrajectory<JointRemote<false>>;

}  // namespace pairtwist::engines
