// SPDX-License-Identifier: BSD-3-Clause
// Who shares the work on one block: on the host one thread for itself, on the device all threads
// of a thread block (kernels/thread_block.hpp), in tests host threads with a barrier. Every member
// calls the same functions in the same order; what sum_of() returns, all get alike, so that all
// take the same decisions.
#pragma once

#include "engines/lanes.hpp"
#include "physics/complex.hpp"

namespace pairtwist::engines {

/// The part of a team that computes one column of a row at a time.
struct ColumnByColumn {
  /// Whether there are for_upper_strips(): half of a Hermitian matrix.
  static constexpr bool halves = false;
  /// What is computed at a time of numbers S, and how many columns of a row that is.
  template <class S>
  using Columns = S;
  static constexpr int columns = 1;
  /// The sum over those columns.
  template <class S>
  PT_HD static S across(S x) {
    return x;
  }
};

/// How a team's columns are read and written: numbers S of a matrix row, or numbers that all lanes
/// of S have in common.
template <class S, class Team>
struct ColumnsOf {
  using V = typename Team::template Columns<S>;

  PT_HD static V load(const S* p) {
    if constexpr (Team::columns == 1)
      return *p;
    else
      return Lanes<V>::load(p);
  }
  PT_HD static void store(V x, S* p) {
    if constexpr (Team::columns == 1)
      *p = x;
    else
      Lanes<V>::store(x, p);
  }
  PT_HD static V load_common(const double* p) {
    if constexpr (Team::columns == 1)
      return V(*p);
    else
      return Lanes<V>::load(p);
  }
};

/// for_strips() of one of many members.
template <class Strip>
PT_HD void share_strips(int rank, int members, int size, const Strip& strip) {
  constexpr int height = 8;
  const int count = (size + height - 1) / height * size;
  for (int i = rank; i < count; i += members) {
    const int first = i / size * height;
    strip(first, first + height < size ? height : size - first, i % size);
  }
}

/// A team of one. level: the SIMD level of the file that is compiled, so that no function of one
/// level is taken by the linker for that of another.
template <int level>
struct Alone : ColumnByColumn {
  static constexpr bool halves = true;

  PT_HD void sync() const {}
  PT_HD bool first() const { return true; }

  /// f(i) for i < count, shared out.
  template <class F>
  PT_HD void for_each(int count, const F& f) const {
    for (int i = 0; i < count; ++i) f(i);
  }

  /// The same in steps of `columns`.
  template <class F>
  PT_HD void for_values(int count, const F& f) const {
    for (int i = 0; i < count; ++i) f(i);
  }

  /// row(n)(k) for all n, k < size, k in steps of `columns`, shared out; row(n) holds what a row
  /// has in common, and no element reads what another one writes.
  template <class Row>
  PT_HD void for_elements(int size, const Row& row) const {
    for (int n = 0; n < size; ++n) {
      const auto element = row(n);
      for (int k = 0; k < size; ++k) element(k);
    }
  }

  /// strip(first, rows, k) for all k < size in steps of `columns`, with strips of rows that
  /// together are all of them; shared out.
  template <class Strip>
  PT_HD void for_strips(int size, const Strip& strip) const {
    for (int k = 0; k < size; ++k) strip(0, size, k);
  }
  /// Of the columns from `from` on, down to the diagonal, at least.
  template <class Strip>
  PT_HD void for_upper_strips(int from, int size, const Strip& strip) const {
    for (int k = from; k < size; ++k) strip(0, k + 1, k);
  }

  /// The sum of f(i), i < count. f is called with increasing i on each member; all members wait for
  /// each other, like at a sync().
  template <class S, class F>
  PT_HD physics::Complex<S> sum_of(int count, const F& f) const {
    physics::Complex<S> sum = {S(0.0), S(0.0)};
    for (int i = 0; i < count; ++i) sum = sum + f(i);
    return sum;
  }
};

/// A team of one for a single block on the host: of the block's rows, as many columns at a time as
/// the pack P holds.
template <class P>
struct AloneByRows : Alone<Lanes<P>::width> {
  template <class S>
  using Columns = P;
  static constexpr int columns = Lanes<P>::width;
  template <class S>
  PT_HD static double across(P x) {
    double parts[columns];
    Lanes<P>::store(x, parts);
    double sum = 0.0;
    for (int i = 0; i < columns; ++i) sum += parts[i];
    return sum;
  }
  template <class F>
  PT_HD void for_values(int count, const F& f) const {
    for (int i = 0; i < count; i += columns) f(i);
  }
  template <class Row>
  PT_HD void for_elements(int size, const Row& row) const {
    for (int n = 0; n < size; ++n) {
      const auto element = row(n);
      for (int k = 0; k < size; k += columns) element(k);
    }
  }
  template <class Strip>
  PT_HD void for_strips(int size, const Strip& strip) const {
    for (int k = 0; k < size; k += columns) strip(0, size, k);
  }
  template <class Strip>
  PT_HD void for_upper_strips(int from, int size, const Strip& strip) const {
    for (int k = from; k < size; k += columns) strip(0, k + columns < size ? k + columns : size, k);
  }
};

}  // namespace pairtwist::engines
