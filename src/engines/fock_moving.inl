// A group of blocks in the moving frame: the walk through time with steps of DOP853, and the
// samples. What is integrated is in moving_system.inl.
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
    using namespace physics;
    start();
    take_start();
    S tail = S(0.0);
    S failed = S(0.0);
    S restarting = S(1.0);
    S h_next = S(0.0);
    S end = S(0.0);
    S steps = S(0.0);
    S rounding = S(0.0);  // squared, of the phases of all steps
    const S length = Task::per_lane([&](int i) { return Task::point(i).stop; });
    for (;;) {
      const auto restart = restarting > S(0.0);
      if (any(restart)) {
        system_.rates = Task::rates();
        system_.rates_changed();
        end = Task::per_lane([&](int i) { return Task::segment_end(i); });
        system_.restart(restart);
        h_next = select(restart, first_step(end), h_next);
      }
      const auto active = (time_ < end) & (failed == S(0.0)) & (clock_.waiting() > S(0.0));
      if (!any(active) || asked_to_stop(input_.stop)) break;
      const S left = end - time_;
      const S longest = S(dop853::longest_step_times_rate) / system_.fastest_rate();
      const auto hopeless =
          active & dop853::endless(time_, longest, end, steps, S(input_.most_steps));
      if (any(hopeless)) {
        failed = select(hopeless, S(1.0), failed);
        continue;
      }
      const S tried = select(h_next < longest, h_next, longest);
      const auto last = !(tried < left);
      const S step = dop853::step_of_clock(time_, tried);
      const S h = select(active, select(last, left, step), S(0.0));

      system_.photon_scale =
          diagonal_ ? clock_.photon_scale(time_ + h, system_.rates.kappa) : S(1.0);
      const S error = system_.attempt(h, dop853::tolerance_of_step(S(input_.tolerance), h, length));
      const auto accepted = active & (error < S(1.0));
      if (any(accepted)) {
        const S finish = select(last, end, time_ + h);
        system_.finish_step(h);
        if (clock_.any_due(accepted, finish)) {
          system_.make_dense(h);
          clock_.take(accepted, time_, h, finish, [&](const S& x, const bool(&is_due)[width]) {
            take(system_.sample(x, h), is_due);
          });
        }
        system_.accept(accepted, h);
        const S turned = h * system_.turning_rate();
        rounding = select(accepted, multiply_add(turned, turned, rounding), rounding);
        time_ = select(accepted, finish, time_);
        if constexpr (terms != fock::only_loss) {
          const S top = Task::tail_of(system_);
          tail = select(accepted & (top > tail), top, tail);
        }
      }
      steps = steps + S(1.0);
      h_next = select(active, h * dop853::next_step_factor(accepted, error), h_next);
      const auto ends = active & (dop853::stuck(accepted, time_, h_next, end) |
                                  (rounding > S(largest_rounding())));
      failed = select(ends, S(1.0), failed);
      restarting = Task::next_segments(accepted);
    }
    Task::report(tail, failed);
  }

 private:
  /// Of the squares of what levels turn by in each step: beyond, its rounding counts.
  PT_HD double largest_rounding() const {
    const double turned = 100.0 * input_.tolerance / 0x1p-53;
    return turned * turned;
  }

  using Task::clock_;
  using Task::diagonal_;
  using Task::input_;
  using Task::team_;
  using Task::time_;

  /// Where few photons matter, what grows from nothing with a power of t must be told from the
  /// rounding of a polynomial over a much longer step: samples come after small steps only.
  PT_HD S first_step(const S& end) const {
    double now[width], ends[width], steps[width];
    Lanes<S>::store(time_, now);
    Lanes<S>::store(end, ends);
    for (int i = 0; i < width; ++i) {
      steps[i] = 1e-3 * (ends[i] - now[i]);
      if (!diagonal_ || clock_.photon_scale(i) >= 1.0) continue;
      const double until_sample = clock_.time(i, 0) - now[i];
      if (until_sample > 0.0 && 0.5 * until_sample < steps[i]) steps[i] = 0.5 * until_sample;
    }
    return Lanes<S>::load(steps);
  }

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
  }

  PT_HD void take_start() {
    for (;;) {
      bool is_due[width];
      bool found = false;
      for (int i = 0; i < width; ++i) {
        is_due[i] = clock_.due(i, 0.0);
        found = found || is_due[i];
      }
      if (!found) return;
      take(system_.sample_start(), is_due);
      for (int i = 0; i < width; ++i)
        if (is_due[i]) clock_.advance(i);
    }
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
