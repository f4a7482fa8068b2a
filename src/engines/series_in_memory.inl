// SPDX-License-Identifier: BSD-3-Clause
// The matrices of a Faber series in memory: F_k, F_{k-1} and the sum, strips of columns shared out
// by the team. For any cutoff and every team; series_in_registers.inl is for a device's large
// blocks.
#pragma once

#include "engines/fock_block.hpp"
#include "engines/laboratory_stencil.inl"
#include "engines/team.hpp"

namespace pairtwist::engines {

template <class S, class Team, int terms_>
class SeriesInMemory {
 public:
  static constexpr int terms = terms_;
  /// Whether only as many levels are computed as the light fills: of one block on the host.
  static constexpr bool grows = Team::halves && Lanes<S>::width == 1;
  using Tables = LaboratoryTables<S, Team, terms_>;
  using Complex = physics::Complex<S>;
  using V = typename Tables::V;
  using Wide = typename Tables::Wide;

  /// Of the tables and of a row.
  PT_HD static constexpr int extent(int cutoff) { return laboratory_stride(cutoff, Team::columns); }
  /// Numbers S for a cutoff: three matrices with one empty row below, two above; one to go back to,
  /// and the edges.
  PT_HD static constexpr std::int64_t scratch(int cutoff) {
    const std::int64_t matrix = 2 * std::int64_t{cutoff + 3} * extent(cutoff);
    return grows ? 4 * matrix + edge_parts * (physics::faber::most_terms + 1) : 3 * matrix;
  }

  PT_HD SeriesInMemory(const Team& team, Tables tables, int cutoff, S* scratch)
      : team_(team),
        tables_(tables),
        size_(cutoff),
        now_{scratch, (cutoff + 3) * extent(cutoff), extent(cutoff), extent(cutoff) + front},
        before_(scratch + 2 * now_.square),
        sum_(scratch + 4 * now_.square),
        kept_(grows ? scratch + 6 * now_.square : nullptr),
        edges_(grows ? scratch + 8 * now_.square : nullptr) {
    team_.for_each(6 * now_.square, [&](int i) { scratch[i] = S(0.0); });
    team_.sync();
  }

  /// Said while all is zero: the matrices will stay Hermitian, the upper halves are enough. The
  /// longest column is the last, so packs end there; the first one has columns in front of the
  /// matrix, and few rows. Beyond a row's end is the empty front of the next.
  PT_HD void halve() {
    halved_ = true;
    first_column_ = (size_ - 1) % Team::columns + 1 - Team::columns;
    now_.start -= first_column_;
  }

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

  /// The levels that are computed from now on, R is 0 beyond. The tables must be for as many.
  PT_HD void resize(int size) {
    for (int n = 0; n < size_; ++n)
      for (int k = n < size ? size : 0; k < size_; ++k) {
        const int re = now_.place(n, k), im = now_.square + re;
        now_.elements[re] = now_.elements[im] = before_[re] = before_[im] = S(0.0);
      }
    size_ = size;
  }

  /// From F_0 = R, with its factor in the sum.
  PT_HD void begin(S coefficient) {
    of_now_ = coefficient;
    late_ = 1;
    empty_ = true;
  }
  /// F_{k+1} = A F_k - beta F_{k-1}, and its factor in the sum. That takes three terms at a time:
  /// of F_{k+1}, F_k and F_{k-1}, which are at hand here, so that it comes and goes a third as
  /// often.
  PT_HD_CALLED void next(S beta, S coefficient) {
    if (late_ == 2) {
      advance<true>(beta, coefficient);
      late_ = 0;
      empty_ = false;
    } else {
      advance<false>(beta, coefficient);
      of_before_ = of_now_;
      of_now_ = coefficient;
      ++late_;
    }
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
    if constexpr (grows) last_ = size();
    const V before = V(of_before_);
    const V now = V(of_now_);
    take([=, this](int i) {
      if (late_ == 0) return get(sum_, i);
      if (late_ == 1) return summed(now, get(now_.elements, i), i);
      return Tables::add(now, get(now_.elements, i), summed(before, get(before_, i), i));
    });
  }
  /// |F_K| of the last term, in the Frobenius norm.
  PT_HD double size_of_last() const { return last_; }
  /// R, to go back to.
  PT_HD void keep() {
    each([this](int i) { put(kept_, i, get(now_.elements, i)); });
  }
  PT_HD void go_back() {
    take([this](int i) { return get(kept_, i); });
  }

