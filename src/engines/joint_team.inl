// SPDX-License-Identifier: BSD-3-Clause
// A team (team.hpp) carries out orders of the joint method: its state from other levels, a jump, a
// series (joint_terms.inl) and what those want to see who lead the state. Everything but the norm
// is, bit by bit, what one thread comes to; the order of the norm's sum is the team's.
#pragma once

#include "engines/joint_order.hpp"
#include "engines/joint_terms.inl"

namespace pairtwist::engines {

/// Rows of a matrix that a member takes of one column.
inline constexpr std::int32_t joint_strip = 8;

/// How many pieces of work a team has in a term.
PT_HD std::int32_t joint_pieces(const JointOrder& order) {
  const std::int32_t count = order.places.count;
  return order.of_matrix ? (count + joint_strip - 1) / joint_strip * count : count;
}

/// The terms of an order's series. Arrays take turns: b_k stands in the one of k's parity.
class JointSeriesTeam {
 public:
  PT_HD JointSeriesTeam(const JointOrder& order, double* even, double* odd)
      : order_(order), places_(order.places), even_(even), odd_(odd) {}

  /// b_{K+1} = 0 and b_K of the last term K.
  template <class Team>
  PT_HD void begin(const Team& team) const {
    const std::int32_t k = order_.terms;
    double* const last = of(k);
    double* const beyond = of(k - 1);
    const double factor = order_.coefficients[k];
    const auto element = [&](std::int64_t i) {
      last[i] = factor * order_.now[i];
      beyond[i] = 0.0;
    };
    if (order_.of_matrix)
      for_elements(team, places_, [&](std::int32_t row, std::int32_t column) {
        element(places_.at(row, column));
        element(places_.imaginary + places_.at(row, column));
      });
    else
      team.for_each(places_.count, [&](std::int32_t e) {
        element(places_.at(e));
        element(places_.imaginary + places_.at(e));
      });
  }

  /// b_k, in place of b_{k+2}; of k = 0 the sum.
  template <class Team>
  PT_HD void term(std::int32_t k, const Team& team) const {
    if (order_.of_matrix)
      matrix_term(k, team);
    else if (order_.tables.decays)
      vector_term<true>(k, team);
    else
      vector_term<false>(k, team);
  }

  /// f(row, column) for the elements of a matrix from the blocks (s, s - 1) on.
  template <class Team, class F>
  PT_HD static void for_elements(const Team& team, const JointPlaces& places, const F& f) {
    for_strips(team, places, [&](std::int32_t first, std::int32_t last, std::int32_t column) {
      for (std::int32_t row = first; row < last; ++row)
        if (places.elements[row].site <= places.elements[column].site + 1) f(row, column);
    });
  }

 private:
  template <class Team, class Strip>
  PT_HD static void for_strips(const Team& team, const JointPlaces& places, const Strip& strip) {
    const std::int32_t count = places.count;
    team.for_each((count + joint_strip - 1) / joint_strip * count, [&](std::int32_t i) {
      const std::int32_t first = i / count * joint_strip;
      const std::int32_t last = first + joint_strip < count ? first + joint_strip : count;
      strip(first, last, i % count);
    });
  }

  PT_HD double* of(std::int32_t k) const { return k % 2 == 0 ? even_ : odd_; }
  PT_HD double beta(std::int32_t k) const { return k == 0 ? 2.0 * order_.beta : order_.beta; }

  template <bool decays, class Team>
  PT_HD void vector_term(std::int32_t k, const Team& team) const {
    const JointVectorTerm t{.layout = places_.layout,
                            .tables = order_.tables,
                            .state = order_.now,
                            .after = of(k + 1),
                            .out = of(k),
                            .beta = beta(k),
                            .coefficient = order_.coefficients[k]};
    team.for_each(places_.count, [&](std::int32_t e) {
      const JointElement element = places_.elements[e];
      const JointSite<double> site(t.layout, t.tables, element.site, 1.0);
      joint_vector_element<double, decays>(t, site, element.level);
    });
  }

