// SPDX-License-Identifier: BSD-3-Clause
// Adaptive integration of y' = f(t, y) by DOP853, one system per lane: every lane has its own step
// size, its own samples and jumps of f, and rides along idle once it is done. For S = double this
// is an ordinary integrator. integrate() walks through time; where the numbers of a system are, and
// who shares the work on them, is the system's own affair: SmallSystem has a few of them at hand,
// one system a thread of a device (gaussian_block.inl), fock_moving.inl matrices of a team.
#pragma once

#include <cstdint>
#include <utility>

#include "physics/dd_math.hpp"
#include "physics/dop853_tableau.hpp"

namespace pairtwist::physics {

namespace dop853 {

enum class Table { step, error5, error3, dense };

template <Table table, int I, int J>
PT_HD constexpr double coefficient() {
  if constexpr (table == Table::step) return A[I][J];
  if constexpr (table == Table::error5) return E5[J];
  if constexpr (table == Table::error3) return E3[J];
  if constexpr (table == Table::dense) return D[I][J];
}

template <Table table, int I, int J, class S>
PT_HD void add_stage(S& sum, const S& k) {
  constexpr double c = coefficient<table, I, J>();
  if constexpr (c != 0.0) sum = multiply_add(S(c), k, sum);
}

/// sum over the first J... stages of coefficient × k[stage][d].
template <Table table, int I, class S, int N, int... J>
PT_HD S weighted(const S (&k)[all_stages][N], int d, std::integer_sequence<int, J...>) {
  S sum = S(0.0);
  (add_stage<table, I, J>(sum, k[J][d]), ...);
  return sum;
}

/// Stages First ... Last - 1: k[i] = f(t + C_i h, y + h sum A_ij k[j]).
template <int First, int Last, class S, int N, class Rhs>
PT_HD void evaluate_stages(const Rhs& rhs, S t, S h, const S (&y)[N], S (&k)[all_stages][N]) {
  if constexpr (First < Last) {
    S at[N];
    for (int d = 0; d < N; ++d)
      at[d] = multiply_add(
          h, weighted<Table::step, First>(k, d, std::make_integer_sequence<int, First>{}), y[d]);
    constexpr double c = C[First];
    rhs(multiply_add(S(c), h, t), at, k[First]);
    evaluate_stages<First + 1, Last>(rhs, t, h, y, k);
  }
}

}  // namespace dop853

namespace dop853 {

inline constexpr int dense_order = 7;

/// y(t + x h) - y(t), 0 <= x <= 1, of a component's polynomial.
template <class S>
PT_HD S dense_rise(const S (&c)[dense_order], S x) {
  const S rest = S(1.0) - x;
  S sum = c[6] * x;
  sum = (sum + c[5]) * rest;
  sum = (sum + c[4]) * x;
  sum = (sum + c[3]) * rest;
  sum = (sum + c[2]) * x;
  sum = (sum + c[1]) * rest;
  return (sum + c[0]) * x;
}

/// That polynomial, from all stages of component d and its rise over the step.
template <class S, int N>
PT_HD void dense_coefficients(const S (&k)[all_stages][N], int d, S h, S rise,
                              S (&c)[dense_order]) {
  constexpr auto all = std::make_integer_sequence<int, all_stages>{};
  c[0] = rise;
  c[1] = h * k[0][d] - rise;
  c[2] = S(2.0) * rise - h * (k[stages][d] + k[0][d]);
  c[3] = h * weighted<Table::dense, 0>(k, d, all);
  c[4] = h * weighted<Table::dense, 1>(k, d, all);
  c[5] = h * weighted<Table::dense, 2>(k, d, all);
  c[6] = h * weighted<Table::dense, 3>(k, d, all);
}

}  // namespace dop853

/// One accepted step as a polynomial: y(t + x h), 0 <= x <= 1.
template <class S, int N>
struct DenseStep {
  S start[N];
  S c[N][dop853::dense_order];

