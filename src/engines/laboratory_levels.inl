// SPDX-License-Identifier: BSD-3-Clause
// How many levels of a block in the laboratory frame are computed at a time: as many as its light
// fills, up to the cutoff. Of a block alone on the host, whose steps cost as the levels' third
// power. What is left out is a guess, and each solution's guess is stricter than the one before: a
// block is done when that changes nothing (fock_cutoff.hpp).
#pragma once

#include "engines/laboratory_segment.inl"

namespace pairtwist::engines {

template <class Team, class Series>
class LaboratoryLevels : public LaboratorySegment<double, Team, Series::terms> {
 public:
  using Segment = LaboratorySegment<double, Team, Series::terms>;

 protected:
  using Segment::levels_;

  template <class... Args>
  PT_HD explicit LaboratoryLevels(const Args&... args) : Segment(args...) {
    Segment::beyond_ = bold;
  }

  /// For a segment that begins at `time`: the pump may do all it can.
  PT_HD void choose_levels(Series& series, double time) {
    rate_ = most_rate();
    filled_ = filled_levels(series);
    use(series, planned(time));
  }

  /// After a step of that length up to `time`. True: the next one is to be prepared anew.
  PT_HD bool follow(Series& series, double length, double time) {
    const int before = filled_;
    filled_ = filled_levels(series);
    const double grown = (::sqrt(double(filled_)) - ::sqrt(double(before))) / length;
    rate_ = grown > 0.0 ? 1.25 * grown : 0.0;
    const Plan plan = planned(time);
    const bool fits = plan.levels <= levels_ && plan.levels >= levels_ - 2 - levels_ / 32;
    const bool in_time = length <= plan.time && !(longest_time_ < 0.6 * plan.time);
    if (fits && in_time) return false;
    use(series, plan);
    return true;
  }

  /// Whether there are more levels to be had for light that comes to the uppermost one.
  PT_HD bool may_leak() const { return levels_ < Segment::cutoff(); }
  /// most: on the uppermost level, in the step that was made. True: too much for the levels that
  /// there are; the step is to be made again, on more.
  PT_HD bool leaked(double most) const { return !(most <= negligible()); }
  PT_HD void widen(Series& series, double time) {
    rate_ = 2.0 * rate_ > most_rate() ? 2.0 * rate_ : most_rate();
    filled_ = levels_;
    use(series, planned(time));
  }

  /// size: |F_K R| of a step's last term, where R is at most 1. True: what the series lacks is no
  /// longer known, and nor is what rounding made of it; the step is to be made again.
  PT_HD bool outgrown(double size) const {
    return Segment::guessed(0) && !(size <= largest_last_term);
  }
  PT_HD void use_larger_ellipses() {
    Segment::beyond_ = Segment::beyond_ > careful ? careful : 0.0;
  }

  using Segment::longest_time_;

 private:
  static constexpr int least_levels = 4;
  /// How far the generator may reach beyond ellipses (Box::tight), first and then. Where it does,
  /// a last term tells: this many times the state, and what is missing is as much more than
  /// LaboratorySegment allows.
  static constexpr double bold = 1.3;
  static constexpr double careful = 1.1;
  static constexpr double largest_last_term = 100.0;

  struct Plan {
    int levels;
    double time;
  };

  /// Amplitude that the light may gain in a unit of time.
  PT_HD double most_rate() const {
    const auto rates = Segment::Task::rates(0);
    const double k = ::sqrt(norm(rates.pump_k));
    const double l = ::sqrt(norm(rates.pump_l));
    return (k > l ? k : l) + rates.bath;
  }

  /// What may be on the uppermost level (LaboratoryWalk::most_on_edge) and be nothing.
  PT_HD double negligible() const {
    const double weight = Segment::diagonal_ ? double(levels_) : 1.0;
    const double few = Segment::few_;
    const double change = 1e-1 * Segment::input_.tolerance / weight;
    // Values change by no more than about the root. Where more is believed of a change than was
    // seen, what is left out is a tenth of the change that is none.
    if (Segment::item(0).edge > 0.0) return few * few * 1e-2 * change * change;
    return few * few * change * ::pow(1e-2, Segment::item(0).solved);
  }

  /// Levels that hold all of R.
  PT_HD int filled_levels(const Series& series) const {
    const double nothing = 1e-2 * negligible();
    double beyond = 0.0;
    int levels = levels_;
    for (; levels > least_levels; --levels) {
      const int top = levels - 1;
      for (int k = 0; k < levels; ++k) beyond += norm(series.at(top, k)) + norm(series.at(k, top));
      beyond += ::sqrt(norm(series.at(top, top)));
      if (!(beyond <= nothing)) break;
    }
    return levels;
  }

  /// Steps in which the light gains a quarter of its levels, and room for that.
  PT_HD Plan planned(double time) const {
    const double quarter = 0.25 * filled_;
    const double room = filled_ + (quarter > 6.0 ? quarter : 6.0);
    const double amplitude = ::sqrt(double(filled_));
    const double rest = Segment::pump_.end(0) - time;
    double step = (::sqrt(room) - amplitude) / rate_;
    if (!(step < rest)) step = rest;
    const double reached = amplitude + rate_ * step;
    const double levels = ::ceil(reached * reached) + 2.0;
    const bool all = !(levels < Segment::cutoff());
    return {all ? Segment::cutoff() : static_cast<int>(levels), step};
  }

  PT_HD void use(Series& series, const Plan& plan) {
    longest_time_ = plan.time;
    levels_ = plan.levels;
    Segment::notes_.size = levels_;
    series.resize(levels_);
    Segment::tables_.fill_roots(Segment::team_, levels_, Segment::input_.roots);
  }

  int filled_ = 1;     ///< levels
  double rate_ = 0.0;  ///< amplitude that the light gains in a unit of time
};

}  // namespace pairtwist::engines