  template <class Team>
  PT_HD void matrix_term(std::int32_t k, const Team& team) const {
    const JointMatrixTerm t{.layout = places_.layout,
                            .first_row = places_.first_row,
                            .tables = order_.tables,
                            .jumps = order_.jumps,
                            .state = order_.now,
                            .after = of(k + 1),
                            .out = of(k),
                            .square = places_.imaginary,
                            .beta = beta(k),
                            .coefficient = order_.coefficients[k]};
    for_strips(team, places_, [&](std::int32_t first, std::int32_t last, std::int32_t column) {
      const JointElement right = places_.elements[column];
      const JointSite<double> site(t.layout, t.tables, right.site, -1.0);
      for (std::int32_t row = first; row < last; ++row) {
        const JointElement left = places_.elements[row];
        if (left.site > right.site) break;
        const JointRow<double> body(t, left.site, left.level);
        const auto value = body.element(site, body.together(right.site), right.level);
        if (left.site + 1 == right.site) {  // Nobody else reads or writes what is below.
          double* const mirrored = t.out + places_.at(column, row);
          mirrored[0] = value.re;
          mirrored[t.square] = -value.im;
        }
      }
    });
  }

  const JointOrder& order_;
  const JointPlaces& places_;
  double* even_;
  double* odd_;
};

template <class Team>
class JointTeam {
 public:
  PT_HD JointTeam(const JointOrder& order, const Team& team)
      : order_(order), places_(order.places), team_(team) {}

  /// near: 4 × layout.size numbers of fast memory for the series of a vector, or nullptr.
  PT_HD void run(double* near) const {
    prepare();
    if (order_.terms > 0) series(near);
    look();
  }

  /// The state from elsewhere, and the jump.
  PT_HD void prepare() const {
    if (order_.from != nullptr) spread();
    if (order_.jump == JointOrder::no_jump) return;
    if (order_.from != nullptr) team_.sync();
    jump();
    normalise(order_.now);
  }

  PT_HD void series(double* near) const {
    if (near == nullptr) {
      // Of a jump each member has its own elements already.
      if (order_.from != nullptr && order_.jump == JointOrder::no_jump) team_.sync();
      sum({order_, order_.other, order_.after});
      return;
    }
    const auto size = static_cast<std::int32_t>(2 * places_.imaginary);
    team_.for_each(2 * size, [&](std::int32_t i) { near[i] = 0.0; });
    team_.sync();
    sum({order_, near, near + size});
    team_.for_each(places_.count, [&](std::int32_t e) {
      const std::int64_t i = places_.at(e);
      order_.other[i] = near[i];
      order_.other[places_.imaginary + i] = near[places_.imaginary + i];
    });
  }

  PT_HD void look() const {
    double* const state = order_.terms > 0 ? order_.other : order_.now;
    if (order_.normalised && order_.terms > 0) {
      const double squared = normalise(state);
      if (team_.first()) *order_.squared = squared;
    }
    team_.sync();
    if (order_.of_matrix)
      look_at_matrix(state);
    else
      look_at_vector(state);
  }

 private:
  PT_HD void sum(const JointSeriesTeam& series) const {
    series.begin(team_);
    for (std::int32_t k = order_.terms - 1; k >= 0; --k) {
      team_.sync();
      series.term(k, team_);
    }
  }

  PT_HD void spread() const {
    const JointPlaces& before = order_.places_of_from;
    const auto move = [&](std::int64_t to, std::int64_t from) {
      order_.now[to] = order_.from[from];
      order_.now[places_.imaginary + to] = order_.from[before.imaginary + from];
    };
    const auto place = [&](std::int32_t e) {
      return places_.layout.at(before.elements[e].site, before.elements[e].level);
    };
    if (order_.of_matrix)
      JointSeriesTeam::for_elements(team_, before, [&](std::int32_t row, std::int32_t column) {
        const JointElement of_row = before.elements[row];
        const std::int64_t to = places_.first_row[of_row.site] + of_row.level;
        move(to * places_.layout.size + place(column), before.at(row, column));
      });
    else
      team_.for_each(before.count, [&](std::int32_t e) { move(place(e), before.at(e)); });
  }

