// SPDX-License-Identifier: BSD-3-Clause
// A group of blocks in the laboratory frame: steps of a Faber series (laboratory_segment.inl), and
// samples from the series' own coefficients at their times. Where the series has its matrices is
// not said here: series_in_memory.inl, series_in_registers.inl.
#pragma once

#include <type_traits>

#include "engines/laboratory_levels.inl"

namespace pairtwist::engines {

/// What leads a walk: a segment, whose levels follow the light if the series can do that.
template <class S, class Team, class Series>
using LaboratoryLead = std::conditional_t<Series::grows, LaboratoryLevels<Team, Series>,
                                          LaboratorySegment<S, Team, Series::terms>>;

template <class S, class Team, class Series>
class LaboratoryWalk : LaboratoryLead<S, Team, Series> {
 public:
  using Segment = LaboratoryLead<S, Team, Series>;
  using Segment::width;
  using typename Segment::Complex;

  PT_HD LaboratoryWalk(const FockGroup& group, const Team& team,
                       const typename Series::Tables& tables, const LaboratoryNotes<S>& notes)
      : Segment(group, team, tables, notes) {}

  /// series: all zero, with the same tables. Neither a member nor given to any function that is
  /// called and not inlined, so that a device can keep it in registers.
  PT_HD void run(Series& series) {
    using namespace physics;
    if constexpr (Team::halves)
      if (diagonal_) series.halve();
    series.set([this](int n, int k) { return Segment::light(n, k); });
    const bool climbs = Segment::point(0).terms != fock::only_loss;
    const S nothing = S(Series::grows && climbs ? 0.0 : -1.0);
    typename Segment::Seen seen{
        .tail = S(0.0), .edge = nothing, .corner = nothing, .inner = nothing};
    S failed = S(0.0);
    S restarting = S(1.0);
    bool new_segment = true;
    for (;;) {
      const auto restart = restarting > S(0.0);
      if (any(restart)) {
        if constexpr (Series::grows)
          if (climbs && new_segment) {
            Segment::choose_levels(series, time_);
            if (!Segment::may_leak()) see_edge(seen, edge_of(series));
          }
        Segment::prepare(restart, time_);
        turn(series);
        failed = select(restart & (hopeless_ > S(0.0)), S(1.0), failed);
      }
      const auto active = (time_ < end_) & (failed == S(0.0)) & (clock_.waiting() > S(0.0));
      if (!any(active) || asked_to_stop(input_.stop)) break;
      const S finish = select(active, next_time(), time_);
      const bool sampled = clock_.any_due(active, finish);
      step(series, active, sampled, Series::grows && climbs);
      if constexpr (Series::grows) {
        if (Segment::outgrown(series.size_of_last())) {
          series.go_back();
          Segment::use_larger_ellipses();
          restarting = S(1.0);
          new_segment = false;
          continue;
        }
        if (climbs) {
          const Edge most = most_on_edge(series, finish);
          if (!Segment::may_leak()) {
            see_edge(seen, most);
          } else if (Segment::leaked(most.norm) || Segment::leaked(most.corner)) {
            series.go_back();
            Segment::widen(series, time_);
            restarting = S(1.0);
            new_segment = false;
            continue;
          }
        }
      }
      if (sampled) take(active, finish);
      const S length = finish - time_;
      time_ = finish;
      Segment::tell(time_);
      // All members wait for the sum: nobody keeps the next step's diagonals before all have taken
      // this one's samples.
      const S top = Segment::tail_of(series, levels_);
      if (climbs && levels_ == Segment::cutoff())
        seen.tail = select(active & (top > seen.tail), top, seen.tail);
      if constexpr (Series::grows)
        if (const int inner = inner_level(Segment::cutoff()); climbs && inner < levels_)
          see(seen.inner, Segment::norm_at(series, levels_, inner));
      restarting = Segment::pump_.next(active, time_);
      if constexpr (Series::grows) {
        new_segment = restarting > S(0.0);
        if (climbs && !new_segment && Segment::follow(series, length, time_)) restarting = S(1.0);
      }
    }
    Segment::tell_end();
    Segment::report(seen, failed);
  }