  PT_HD S at(int d, S x) const { return start[d] + dop853::dense_rise(c[d], x); }
};

namespace dop853 {

/// From the sums of squares of both embedded errors over what is allowed: below 1 is good.
template <class S>
PT_HD S error_norm(S five, S three, S h) {
  const S below = multiply_add(S(0.01), three, five);
  const S nonzero = select(below > S(0.0), below, S(1.0));
  return h * five / square_root(nonzero);
}

/// What of a step the clock really makes: time + step is rounded, and over many steps a state that
/// goes on by the whole of it would not be that of the time.
template <class S>
PT_HD S step_of_clock(S time, S step) {
  const S made = (time + step) - time;
  return select(made > S(0.0), made, step);
}

/// Where an integration cannot go on: after a step that was refused, if the next one would be too
/// small to be told from rounding; and where steps up to `longest` would be too many by the end, or
/// have been. At the start any step is a step.
template <class Mask, class S>
PT_HD auto stuck(const Mask& accepted, S time, S next_step, S end) {
  return (!accepted) & (next_step < S(1e-15) * time + S(1e-200) * end);
}
template <class S>
PT_HD auto endless(S time, S longest, S end, S steps, S most_steps) {
  return !(steps + (end - time) / longest < most_steps);
}

/// The longest step of something that turns or decays at this rate, |lambda| of y' = lambda y.
/// Longer ones are stable nearly twice as far, and where y no longer matters nothing else would
/// limit them; but inside of them dense output is up to a hundred times worse than what is
/// controlled (four times up to here: tests/physics/test_dop853.cpp).
inline constexpr double longest_step_times_rate = 3.0;

/// What a single step may always err by, relative to what it goes on from.
inline constexpr double rounding_of_step = 1e-15;

/// So many times the tolerance the errors of all steps of a run may add up to.
inline constexpr double steps_of_tolerance = 50.0;

/// What a step h may err by in a run of this length: errors of steps add up, and fifty steps of its
/// fiftieth each may err by the whole tolerance. Not below rounding, unless the tolerance itself
/// is.
template <class S>
PT_HD S tolerance_of_step(S tolerance, S h, S length) {
  const S share = S(steps_of_tolerance) * h / length;
  const S allowed = select(share < S(1.0), tolerance * share, tolerance);
  const S rounding = select(tolerance < S(rounding_of_step), tolerance, S(rounding_of_step));
  return select(allowed < rounding, rounding, allowed);
}

template <class S, int N>
PT_HD S norm_of_error(const S (&k)[all_stages][N], const S (&scale)[N], S h) {
  S five = S(0.0);
  S three = S(0.0);
  for (int d = 0; d < N; ++d) {
    constexpr auto all = std::make_integer_sequence<int, stages>{};
    const S e5 = weighted<Table::error5, 0>(k, d, all) / scale[d];
    const S e3 = weighted<Table::error3, 0>(k, d, all) / scale[d];
    five = multiply_add(e5, e5, five);
    three = multiply_add(e3, e3, three);
  }
  return error_norm(five, three, h) / square_root(S(double(N)));
}

/// 0.9 error^(-1/8), between 1/3 and 6.
template <class S>
PT_HD S step_factor(S error) {
  const S safe = select(error > S(1e-30), error, S(1e-30));
  const S factor = S(0.9) / square_root(square_root(square_root(safe)));
  const S at_least = select(factor > S(0.333), factor, S(0.333));
  return select(at_least < S(6.0), at_least, S(6.0));
}

/// What the next step is of this one: grows only if this one was accepted; a third if its error is
/// not a number.
template <class Mask, class S>
PT_HD S next_step_factor(const Mask& accepted, S error) {
  const S factor = select(error < S(1e300), step_factor(error), S(0.333));
  return select(accepted, factor, select(factor < S(1.0), factor, S(0.333)));
}

template <class S, int N, class Rhs>
PT_HD void dense_step(const Rhs& rhs, S t, S h, const S (&y)[N], const S (&y_new)[N],
                      S (&k)[all_stages][N], DenseStep<S, N>& dense) {
  evaluate_stages<stages + 1, all_stages>(rhs, t, h, y, k);
  for (int d = 0; d < N; ++d) {
    dense.start[d] = y[d];
    dense_coefficients(k, d, h, y_new[d] - y[d], dense.c[d]);
  }
}

}  // namespace dop853

/// Takes the lanes of a system through time from t = 0 until none has samples left, and says 1 of
/// those that failed: too many or too small steps, or numbers ceased to be finite. Steps and
/// samples of one lane do not depend on the others, nor on which samples are asked for.
///
/// clock: engines::SampleClock. What a system is asked for, of all its lanes at once:
///
///   replace(through, failed)    on the lanes of `through` nothing is left to do; puts what else
///                               there is to be solved into them, at its start, and returns 1 where
///                               it has: a lane is idle only when there is nothing more. Asked if
///                               System::replaces
///   take_start(is_due)          takes samples at the start itself
///   restart(where, time)        on the lanes of `where` f has jumped, or they are at the start:
///                               goes over to the new f; returns where each lane's next jump is
///   first_step(step, time)      what to try first after that, at most `step`
///   fastest_rate()              at which anything turns or decays (longest_step_times_rate)
///   attempt(time, h)            tries a step; returns its error over what is allowed
///   finish_step(finish, h)      f at its end, if some lane accepts it
///   make_dense(time, h)         prepares sample(x, h, is_due), which takes samples at the fraction
///                               x of the step
///   accept(accepted, h)         goes over to the end of the step
///   lost()                      lanes whose numbers are no longer what they should be
///   next_segments(where, time)  on the lanes of `where` the time of the jump has come; 1 where
///   there
///                               is one, and not the end
///   asked_to_stop()             whether nobody wants the values any more
template <class S, class System, class Clock>
PT_HD S integrate(System& system, Clock& clock, S most_steps) {
  using namespace dop853;
  S time = S(0.0);
  S end = S(0.0);  // of the stretch without a jump
  S step = S(0.0);
  S steps = S(0.0);
  S failed = S(0.0);
  S restarting = S(1.0);
  const auto begin = [&](const auto& where) {
    clock.take(where, time, S(1.0), time,
               [&](const S&, const auto& is_due) { system.take_start(is_due); });
  };
  begin(restarting > S(0.0));
  for (;;) {
    const auto restart = restarting > S(0.0);
    if (any(restart)) {
      end = system.restart(restart, time);
      step = select(restart, system.first_step((end - time) * S(1e-3), time), step);
    }
    const auto active = (time < end) & (failed == S(0.0)) & (clock.waiting() > S(0.0));
    if (system.asked_to_stop()) return failed;
    if constexpr (System::replaces) {
      restarting = system.replace(!active, failed);
      const auto fresh = restarting > S(0.0);
      if (any(fresh)) {
        const auto at_start = [&fresh](const S& number) { return select(fresh, S(0.0), number); };
        time = at_start(time);
        end = at_start(end);
        step = at_start(step);
        steps = at_start(steps);
        failed = at_start(failed);
        begin(fresh);
        continue;
      }
    }
    if (!any(active)) return failed;
    const S left = end - time;
    const S longest = S(longest_step_times_rate) / system.fastest_rate();
    const auto hopeless = active & endless(time, longest, end, steps, most_steps);
    if (any(hopeless)) {
      failed = select(hopeless, S(1.0), failed);
      continue;
    }
    const S tried = select(step < longest, step, longest);
    const auto last = !(tried < left);
    const S made = step_of_clock(time, tried);
    const S h = select(active, select(last, left, made), S(0.0));

    const S error = system.attempt(time, h);
    const auto accepted = active & (error < S(1.0));
    if (any(accepted)) {
      const S finish = select(last, end, time + h);
      system.finish_step(finish, h);
      if (clock.any_due(accepted, finish)) {
        system.make_dense(time, h);
        clock.take(accepted, time, h, finish,
                   [&](const S& x, const auto& is_due) { system.sample(x, h, is_due); });
      }
      system.accept(accepted, h);
      time = select(accepted, finish, time);
    }
    steps = steps + S(1.0);
    step = select(active, h * next_step_factor(accepted, error), step);
    const auto ends = active & (stuck(accepted, time, step, end) | system.lost());
    failed = select(ends, S(1.0), failed);
    const auto there = accepted & !(time < end);
    restarting = any(there) ? system.next_segments(there, time) : S(0.0);
  }
}

/// A system of N numbers at hand, as integrate() asks for it. Of the problem it wants
///
///   replaces, replace(through, failed), restart(where, time, y), fastest_rate(),
///   next_segments(where, time), asked_to_stop(): as above
///   sums                               how many numbers, the first ones, are integrals on which
///                                      nothing depends: what each step's sum rounds away, of equal
///                                      steps the same again and again, is kept for the next
///                                      (Kahan)
///   rate(time, y, dy)                  f
///   allowed(time, h, y, y_new, sizes)  what a step may err by in each number
///   take(y, is_due)                    takes a sample
template <class S, int N, class Problem>
class SmallSystem {
 public:
  static constexpr bool replaces = Problem::replaces;