  /// With a†, what would be beyond the levels is lacking.
  PT_HD double jumped(const JointElement& at, const double* level) const {
    const double n = at.level;
    const std::int32_t beyond = places_.layout.levels[at.site] - at.level;
    switch (order_.jump) {
      case jump_loss:
        return beyond > 1 ? ::sqrt(n + 1.0) * level[1] : 0.0;
      case jump_pair_loss:
        return beyond > 2 ? ::sqrt(n + 1.0) * (::sqrt(n + 2.0) * level[2]) : 0.0;
      case jump_heating:
        return at.level > 0 ? ::sqrt(n) * level[-1] : 0.0;
      default:
        return order_.m[at.site] * level[0];
    }
  }
  PT_HD void jump() const {
    double* const now = order_.now;
    double* const other = order_.other;
    const auto both = [&](std::int32_t e, const auto& f) {
      f(places_.at(e));
      f(places_.imaginary + places_.at(e));
    };
    team_.for_each(places_.count, [&](std::int32_t e) {
      both(e, [&](std::int64_t i) { other[i] = jumped(places_.elements[e], now + i); });
    });
    team_.sync();
    team_.for_each(places_.count,
                   [&](std::int32_t e) { both(e, [&](std::int64_t i) { now[i] = other[i]; }); });
  }

  PT_HD double population(const double* vector, std::int64_t i) const {
    const double re = vector[i];
    const double im = vector[places_.imaginary + i];
    return re * re + im * im;
  }
  /// |psi|² of what becomes |psi| = 1.
  PT_HD double normalise(double* state) const {
    const double squared =
        team_
            .template sum_of<double>(
                places_.count,
                [&](std::int32_t e) {
                  return physics::Complex<double>{population(state, places_.at(e)), 0.0};
                })
            .re;
    const double factor = 1.0 / ::sqrt(squared);
    team_.for_each(places_.count, [&](std::int32_t e) {
      state[places_.at(e)] *= factor;
      state[places_.imaginary + places_.at(e)] *= factor;
    });
    return squared;
  }

  /// put(re, im) of each (s, r = s + d), d < band, with sum(s, r, levels).
  template <class Sum>
  PT_HD void trace(const Sum& sum) const {
    const JointView& layout = places_.layout;
    team_.for_each(layout.sites * order_.band, [&](std::int32_t i) {
      const std::int32_t s = i / order_.band;
      const std::int32_t r = s + i % order_.band;
      if (r >= layout.sites) return;
      const std::int32_t levels =
          layout.levels[s] < layout.levels[r] ? layout.levels[s] : layout.levels[r];
      const physics::Complex<double> traced = sum(s, r, levels);
      order_.traced[2 * i] = traced.re;
      order_.traced[2 * i + 1] = traced.im;
    });
  }

  PT_HD void look_at_vector(const double* state) const {
    team_.for_each(places_.count, [&](std::int32_t e) {
      order_.populations[e] = population(state, places_.at(e));
    });
    trace([&](std::int32_t s, std::int32_t r, std::int32_t levels) {
      const double* const a = state + places_.layout.place[s];
      const double* const b = state + places_.layout.place[r];
      const std::int64_t imaginary = places_.imaginary;
      physics::Complex<double> sum = {0.0, 0.0};
      for (std::int32_t n = 0; n < levels; ++n) {
        sum.re += a[n] * b[n] + a[imaginary + n] * b[imaginary + n];
        sum.im += a[imaginary + n] * b[n] - a[n] * b[imaginary + n];
      }
      return sum;
    });
  }

  PT_HD void look_at_matrix(const double* state) const {
    team_.for_each(places_.count,
                   [&](std::int32_t e) { order_.populations[e] = state[places_.at(e, e)]; });
    trace([&](std::int32_t s, std::int32_t r, std::int32_t levels) {
      physics::Complex<double> sum = {0.0, 0.0};
      for (std::int32_t n = 0; n < levels; ++n) {
        const std::int64_t i =
            (places_.first_row[s] + n) * places_.layout.size + places_.layout.at(r, n);
        sum.re += state[i];
        sum.im += state[places_.imaginary + i];
      }
      return sum;
    });
  }

  const JointOrder& order_;
  const JointPlaces& places_;
  const Team& team_;
};

}  // namespace pairtwist::engines
