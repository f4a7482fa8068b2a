// SPDX-License-Identifier: BSD-3-Clause
// The matrices of a Faber series on a device's chip: F_k in shared memory, where neighbours are
// read; F_{k-1}, and up to 64 levels the sum too, in the registers of the one member that ever
// reads them. Each member has strips of a column: side by side they read without bank conflicts,
// and an element read once serves as neighbour of those above, below and diagonally.
#pragma once

#include "engines/laboratory_stencil.inl"
#include "engines/team.hpp"

namespace pairtwist::engines {

/// How a team of `members` lays strips on a matrix.
template <int height_, int strips_each_, bool sum_in_registers_>
struct Strips {
  static constexpr int height = height_;            ///< rows of a strip
  static constexpr int strips_each = strips_each_;  ///< that a member has at most
  static constexpr bool sum_in_registers = sum_in_registers_;

  PT_HD static constexpr int rows(int cutoff) { return (cutoff + height - 1) / height * height; }
  PT_HD static constexpr int count(int cutoff) { return rows(cutoff) / height * cutoff; }
};

template <class Team, int terms_, class Layout>
class SeriesInRegisters {
 public:
  static constexpr int terms = terms_;
  static constexpr bool grows = false;
  using Tables = LaboratoryTables<double, Team, terms_>;
  using Complex = physics::Complex<double>;

  /// Numbers for a cutoff, of memory that is near; of the sum, where it is not in registers.
  PT_HD static constexpr int scratch(int cutoff) { return 2 * square_of(cutoff); }
  PT_HD static constexpr int sum_scratch(int cutoff) {
    return Layout::sum_in_registers ? 0 : 2 * Layout::rows(cutoff) * cutoff;
  }
  /// Of the tables.
  PT_HD static constexpr int extent(int cutoff) { return Layout::rows(cutoff) + 3; }

  PT_HD SeriesInRegisters(const Team& team, Tables tables, int cutoff, double* scratch, double* sum)
      : team_(team),
        tables_(tables),
        size_(cutoff),
        square_(square_of(cutoff)),
        now_(scratch),
        far_sum_(sum) {
    team_.for_each(2 * square_, [&](int i) { scratch[i] = 0.0; });
    for (int s = 0; s < Layout::strips_each; ++s)
      for (int i = 0; i < Layout::height; ++i) before_[s][i] = {0.0, 0.0};
    team_.sync();
  }

  PT_HD Complex at(int n, int k) const { return get(place(n, k)); }
  /// Every element: R[n,k] = f(n, k). To be followed by a sync.
  template <class F>
  PT_HD void set(const F& f) {
    team_.for_elements(size_,
                       [&](int n) { return [=, this](int k) { put(place(n, k), f(n, k)); }; });
  }

  /// From F_0 = R with the sum's first term.
  PT_HD void begin(double coefficient) {
    for_strips([&](int s, int first, int k) {
      for (int i = 0; i < Layout::height; ++i)
        set_sum(s, first, i, k, get(place(first + i, k)) * coefficient);
    });
  }

  /// F_{k+1} = A F_k - beta F_{k-1}, and its term of the sum.
  PT_HD void next(double beta, double coefficient) {
    const MatrixView<double> z{now_, square_, pitch(), place(0, 0)};
    for_strips([&](int s, int first, int k) {
      tables_.strip(z, first, Layout::height, k, [&](int i, Complex, Complex value) {
        value = Tables::add(-beta, before_[s][i], value);
        before_[s][i] = value;
        set_sum(s, first, i, k, Tables::add(coefficient, value, sum(s, first, i, k)));
      });
    });
    team_.sync();  // all have read F_k
    for_strips([&](int s, int first, int k) {
      PT_UNROLL
      for (int i = 0; i < Layout::height; ++i) {
        const int here = place(first + i, k);
        const Complex old = get(here);
        put(here, before_[s][i]);
        before_[s][i] = old;
      }
    });
    team_.sync();
  }

  /// R = the sum. To be followed by a sync.
  PT_HD void finish() {
    team_.sync();  // somebody may still read F_k
    for_strips([&](int s, int first, int k) {
      for (int i = 0; i < Layout::height; ++i) put(place(first + i, k), sum(s, first, i, k));
    });
  }

 private:
  /// One empty row and column in front, two behind.
  PT_HD int pitch() const { return size_ + 3; }
  PT_HD static constexpr int square_of(int cutoff) {
    return (Layout::rows(cutoff) + 3) * (cutoff + 3);
  }
  PT_HD int place(int n, int k) const { return (n + 1) * pitch() + k + 1; }

  /// f(number of the strip here, its first row, its column) of this member's strips.
  template <class F>
  PT_HD void for_strips(const F& f) {
    PT_UNROLL
    for (int s = 0; s < Layout::strips_each; ++s) {
      const int strip = team_.rank() + s * team_.size();
      if (strip < Layout::count(size_)) f(s, strip / size_ * Layout::height, strip % size_);
    }
  }
  PT_HD Complex get(int i) const { return {now_[i], now_[square_ + i]}; }
  PT_HD void put(int i, Complex value) const {
    now_[i] = value.re;
    now_[square_ + i] = value.im;
  }
  PT_HD Complex sum(int s, int first, int i, int k) const {
    if constexpr (Layout::sum_in_registers) return sum_[s][i];
    const double* at = far_sum_ + (first + i) * size_ + k;
    return {at[0], at[Layout::rows(size_) * size_]};
  }
  PT_HD void set_sum(int s, int first, int i, int k, Complex value) {
    if constexpr (Layout::sum_in_registers) {
      sum_[s][i] = value;
    } else {
      double* at = far_sum_ + (first + i) * size_ + k;
      at[0] = value.re;
      at[Layout::rows(size_) * size_] = value.im;
    }
  }

  static constexpr int kept_sums = Layout::sum_in_registers ? Layout::height : 1;

  Team team_;
  Tables tables_;
  int size_;
  int square_;
  double* now_;                                          ///< [2][rows + 3][size + 3]  F_k: re, im
  double* far_sum_;                                      ///< [2][rows][size]
  Complex before_[Layout::strips_each][Layout::height];  ///< F_{k-1}, then F_{k+1}
  Complex sum_[Layout::strips_each][kept_sums];
};

}  // namespace pairtwist::engines
