// SPDX-License-Identifier: BSD-3-Clause
// The matrices of a Faber series in memory: F_k, F_{k-1} and the sum, strips of columns shared out
// by the team. For any cutoff and every team; series_in_registers.inl is for a device's large
// blocks.
#pragma once

#include "engines/laboratory_stencil.inl"
#include "engines/team.hpp"

namespace pairtwist::engines {

template <class S, class Team, int terms_>
class SeriesInMemory {
 public:
  static constexpr int terms = terms_;
  using Tables = LaboratoryTables<S, Team, terms_>;
  using Complex = physics::Complex<S>;
  using V = typename Tables::V;
  using Wide = typename Tables::Wide;

  /// Of the tables and of a row: empty columns in front, two behind, filled up to whole packs.
  PT_HD static constexpr int extent(int cutoff) {
    return (front + cutoff + 2 + Team::columns - 1) / Team::columns * Team::columns;
  }
  /// Numbers S for a cutoff: three matrices with one empty row below, two above.
  PT_HD static constexpr std::int64_t scratch(int cutoff) {
    return 6 * std::int64_t{cutoff + 3} * extent(cutoff);
  }

  PT_HD SeriesInMemory(const Team& team, Tables tables, int cutoff, S* scratch)
      : team_(team),
        tables_(tables),
        size_(cutoff),
        now_{scratch, (cutoff + 3) * extent(cutoff), extent(cutoff), extent(cutoff) + front},
        before_(scratch + 2 * now_.square),
        sum_(scratch + 4 * now_.square) {
    team_.for_each(6 * now_.square, [&](int i) { scratch[i] = S(0.0); });
    team_.sync();
  }

  PT_HD void use(const typename Tables::Couplings& couplings) { tables_.couplings = couplings; }
  /// The matrices stay Hermitian: the upper halves are enough.
  PT_HD void halve() { halved_ = true; }

  PT_HD Complex at(int n, int k) const {
    const int i = now_.place(n, k);
    return {now_.elements[i], now_.elements[now_.square + i]};
  }
  /// Every element: R[n,k] = f(n, k). To be followed by a sync.
  template <class F>
  PT_HD void set(const F& f) {
    S* const matrix = now_.elements;
    team_.for_elements(size_, [&](int n) {
      return [=, this](int from) {
        for (int k = from; k < from + Team::columns && k < size_; ++k) {
          const Complex value = f(n, k);
          matrix[now_.place(n, k)] = value.re;
          matrix[now_.square + now_.place(n, k)] = value.im;
        }
      };
    });
  }

  /// From F_0 = R with the sum's first term.
  PT_HD_CALLED void begin(S coefficient) {
    const V c = V(coefficient);
    each([=, this](int i) { put(sum_, i, Tables::times(c, get(now_.elements, i))); });
  }
  /// F_{k+1} = A F_k - beta F_{k-1}, and its term of the sum.
  PT_HD_CALLED void next(S beta, S coefficient) {
    const V minus = V(-beta);
    const V c = V(coefficient);
    for_strips([&](int first, int rows, int k) {
      const int top = now_.place(first, k);
      tables_.strip(now_, first, rows, k, [&](int row, Wide value) {
        const int i = top + row * now_.pitch;
        value = Tables::add(minus, get(before_, i), value);
        put(before_, i, value);
        put(sum_, i, Tables::add(c, value, get(sum_, i)));
      });
    });
    S* const old = now_.elements;
    now_.elements = before_;
    before_ = old;
    // Of what lies below the diagonal, the stencil reads the next element alone.
    if constexpr (Team::halves)
      if (halved_)
        for (int k = 0; k + 1 < size_; ++k) mirror(k + 1, k);
    team_.sync();
  }
  /// R = the sum. To be followed by a sync.
  PT_HD_CALLED void finish() {
    team_.sync();  // somebody may still read F_k
    each([this](int i) { put(now_.elements, i, get(sum_, i)); });
    if constexpr (Team::halves)
      if (halved_)
        for (int n = 1; n < size_; ++n)
          for (int k = 0; k < n; ++k) mirror(n, k);
  }

 private:
  /// Whole packs, so that a row's packs lie where registers are read at once.
  static constexpr int front = Team::columns;

  /// f(place) of the same elements as next() has on this member.
  template <class F>
  PT_HD void each(const F& f) {
    for_strips([&](int first, int rows, int k) {
      for (int row = 0; row < rows; ++row) f(now_.place(first + row, k));
    });
  }
  template <class Strip>
  PT_HD void for_strips(const Strip& strip) {
    if constexpr (Team::halves)
      if (halved_) return team_.for_upper_strips(size_, strip);
    team_.for_strips(size_, strip);
  }
  /// R[n,k] = conj(R[k,n]).
  PT_HD void mirror(int n, int k) {
    const int from = now_.place(k, n), to = now_.place(n, k);
    now_.elements[to] = now_.elements[from];
    now_.elements[now_.square + to] = -now_.elements[now_.square + from];
  }
  PT_HD Wide get(const S* matrix, int i) const {
    return {Tables::Access::load(matrix + i), Tables::Access::load(matrix + now_.square + i)};
  }
  PT_HD void put(S* matrix, int i, Wide value) const {
    Tables::Access::store(value.re, matrix + i);
    Tables::Access::store(value.im, matrix + now_.square + i);
  }

  Team team_;
  Tables tables_;
  int size_;
  MatrixView<S> now_;  ///< F_k
  S* before_;          ///< F_{k-1}, laid out alike
  S* sum_;
  bool halved_ = false;
};

}  // namespace pairtwist::engines