 private:
  static constexpr bool transverse = Segment::Tables::transverse;
  using Segment::apart_;
  using Segment::begin_;
  using Segment::beta_;
  using Segment::centre_;
  using Segment::clock_;
  using Segment::diagonal_;
  using Segment::done_;
  using Segment::end_;
  using Segment::gamma_;
  using Segment::hopeless_;
  using Segment::input_;
  using Segment::levels_;
  using Segment::most_terms_;
  using Segment::notes_;
  using Segment::phase_;
  using Segment::steps_;
  using Segment::tables_;
  using Segment::team_;
  using Segment::turn_;
  using Segment::turn_l_;

  /// Series at several times beside each other: as many as columns of a row.
  static constexpr int times_together = Team::columns;
  using Times = ColumnsOf<S, Team>;
  using V = typename Times::V;

  S time_ = S(0.0);

  /// Into the frame of the new segment.
  PT_HD void turn(Series& series) {
    using namespace physics;
    const S of_rows = turn_;
    const S of_columns = turn_l_;
    const auto turns = [](S angle) { return any(angle < S(0.0)) || any(angle > S(0.0)); };
    if (turns(of_rows) || (transverse && turns(of_columns))) {
      series.set([=, &series](int n, int k) {
        S s, c;
        if constexpr (transverse)
          sine_cosine(of_columns * S(double(k)) - of_rows * S(double(n)), s, c);
        else
          sine_cosine(of_rows * S(double(k - n)), s, c);
        return series.at(n, k) * Complex{c, s};
      });
    }
    team_.sync();
  }

  PT_HD S next_time() const {
    using namespace physics;
    const S number = done_ + S(1.0);
    const S inside = multiply_add((end_ - begin_) / steps_, number, begin_);
    return select(number < steps_, inside, end_);
  }

  /// One step of the lanes of `active`, the others stay where they are. watched: its edge is kept.
  template <class Mask>
  PT_HD void step(Series& series, const Mask& active, bool sampled, bool watched) {
    using physics::select;
    const auto coefficient = [&](int k) {
      return select(active, notes_.coefficients[k], S(k == 0 ? 1.0 : 0.0));
    };
    if constexpr (Series::grows) series.keep();
    series.begin(coefficient(0));
    if (sampled) keep_diagonal(series, 0);
    keep_edge(series, 0, watched);
    for (int k = 1; k <= most_terms_; ++k) {
      if (asked_to_stop(input_.stop)) break;  // one of a thousand levels takes a second
      const S beta = k == 1 ? S(0.0) : k == 2 ? S(2.0) * beta_ : beta_;
      series.next(beta, coefficient(k));
      if (sampled) keep_diagonal(series, k);
      keep_edge(series, k, watched);
    }
    series.finish();
    if (sampled) reduce();
    team_.sync();
    done_ = select(active, done_ + S(1.0), done_);
  }

  /// Pure states have both alike, mixed ones much more of the latter.
  struct Edge {
    S norm;    ///< squared, of the uppermost row or column
    S corner;  ///< modulus of the element of both
  };

  /// NaN stays.
  PT_HD static void see(S& most, const S& size) {
    most = most >= size || most != most ? most : size;
  }

  PT_HD static void see_edge(typename Segment::Seen& seen, const Edge& edge) {
    see(seen.edge, edge.norm);
    see(seen.corner, edge.corner);
  }
  /// As it is.
  PT_HD Edge edge_of(const Series& series) const {
    const int top = levels_ - 1;
    return {Segment::tail_of(series, levels_), ::sqrt(norm(series.at(top, top)))};
  }

  /// The most that the step from time_ to `finish` had on its uppermost level, at its end and on
  /// the way.
  PT_HD Edge most_on_edge(const Series& series, const S& finish) const {
    constexpr int on_the_way = 6;
    Edge most = edge_of(series);
    for (int first = 1; first < on_the_way; first += times_together) {
      S times[times_together];
      for (int i = 0; i < times_together; ++i)
        times[i] = time_ + (finish - time_) * S(double(first + i) / on_the_way);
      V at_each[Series::edge_parts];
      at_time(
          Times::load(times), [&](int k, int part) { return series.edge(k, part); }, at_each);
      S parts[Series::edge_parts][times_together];
      for (int part = 0; part < Series::edge_parts; ++part)
        Times::store(at_each[part], parts[part]);
      for (int i = 0; i < times_together && first + i < on_the_way; ++i) {
        see(most.norm, parts[0][i] * parts[0][i] + parts[1][i] * parts[1][i]);
        see(most.norm, parts[2][i] * parts[2][i] + parts[3][i] * parts[3][i]);
        see(most.corner, ::hypot(parts[4][i], parts[5][i]));
      }
    }
    return most;
  }

