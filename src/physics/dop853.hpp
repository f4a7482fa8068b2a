// Adaptive integration of a small system y' = f(t, y) by DOP853, one system per lane: every lane
// has its own step size and its own samples, and rides along idle once it is done. For S = double
// this is an ordinary integrator, one per thread of a device.
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

/// The state of one integration: what a restart after a jump of f needs. Packs: one per lane.
template <class S, int N>
struct OdeState {
  S time;
  S step;  ///< to try next; 0: guess
  S y[N];
  S failed;          ///< 1: too many or too small steps, or numbers ceased to be finite
  S steps = S(0.0);  ///< tried so far
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

/// What a step h may err by in a run of this length: errors of steps add up, and fifty steps of its
/// fiftieth each may err by the whole tolerance. Not below rounding, unless the tolerance itself
/// is.
template <class S>
PT_HD S tolerance_of_step(S tolerance, S h, S length) {
  const S share = S(50.0) * h / length;
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
PT_HD DenseStep<S, N> dense_step(const Rhs& rhs, S t, S h, const S (&y)[N], const S (&y_new)[N],
                                 S (&k)[all_stages][N]) {
  evaluate_stages<stages + 1, all_stages>(rhs, t, h, y, k);
  DenseStep<S, N> dense;
  for (int d = 0; d < N; ++d) {
    dense.start[d] = y[d];
    dense_coefficients(k, d, h, y_new[d] - y[d], dense.c[d]);
  }
  return dense;
}

}  // namespace dop853

/// Takes the lanes from state.time to `end` (the same for all), no step longer than `longest`, with
/// at most `most_steps` steps since state.steps was 0.
/// rhs(t, y, dy) is f; scale(t, h, y, y_new, s) gives the error that a step may make in each
/// component; samples.due(begin, finish) says whether a sample lies in a step of some lane,
/// samples.take(accepted, begin, h, finish, dense) takes those that do, samples.done() says that
/// none is left. Steps and samples of one lane do not depend on the others, nor on which samples
/// are asked for.
template <class S, int N, class Rhs, class Scale, class Samples>
PT_HD void integrate(const Rhs& rhs, const Scale& scale, Samples& samples, S end, S longest,
                     S most_steps, OdeState<S, N>& state) {
  using namespace dop853;
  S k[all_stages][N];
  rhs(state.time, state.y, k[0]);
  const S guess = (end - state.time) * S(1e-3);
  state.step = select(state.step > S(0.0), state.step, guess);
  for (;;) {
    const auto active = (state.time < end) & (state.failed == S(0.0));
    if (!any(active) || samples.done()) return;
    const auto hopeless = active & endless(state.time, longest, end, state.steps, most_steps);
    if (any(hopeless)) {
      state.failed = select(hopeless, S(1.0), state.failed);
      continue;
    }
    const S left = end - state.time;
    const S tried = select(state.step < longest, state.step, longest);
    const auto last = !(tried < left);
    const S step = step_of_clock(state.time, tried);
    const S h = select(active, select(last, left, step), S(0.0));

    evaluate_stages<1, stages>(rhs, state.time, h, state.y, k);
    S y_new[N];
    for (int d = 0; d < N; ++d)
      y_new[d] = multiply_add(
          h, weighted<Table::step, stages>(k, d, std::make_integer_sequence<int, stages>{}),
          state.y[d]);
    S allowed[N];
    scale(state.time, h, state.y, y_new, allowed);
    const S error = norm_of_error(k, allowed, h);
    const auto accepted = active & (error < S(1.0));
    if (any(accepted)) {
      const S finish = select(last, end, state.time + h);
      rhs(finish, y_new, k[stages]);
      if (samples.due(accepted, state.time, finish)) {
        const DenseStep<S, N> dense = dense_step(rhs, state.time, h, state.y, y_new, k);
        samples.take(accepted, state.time, h, finish, dense);
      }
      state.time = select(accepted, finish, state.time);
      for (int d = 0; d < N; ++d) {
        state.y[d] = select(accepted, y_new[d], state.y[d]);
        k[0][d] = select(accepted, k[stages][d], k[0][d]);
      }
    }
    state.steps = state.steps + S(1.0);
    state.step = select(active, h * next_step_factor(accepted, error), state.step);
    const auto ends = active & stuck(accepted, state.time, state.step, end);
    state.failed = select(ends, S(1.0), state.failed);
  }
}

}  // namespace pairtwist::physics
