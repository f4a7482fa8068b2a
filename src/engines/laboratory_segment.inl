// SPDX-License-Identifier: BSD-3-Clause
// The segment of constant pump that a group of blocks in the laboratory frame is in: where each
// generator's numerical range lies, and the steps, terms and coefficients of the series that follow
// from it (src/physics/faber.hpp) before the first step is made.
#pragma once

#include "engines/fock_task.inl"
#include "engines/laboratory_stencil.inl"

namespace pairtwist::engines {

/// Where numbers are kept that are no matrices: numbers S each.
template <class S>
struct LaboratoryNotes {
  static constexpr int per_term = physics::faber::most_terms + 1;
  static constexpr int directions =
      physics::faber::Box::directions + physics::faber::Outline::directions;

  PT_HD static constexpr int scratch() { return 2 * per_term + directions + 1; }
  PT_HD static constexpr std::int64_t moments(int cutoff) {
    return 2 * std::int64_t{per_term} * (cutoff + 1);
  }

  PT_HD LaboratoryNotes(S* scratch, S* far_scratch, int cutoff)
      : coefficients(scratch),
        one(scratch + per_term),
        terms(scratch + 2 * per_term),
        support(reinterpret_cast<double*>(terms + 1)),
        reduced(far_scratch),
        diagonals(far_scratch + 2 * per_term),
        size(cutoff) {}

  PT_HD double* support_of(int lane) const { return support + lane * directions; }

  S* coefficients;  ///< [k]  of a whole step, 0 beyond the lane's last term
  S* one;           ///< [k]  F_k where the exponential is 1
  S* terms;         ///< the last term of each lane
  double* support;  ///< [width][directions]
  S* reduced;       ///< [k][2]  what is sampled, of F_k
  S* diagonals;     ///< [k][n][2]  <n|F_k|n>; of a diagonal block [k][n], without what is imaginary
  int size;
};

template <class S, class Team, int terms_>
class LaboratorySegment : public FockTask<S, Team> {
 public:
  using Task = FockTask<S, Team>;
  using Task::width;
  using typename Task::Complex;
  using Tables = LaboratoryTables<S, Team, terms_>;

 protected:
  using Task::diagonal_;
  using Task::input_;
  using Task::team_;

  PT_HD LaboratorySegment(const FockGroup& group, const Team& team, const Tables& tables,
                          const LaboratoryNotes<S>& notes)
      : Task(group, team), tables_(tables), notes_(notes) {
    tables_.fill_roots(team, Task::cutoff(), group.input->roots);
  }

  /// Everything that depends on the segment, or on what is left of it from `time` on. Other lanes
  /// than those of `restart` get what they have.
  template <class Mask>
  PT_HD_CALLED void prepare(const Mask& restart, S time) {
    using namespace physics;
    const S passed = time - begin_;
    phase_ = select(restart, phase_ + two_prod(centre_.im, passed), phase_);
    turn_ = select(restart, mean_ * passed, S(0.0));
    turn_l_ = turn_;
    begin_ = select(restart, time, begin_);
    end_ = Task::per_lane([&](int i) { return Task::pump_.end(i); });

    few_ = select(restart, Task::photon_scale(), few_);
    measure_ranges();
    double allowed[width];
    choose_steps(allowed);
    done_ = select(restart, S(0.0), done_);
    physics::fock::Rates<double> each[width];
    for (int i = 0; i < width; ++i) each[i] = rates_in_frame(i);
    const auto rates = Task::packed(each);
    turn_ = turn_ + turn_of_pump(rates.pump_k, phase_of_pump_);
    if constexpr (Tables::transverse) {
      turn_l_ = turn_l_ + turn_of_pump(rates.pump_l, phase_of_pump_l_);
      sine_cosine(Task::per_lane([&](int i) { return phase_of_pump_[i] - phase_of_pump_l_[i]; }),
                  apart_.im, apart_.re);
    }
    check();
    tables_.fill(team_, fock::laboratory_stencil(rates), centre_, gamma_, apart_);
    if (team_.first()) count_terms(allowed);
    team_.sync();
    double last[width];
    Lanes<S>::store(*notes_.terms, last);
    most_terms_ = 1;
    for (int i = 0; i < width; ++i)
      if (last[i] > most_terms_) most_terms_ = static_cast<int>(last[i]);
  }