  /// start: of all there is to be solved; stays where it is.
  PT_HD SmallSystem(Problem& problem, const S (&start)[N]) : problem_(problem), start_(start) {
    for (int d = 0; d < N; ++d) {
      y_[d] = start[d];
      k_[0][d] = S(0.0);
    }
    for (int d = 0; d < kept; ++d) rest_[d] = S(0.0);
  }

  template <class Mask>
  PT_HD S replace(const Mask& through, const S& failed) {
    const S fresh = problem_.replace(through, failed);
    for (int d = 0; d < N; ++d) y_[d] = select(fresh > S(0.0), start_[d], y_[d]);
    for (int d = 0; d < kept; ++d) rest_[d] = select(fresh > S(0.0), S(0.0), rest_[d]);
    return fresh;
  }
  template <class IsDue>
  PT_HD void take_start(const IsDue& is_due) const {
    problem_.take(y_, is_due);
  }
  template <class Mask>
  PT_HD S restart(const Mask& where, const S& time) {
    const S end = problem_.restart(where, time, y_);
    S fresh[N];
    problem_.rate(time, y_, fresh);
    for (int d = 0; d < N; ++d) k_[0][d] = select(where, fresh[d], k_[0][d]);
    return end;
  }
  PT_HD S first_step(const S& step, const S&) const { return step; }
  PT_HD S fastest_rate() const { return problem_.fastest_rate(); }
  PT_HD S attempt(const S& time, const S& h) {
    using namespace dop853;
    const Rate f{problem_};
    evaluate_stages<1, stages>(f, time, h, y_, k_);
    for (int d = 0; d < N; ++d) {
      const S slope =
          weighted<Table::step, stages>(k_, d, std::make_integer_sequence<int, stages>{});
      if (d < Problem::sums) {
        const S rise = multiply_add(h, slope, rest_[d]);
        new_y_[d] = y_[d] + rise;
        new_rest_[d] = rise - (new_y_[d] - y_[d]);
      } else {
        new_y_[d] = multiply_add(h, slope, y_[d]);
      }
    }
    S sizes[N];
    problem_.allowed(time, h, y_, new_y_, sizes);
    return norm_of_error(k_, sizes, h);
  }
  PT_HD void finish_step(const S& finish, const S&) {
    problem_.rate(finish, new_y_, k_[dop853::stages]);
  }
  PT_HD void make_dense(const S& time, const S& h) {
    dop853::dense_step(Rate{problem_}, time, h, y_, new_y_, k_, dense_);
  }
  template <class IsDue>
  PT_HD void sample(const S& x, const S&, const IsDue& is_due) const {
    S at[N];
    for (int d = 0; d < N; ++d) at[d] = dense_.at(d, x);
    problem_.take(at, is_due);
  }
  template <class Mask>
  PT_HD void accept(const Mask& accepted, const S&) {
    for (int d = 0; d < N; ++d) {
      y_[d] = select(accepted, new_y_[d], y_[d]);
      k_[0][d] = select(accepted, k_[dop853::stages][d], k_[0][d]);
    }
    for (int d = 0; d < kept; ++d) rest_[d] = select(accepted, new_rest_[d], rest_[d]);
  }
  PT_HD auto lost() const { return S(1.0) < S(0.0); }  // none
  template <class Mask>
  PT_HD S next_segments(const Mask& where, const S& time) {
    return problem_.next_segments(where, time);
  }
  PT_HD bool asked_to_stop() const { return problem_.asked_to_stop(); }

 private:
  /// f for evaluate_stages(). No lambda: one of those may be called for every stage instead of
  /// inlined, and then the numbers are no longer in registers.
  struct Rate {
    const Problem& problem;
    PT_HD void operator()(const S& t, const S (&y)[N], S (&dy)[N]) const { problem.rate(t, y, dy); }
  };

  static constexpr int kept = Problem::sums;

  Problem& problem_;
  const S (&start_)[N];
  S y_[N];
  S new_y_[N];
  S rest_[kept > 0 ? kept : 1];
  S new_rest_[kept > 0 ? kept : 1];
  S k_[dop853::all_stages][N];
  DenseStep<S, N> dense_;
};

}  // namespace pairtwist::physics
