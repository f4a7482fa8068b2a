// SPDX-License-Identifier: BSD-3-Clause
// A group of blocks in the moving frame: what DOP853 asks of them on its way through time
// (physics/dop853.hpp), and the samples. What is integrated is in moving_system.inl.
#pragma once

#include "engines/fock_task.inl"
#include "engines/moving_system.inl"
#include "engines/moving_values.inl"

namespace pairtwist::engines {

template <class S, class Team, int terms>
class MovingWalk : FockTask<S, Team> {
 public:
  using Task = FockTask<S, Team>;
  using Task::width;
  using typename Task::Complex;

  PT_HD MovingWalk(const FockGroup& group, const Team& team)
      : Task(group, team),
        system_(team, Task::cutoff(), group.input->roots, reinterpret_cast<S*>(group.scratch)) {}

  PT_HD_CALLED void run() {
    start();
    const S failed = physics::integrate(*this, clock_, S(input_.most_steps));
    Task::tell_end();
    using physics::select;
    Task::report({.tail = tail_,
                  .edge = select(tail_ > at_start_, tail_, at_start_),
                  .corner = S(-1.0),
                  .inner = S(-1.0)},
                 failed);
  }

  // What physics::integrate() asks for.

  static constexpr bool replaces = false;
  PT_HD void take_start(const bool (&is_due)[width]) { take(system_.sample_start(), is_due); }
  template <class Mask>
  PT_HD S restart(const Mask& where, const S&) {
    system_.rates = Task::rates();
    system_.rates_changed();
    system_.restart(where);
    return Task::per_lane([&](int i) { return pump_.end(i); });
  }
  /// Where few photons matter, what grows from nothing with a power of t must be told from the
  /// rounding of a polynomial over a much longer step: samples come after small steps only.
  PT_HD S first_step(const S& step, const S& time) const {
    double now[width], steps[width];
    Lanes<S>::store(time, now);
    Lanes<S>::store(step, steps);
    for (int i = 0; i < width; ++i) {
      if (!diagonal_ || clock_.photon_scale(i) >= 1.0) continue;
      const double until_sample = clock_.time(i) - now[i];
      if (until_sample > 0.0 && 0.5 * until_sample < steps[i]) steps[i] = 0.5 * until_sample;
    }
    return Lanes<S>::load(steps);
  }
  PT_HD S fastest_rate() const { return system_.fastest_rate(); }
  PT_HD S attempt(const S& time, const S& h) {
    system_.photon_scale = diagonal_ ? clock_.photon_scale(time + h, system_.rates.kappa) : S(1.0);
    const S length = Task::per_lane([&](int i) { return pump_.stop(i); });
    return system_.attempt(h, physics::dop853::tolerance_of_step(S(input_.tolerance), h, length));
  }
  PT_HD void finish_step(const S& time, const S& h) {
    system_.finish_step(h);
    Task::tell(time);
  }
  PT_HD void make_dense(const S&, const S& h) { system_.make_dense(h); }
  PT_HD void sample(const S& x, const S& h, const bool (&is_due)[width]) {
    take(system_.sample(x, h), is_due);
  }
  template <class Mask>
  PT_HD void accept(const Mask& accepted, const S& h) {
    using namespace physics;
    system_.accept(accepted, h);
    const S turned = h * system_.turning_rate();
    rounding_ = select(accepted, multiply_add(turned, turned, rounding_), rounding_);
    if constexpr (terms != fock::only_loss) {
      const S top = Task::tail_of(system_, Task::cutoff());
      tail_ = select(accepted & (top > tail_), top, tail_);
    }
  }
  PT_HD auto lost() const { return rounding_ > S(largest_rounding()); }
  template <class Mask>
  PT_HD S next_segments(const Mask& where, const S& time) {
    return pump_.next(where, time);
  }
  PT_HD bool asked_to_stop() const { return engines::asked_to_stop(input_.stop); }

 private:
  /// Of the squares of what levels turn by in each step: beyond, its rounding counts.
  PT_HD double largest_rounding() const {
    const double turned = 10.0 * input_.phase_error / 0x1p-53;
    return turned * turned;
  }

  using Task::clock_;
  using Task::diagonal_;
  using Task::input_;
  using Task::pump_;
  using Task::team_;

  PT_HD void start() {
    const S a_re = Task::per_lane([&](int i) { return Task::point(i).alpha0_re; });
    const S a_im = Task::per_lane([&](int i) { return Task::point(i).alpha0_im; });
    const S first[field_parts] = {a_re, a_im, a_re, a_im, S(0.0), S(0.0)};
    for (int d = 0; d < field_parts; ++d) system_.fields[d] = first[d];
    system_.of_photons = diagonal_;
    team_.for_elements(system_.size(), [&](int n) {
      return [=, this](int from) {
        for (int k = from; k < from + Team::columns && k < system_.size(); ++k)
          system_.set(n, k, Task::light(n, k));
      };
    });
    team_.sync();
    if constexpr (terms != physics::fock::only_loss)
      at_start_ = Task::tail_of(system_, Task::cutoff());
  }

  /// Writes what was sampled last.
  PT_HD_CALLED void take(const physics::fock::Fields<S>& f, const bool (&is_due)[width]) const {
    const MovingValues<S, Team> block(system_);
    const Complex value = diagonal_ ? block.photons(f) : block.coherence(f);
    double first[width], second[width];
    Lanes<S>::store(value.re, first);
    Lanes<S>::store(value.im, second);
    for (int i = 0; i < width; ++i) {
      if (!is_due[i]) continue;
      if (team_.first()) Task::write_values(i, 0, first[i], second[i]);
      if (Task::wants_distribution()) write_distribution(i);
    }
  }

  /// Beyond the cutoff nothing. What is read is written over after the next sync only.
  PT_HD void write_distribution(int lane) const {
    double* out = Task::distribution(lane, 0);
    team_.for_each(static_cast<int>(input_.distribution_levels), [&](int n) {
      double populations[width];
      Lanes<S>::store(n < system_.size() ? system_.sampled(n, n).re : S(0.0), populations);
      out[n] = populations[lane];
    });
  }

  MovingSystem<S, Team, terms> system_;
  S at_start_ = S(0.0);  ///< what tail_ is at t = 0
  S tail_ = S(0.0);
  S rounding_ = S(0.0);  ///< squared, of the phases of all steps
};

template <class S, class Team>
PT_HD void solve_moving(const FockGroup& group, const Team& team) {
  using namespace physics::fock;
  // No raising without a bath: the pump is in the mean fields.
  const int terms = group.input->points[group.items[0].point].terms;
  if (terms == only_loss)
    MovingWalk<S, Team, only_loss>(group, team).run();
  else if (terms == (raising | bath))
    MovingWalk<S, Team, (raising | bath)>(group, team).run();
  else
    MovingWalk<S, Team, (raising | bath | two_photon)>(group, team).run();
}

}  // namespace pairtwist::engines