  Tables tables_;
  LaboratoryNotes<S> notes_;
  S begin_ = S(0.0);  ///< of the segment, or of what is left of it
  S end_ = S(0.0);
  S steps_ = S(1.0);  ///< from begin_ to end_
  S done_ = S(0.0);
  S span_ = S(0.0);  ///< gamma times the time from begin_ to end_
  S few_ = S(1.0);   ///< photon scale at begin_
  Complex centre_ = {S(0.0), S(0.0)};
  S gamma_ = S(1.0);
  S beta_ = S(0.0);
  physics::DD<S> phase_ =
      S(0.0);  ///< of the block at the segment's start; since then by centre_.im
  double phase_of_pump_[width] = {};    ///< phi
  double phase_of_pump_l_[width] = {};  ///< phi'; kept beside a transverse pump only
  Complex apart_ = {S(1.0), S(0.0)};    ///< e^{i(phi - phi')}
  S mean_ = S(0.0);                     ///< frequency at which the frame of a dark segment turns
  S turn_ = S(0.0);    ///< from the frame that R is in to the present one: of the rows
  S turn_l_ = S(0.0);  ///< of the columns, beside a transverse pump
  S hopeless_ = S(0.0);
  int most_terms_ = 1;
  int levels_ = Task::cutoff();  ///< that are computed, the cutoff at most
  double longest_time_ = 1e300;  ///< of a step
  double beyond_ = 0.0;          ///< of Box::tight; 0: ellipses that are sure to be large enough

  /// Whether the ellipse is a guess. 0 has to lie within: there the generator has few photons, of
  /// which most states are made. (Beside it, 300 terms grow by 10^3.)
  PT_HD bool guessed(int lane) const {
    using physics::faber::Box;
    constexpr double beside = 1.03;
    return beyond_ > 0.0 && Box(notes_.support_of(lane)).tight(beyond_).level_of_zero() < beside;
  }

 private:
  /// Steps beyond gamma times a segment's length of this would take hours.
  static constexpr double largest_span = 1e9;
  /// What a rounded time or angle may leave uncertain of an element, over FockInput::phase_error:
  /// however strict the block is, it is rounded like any other.
  static constexpr double largest_rounding = 100.0;
  static constexpr double least_lacking = 1e-17;

  /// Without a pump L conserves n - k: R then goes on in a frame that turns with the mean of both
  /// sectors' frequencies, and only their difference is left.
  PT_HD bool dark(int lane) const { return Task::pump_.segment(lane).dark(); }
  PT_HD physics::fock::Rates<double> rates_in_frame(int lane) const {
    auto rates = Task::rates(lane);
    if (!dark(lane)) return rates;
    rates.omega_k = 0.5 * Task::point(lane).two_W0 * Task::difference_of_squares(lane);
    rates.omega_l = -rates.omega_k;
    return rates;
  }

  /// Where the numerical range of each lane's generator lies.
  PT_HD void measure_ranges() {
    using namespace physics::faber;
    const auto measure = [this](int lane, double along, double across) {
      return range_support(physics::fock::laboratory_stencil(rates_in_frame(lane)), levels_, along,
                           across);
    };
    team_.for_each(width * Box::directions, [&](int j) {
      const int i = j % Box::directions;
      const int lane = j / Box::directions;
      notes_.support_of(lane)[i] = measure(lane, Box::cosine_of(i), Box::sine_of(i));
    });
    team_.sync();
    if (guessed(0)) return;
    team_.for_each(width * Outline::directions, [&](int j) {
      const int i = j % Outline::directions;
      const int lane = j / Outline::directions;
      const Outline outline{Box(notes_.support_of(lane))};
      notes_.support_of(lane)[Box::directions + i] =
          measure(lane, outline.cosine_of(i), outline.sine_of(i));
    });
    team_.sync();
  }

  PT_HD physics::faber::Ellipse ellipse_of(int lane) const {
    using namespace physics::faber;
    const double* const support = notes_.support_of(lane);
    const Box box(support);
    return guessed(lane) ? box.tight(beyond_) : Outline{box}.ellipse(support + Box::directions);
  }