  /// The corner element of F_k and two sums over its uppermost column and row, re and im of each,
  /// with signs that no light has: linear in F_k, so that the series of any time has them too, and
  /// of the size of the edge's norm.
  static constexpr int edge_parts = 6;
  PT_HD void keep_edge(int k) {
    const int top = size_ - 1;
    S* const to = edges_ + edge_parts * k;
    for (int part = 0; part < 4; ++part) to[part] = S(0.0);
    to[4] = at(top, top).re;
    to[5] = at(top, top).im;
    for (int n = 0; n < size_; ++n) {
      const S sign = S(sign_of(n));
      const Complex in_column = at(n, top);
      to[0] = to[0] + sign * in_column.re;
      to[1] = to[1] + sign * in_column.im;
      if (halved_) continue;
      const Complex in_row = at(top, n);
      to[2] = to[2] + sign * in_row.re;
      to[3] = to[3] + sign * in_row.im;
    }
  }
  PT_HD S edge(int k, int part) const { return edges_[edge_parts * k + part]; }

 private:
  /// Whole packs, so that a row's packs lie where registers are read at once.
  static constexpr int front = Team::columns;

  /// The binary digits of the golden ratio.
  PT_HD static double sign_of(int n) {
    return ((0x9E3779B97F4A7C15ULL >> (n % 64)) & 1U) != 0 ? 1.0 : -1.0;
  }

  PT_HD double size() const {
    S squares = S(0.0), diagonal = S(0.0);
    for (int n = 0; n < size_; ++n) {
      for (int k = halved_ ? n + 1 : 0; k < size_; ++k) squares = squares + norm(at(n, k));
      diagonal = diagonal + norm(at(n, n));
    }
    return ::sqrt(halved_ ? 2.0 * squares + diagonal : squares);
  }

  template <bool sums>
  PT_HD void advance(S beta, S coefficient) {
    const V minus = V(-beta);
    const V of_next = V(coefficient), of_now = V(of_now_), of_before = V(of_before_);
    for_strips([&](int first, int rows, int k) {
      const int top = now_.place(first, k);
      tables_.strip(now_, first, rows, k, [&](int row, Wide now, Wide value) {
        const int i = top + row * now_.pitch;
        const Wide before = get(before_, i);
        value = Tables::add(minus, before, value);
        put(before_, i, value);
        if constexpr (sums) {
          const Wide both = Tables::add(of_now, now, summed(of_before, before, i));
          put(sum_, i, Tables::add(of_next, value, both));
        }
      });
    });
  }
  /// The sum at a place with factor z more.
  PT_HD Wide summed(V factor, Wide z, int i) const {
    return empty_ ? Tables::times(factor, z) : Tables::add(factor, z, get(sum_, i));
  }

  /// R[i] = f(i) everywhere.
  template <class F>
  PT_HD void take(const F& f) {
    each([&](int i) { put(now_.elements, i, f(i)); });
    if constexpr (Team::halves)
      if (halved_)
        for (int n = 1; n < size_; ++n)
          for (int k = 0; k < n; ++k) mirror(n, k);
  }

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
      if (halved_) return team_.for_upper_strips(first_column_, size_, strip);
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
  S of_now_ = S(0.0);     ///< factor of F_k in the sum,
  S of_before_ = S(0.0);  ///< of F_{k-1},
  int late_ = 0;          ///< and how many of the two are not yet in it
  bool empty_ = true;     ///< none is
  double last_ = 0.0;     ///< |F_K| of the last series
  S* kept_;               ///< R at the start of the series
  S* edges_;              ///< [k][edge_parts]
  bool halved_ = false;
  int first_column_ = 0;  ///< of the first strip of a half
};

}  // namespace pairtwist::engines