  PT_HD void keep_edge(Series& series, int k, bool watched) const {
    if constexpr (Series::grows)
      if (watched) series.keep_edge(k);
  }

  /// Of a diagonal block populations, which are real.
  PT_HD void keep_diagonal(const Series& series, int k) const {
    S* const to = notes_.diagonals + kept_from(k);
    if (diagonal_)
      team_.for_each(notes_.size, [&](int n) { to[n] = series.at(n, n).re; });
    else
      team_.for_each(notes_.size, [&](int n) {
        const Complex value = series.at(n, n);
        to[2 * n] = value.re;
        to[2 * n + 1] = value.im;
      });
  }
  PT_HD std::int64_t kept_from(int k) const {
    return std::int64_t{k} * notes_.size * (diagonal_ ? 1 : 2);
  }

  /// What is reported, of each F_k: the trace, or <a†a> and <a†²a²>. Of several side by side, so
  /// that no addition waits for the one before.
  PT_HD void reduce() const {
    constexpr int together = Team::columns < 4 ? Team::columns : 4;
    team_.for_each((most_terms_ + together) / together, [&](int group) {
      const S* from[together];
      Complex sums[together];
      for (int i = 0; i < together; ++i) {
        from[i] = notes_.diagonals + kept_from(term_beside(group * together, i));
        sums[i] = {S(0.0), S(0.0)};
      }
      if (diagonal_)
        add_moments(from, sums);
      else
        add_traces(from, sums);
      for (int i = 0; i < together; ++i) {
        const int k = term_beside(group * together, i);
        notes_.reduced[2 * k] = sums[i].re;
        notes_.reduced[2 * k + 1] = sums[i].im;
      }
    });
  }
  /// The last one again where there are no more.
  PT_HD int term_beside(int first, int i) const {
    return first + i < most_terms_ ? first + i : most_terms_;
  }
  template <int together>
  PT_HD void add_moments(const S* const (&from)[together], Complex (&sums)[together]) const {
    using physics::multiply_add;
    for (int n = 0; n < notes_.size; ++n) {
      const double level = n;
      const S once = S(level), twice = S(level * (level - 1.0));
      for (int i = 0; i < together; ++i) {
        const S population = from[i][n];
        sums[i] = {multiply_add(population, once, sums[i].re),
                   multiply_add(population, twice, sums[i].im)};
      }
    }
  }
  template <int together>
  PT_HD void add_traces(const S* const (&from)[together], Complex (&sums)[together]) const {
    Complex phase = {S(1.0), S(0.0)};
    for (int n = 0; n < notes_.size; ++n) {
      for (int i = 0; i < together; ++i) {
        const Complex value = {from[i][2 * n], from[i][2 * n + 1]};
        if constexpr (transverse)
          sums[i] = sums[i] + value * phase;
        else
          sums[i] = sums[i] + value;
      }
      if constexpr (transverse) phase = phase * apart_;
    }
  }