  /// The ellipses and the steps of all lanes, and what their series may lack.
  PT_HD void choose_steps(double (&allowed)[width]) {
    using namespace physics;
    const double levels = levels_;
    const faber::Length furthest = faber::longest();
    double begins[width], ends[width], fews[width];
    double re[width], im[width], gamma[width], beta[width], spans[width], steps[width];
    Lanes<S>::store(begin_, begins);
    Lanes<S>::store(end_, ends);
    Lanes<S>::store(few_, fews);
    for (int i = 0; i < width; ++i) {
      faber::Ellipse range = ellipse_of(i);
      const double length = ends[i] - begins[i];
      // Nothing moves: any gamma does.
      if (range.gamma * length <= 1e-3) range.gamma = length > 0.0 ? 1e-3 / length : 1.0;
      spans[i] = range.gamma * length;
      const double share = length / Task::point(i).stop;
      // What is missing counts as its trace, of diagonal blocks as moments that weigh levels with
      // n²; the Frobenius norm bounds the trace norm by √levels.
      const double weight = ::sqrt(levels) * (diagonal_ ? levels * levels : 1.0);
      const double lacking = 1e-3 * input_.tolerance * share * fews[i] * fews[i] / weight;
      const double fills_terms =
          faber::longest_step_for(lacking / (1.0 + spans[i] / furthest.step), furthest);
      // What the coefficients outgrow the sum by comes back as rounding, in every step, times some
      // 1e-17: F_k of a state shrinks as they grow (docs/performance.md).
      double growth =
          ::log(1e16 * input_.tolerance * share / ::fmax(spans[i] / furthest.step, 1.0));
      growth = growth < 1.0 ? 1.0 : growth < 20.0 ? growth : 20.0;
      const double by_growth = range.right > 0.0 ? growth * range.gamma / range.right : 1e300;
      double longest = by_growth < fills_terms ? by_growth : fills_terms;
      if (range.gamma * longest_time_ < longest) longest = range.gamma * longest_time_;
      steps[i] = ::ceil(spans[i] / longest);
      if (!(steps[i] >= 1.0)) steps[i] = 1.0;
      re[i] = range.re;
      im[i] = range.im;
      gamma[i] = range.gamma;
      beta[i] = range.beta;
      // To lack less than what rounding takes would be in vain.
      allowed[i] = ::fmax(lacking / steps[i], least_lacking * fews[i] * fews[i]);
    }
    centre_ = {Lanes<S>::load(re), Lanes<S>::load(im)};
    gamma_ = Lanes<S>::load(gamma);
    beta_ = Lanes<S>::load(beta);
    span_ = Lanes<S>::load(spans);
    steps_ = Lanes<S>::load(steps);
  }

  /// By how much the pump's phase has changed. In the dark it stays, unless a difference of both
  /// sides' would turn the jumps.
  PT_HD S turn_of_pump(Complex pump, double (&phases)[width]) const {
    double re[width], im[width], by[width];
    Lanes<S>::store(pump.re, re);
    Lanes<S>::store(pump.im, im);
    for (int i = 0; i < width; ++i) {
      const double phase = dark(i) && !Tables::transverse ? phases[i] : ::atan2(im[i], re[i]);
      by[i] = phase - phases[i];
      phases[i] = phase;
    }
    return Lanes<S>::load(by);
  }

  /// Which lanes cannot be told any more: too many steps, or times and angles without the digits
  /// that solve.tolerance needs; numbers that are none.
  PT_HD void check() {
    using namespace physics;
    mean_ = Task::per_lane([&](int i) {
      const auto of_sectors = Task::rates(i);
      return dark(i) ? 0.5 * (of_sectors.omega_k + of_sectors.omega_l) : 0.0;
    });
    const auto size = [](S x) { return select(x < S(0.0), -x, x); };
    const S digits = S(largest_rounding * input_.phase_error / 0x1p-53);
    const S levels = S(double(levels_));
    auto told = (span_ < S(largest_span)) & (gamma_ * size(end_) < digits) &
                (size(turn_) * levels < digits);
    if constexpr (Tables::transverse) told = told & (size(turn_l_) * levels < digits);
    hopeless_ = select(told, S(0.0), S(1.0));
  }

  PT_HD void count_terms(const double (&allowed)[width]) {
    using namespace physics;
    const S x = span_ / steps_;
    S* c = notes_.coefficients;
    faber::polynomials(-(centre_.re / gamma_), beta_, notes_.one);
    faber::coefficients(x, beta_, notes_.one, c);
    double last[width];
    double* each = reinterpret_cast<double*>(c);
    for (int i = 0; i < width; ++i) {
      // Of numbers that are none all would be needed, and there is no place for them.
      int needed = faber::terms_needed(each + i, width, allowed[i]);
      if (needed > faber::most_terms) needed = faber::most_terms;
      last[i] = needed;
      for (int k = needed + 1; k < LaboratoryNotes<S>::per_term; ++k) each[k * width + i] = 0.0;
    }
    *notes_.terms = Lanes<S>::load(last);
  }
};

}  // namespace pairtwist::engines