  /// The samples of the step from time_ to `finish` that the series was kept of.
  template <class Mask>
  PT_HD_CALLED void take(const Mask& active, const S& finish) {
    using namespace physics;
    double flags[width], ends[width];
    Lanes<S>::store(select(active, S(1.0), S(0.0)), flags);
    Lanes<S>::store(finish, ends);
    std::int64_t due[width];
    std::int64_t rounds = 0;
    for (int i = 0; i < width; ++i) {
      due[i] = flags[i] != 0.0 ? clock_.count_due(i, ends[i]) : 0;
      if (due[i] > rounds) rounds = due[i];
    }
    // Round r: sample r of each lane that has so many.
    team_.for_values(static_cast<int>(rounds), [&](int first) {
      S times[times_together];
      for (int i = 0; i < times_together; ++i) times[i] = sample_time(due, first + i);
      V at_each[2];
      at_time(
          Times::load(times), [&](int k, int part) { return notes_.reduced[2 * k + part]; },
          at_each);
      S re[times_together], im[times_together];
      Times::store(at_each[0], re);
      Times::store(at_each[1], im);
      for (int i = 0; i < times_together && first + i < rounds; ++i)
        write_sample(due, first + i, times[i], {re[i], im[i]});
    });
    if (Segment::wants_distribution()) take_distributions(due, rounds);
    for (int i = 0; i < width; ++i) clock_.advance(i, due[i]);
  }

  PT_HD void write_sample(const std::int64_t (&due)[width], int r, S time, Complex value) const {
    using namespace physics;
    if (!diagonal_) {
      const ComplexDD<S> turn = expi(phase_ + two_sum(time, -begin_) * centre_.im);
      value = value * Complex{turn.re.hi, turn.im.hi};
    }
    double first[width], second[width];
    Lanes<S>::store(value.re, first);
    Lanes<S>::store(value.im, second);
    for (int i = 0; i < width; ++i)
      if (r < due[i]) Segment::write_values(i, r, first[i], second[i]);
  }

  /// Some levels of one sample at a time.
  PT_HD void take_distributions(const std::int64_t (&due)[width], std::int64_t rounds) const {
    constexpr int together = 8;
    const int levels = static_cast<int>(input_.distribution_levels);
    const int groups = (levels + together - 1) / together;
    team_.for_each(static_cast<int>(rounds) * groups, [&](int j) {
      const int r = j / groups;
      const int first = j % groups * together;
      S populations[together];
      at_time(
          sample_time(due, r),
          [&](int k, int i) {
            return first + i < notes_.size ? notes_.diagonals[kept_from(k) + first + i] : S(0.0);
          },
          populations);
      for (int i = 0; i < together && first + i < levels; ++i) {
        double each[width];
        Lanes<S>::store(populations[i], each);
        for (int lane = 0; lane < width; ++lane)
          if (r < due[lane]) Segment::distribution(lane, r)[first + i] = each[lane];
      }
    });
  }

  PT_HD S sample_time(const std::int64_t (&due)[width], int r) const {
    double at[width], now[width];
    Lanes<S>::store(time_, now);
    for (int i = 0; i < width; ++i) at[i] = r < due[i] ? clock_.time(i, r) : now[i];
    return Lanes<S>::load(at);
  }

  /// N numbers at a time of the present step, or at each of several, from those of each F_k.
  template <int N, class T, class Moment>
  PT_HD void at_time(T time, const Moment& moment, T (&result)[N]) const {
    const T since = time - T(time_);
    physics::faber::sums(
        T(gamma_) * since, T(beta_), notes_.one, T(*notes_.terms),
        [&](int k, int i) { return k <= most_terms_ ? T(moment(k, i)) : T(0.0); }, result);
  }
};

/// Numbers S that a walk with this series has near at hand: matrices, tables, notes.
template <class S, class Series>
PT_HD constexpr std::int64_t laboratory_near(int cutoff) {
  return Series::scratch(cutoff) + Series::Tables::scratch(Series::extent(cutoff)) +
         LaboratoryNotes<S>::scratch();
}

/// Solves a group with its numbers in `near`, LaboratoryNotes<S>::moments(cutoff) of them in `far`.
/// more: what the series wants besides.
template <class Series, class S, class Team, class... More>
PT_HD void walk_laboratory(const FockGroup& group, const Team& team, S* near, S* far,
                           More... more) {
  const int cutoff = group.items[0].cutoff;
  S* const behind = near + Series::scratch(cutoff);
  const typename Series::Tables tables(behind, Series::extent(cutoff));
  S* const notes = behind + Series::Tables::scratch(Series::extent(cutoff));
  LaboratoryWalk<S, Team, Series> walk(group, team, tables, LaboratoryNotes<S>(notes, far, cutoff));
  Series series(team, tables, cutoff, near, more...);
  walk.run(series);
}

}  // namespace pairtwist::engines
