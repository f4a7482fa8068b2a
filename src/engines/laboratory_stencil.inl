// SPDX-License-Identifier: BSD-3-Clause
// The laboratory frame's stencil (src/physics/fock_laboratory.hpp) as A = (L - centre)/gamma, ready
// to be applied: tables of one index each, and the values of a strip of elements from its
// neighbourhood.
#pragma once

#include <type_traits>

#include "engines/team.hpp"
#include "physics/fock_laboratory.hpp"

namespace pairtwist::engines {

/// A matrix in memory as the stencil reads it: with what is zero around it.
template <class S>
struct MatrixView {
  S* elements;  ///< re, and `square` behind it im
  int square;
  int pitch;  ///< from row to row
  int start;  ///< place of element 0, 0

  PT_HD int place(int n, int k) const { return start + n * pitch + k; }
};

/// Beyond the cutoff the tables are zero wherever something would flow into an element there: what
/// is zero there stays so, and nobody needs to ask where the matrix ends. So it does in front of
/// column 0, since √0 is: there the end of the table before is read, times zero.
template <class S, class Team, int terms>
class LaboratoryTables {
 public:
  using Complex = physics::Complex<S>;
  using Access = ColumnsOf<S, Team>;
  using V = typename Access::V;
  using Wide = physics::Complex<V>;
  static constexpr bool heats = (terms & physics::fock::bath) != 0;
  static constexpr bool pairs = (terms & physics::fock::two_photon) != 0;
  static constexpr bool transverse = (terms & physics::fock::transverse) != 0;
  /// Rates of a jump have a phase where the sides are pumped differently.
  using Rate = std::conditional_t<transverse, Complex, S>;

  /// Numbers S for tables of `extent` entries.
  PT_HD static constexpr int scratch(int extent) {
    constexpr int jumps = (1 + (heats ? 1 : 0) + (pairs ? 1 : 0)) * per_rate;
    return (4 + (transverse ? 2 : 1) + jumps + 2) * extent;
  }

  /// extent: beyond the last element that is ever computed, by two.
  PT_HD LaboratoryTables(S* scratch, int extent)
      : extent_(extent),
        rows_(scratch),
        columns_(rows_ + 2 * extent),
        pump_rows_(columns_ + 2 * extent),
        pump_columns_(pump_rows_ + (transverse ? extent : 0)),
        one_(pump_columns_ + extent),
        heating_(one_ + (heats ? per_rate * extent : 0)),
        two_(heating_ + (pairs ? per_rate * extent : 0)),
        root_(reinterpret_cast<double*>(two_ + per_rate * extent)),
        root2_(reinterpret_cast<double*>(two_ + (per_rate + 1) * extent)) {}

  /// To be followed by a sync.
  PT_HD void fill_roots(const Team& team, int cutoff, const double* roots) {
    team.for_each(extent_, [&](int n) {
      root_[n] = n < cutoff ? roots[n] : 0.0;
      root2_[n] = n > 1 && n < cutoff ? roots[n] * roots[n - 1] : 0.0;
    });
  }

  /// turn: e^{i(phi - phi')}, 1 but beside a transverse pump. After fill_roots(), each member's own
  /// entries; to be followed by a sync.
  PT_HD void fill(const Team& team, const physics::fock::LaboratoryStencil<S>& l, Complex centre,
                  S gamma, Complex turn) {
    const S scale = S(1.0) / gamma;
    team.for_each(extent_, [&](int n) {
      const Complex row = l.rows.at(S(double(n)));
      const Complex column = l.columns.at(S(double(n)));
      put(rows_, n, Complex{row.re + l.scalar - centre.re, row.im - centre.im} * scale);
      put(columns_, n, conj(column) * scale);
      const S root = S(root_[n]);
      pump_columns_[n] = l.pump_l * scale * root;
      if constexpr (transverse) pump_rows_[n] = l.pump_k * scale * root;
      put(one_, n, turned(turn, l.one * scale * root));
      if constexpr (heats) put(heating_, n, turned(conj(turn), l.heating * scale * root));
      if constexpr (pairs) put(two_, n, turned(turn * turn, l.two * scale * S(root2_[n])));
    });
  }

  /// Calls element(i, z[first + i, k], (A z)[first + i, k]) for i < rows, one below the other: what
  /// was read of z for one element serves the next ones too. k may be negative, if not by a whole
  /// pack.
  template <class Element>
  PT_HD void strip(const MatrixView<S>& z, int first, int rows, int k,
                   const Element& element) const {
    const V root = Access::load_common(root_ + k);
    const V root_right = Access::load_common(root_ + k + 1);
    const V pump_left = Access::load(pump_columns_ + k);
    const V pump_right = Access::load(pump_columns_ + k + 1);
    const Wide column = {Access::load(columns_ + k), Access::load(columns_ + extent_ + k)};
    const auto at = [&](int i) {
      return Wide{Access::load(z.elements + i), Access::load(z.elements + z.square + i)};
    };
    int i = z.place(first, k);
    V pump_up = V(pump_rows_[first]);
    Wide here = at(i - z.pitch), up = at(i);
    Wide left = at(i - z.pitch - 1), up_right = at(i + 1);
    PT_UNROLL
    for (int row = 0; row < rows; ++row, i += z.pitch) {
      const int n = first + row;
      const Wide down = here, down_left = left, right = up_right;
      const V pump_down = pump_up;
      here = up;
      pump_up = V(pump_rows_[n + 1]);
      up = at(i + z.pitch);
      left = at(i - 1);
      up_right = at(i + z.pitch + 1);
      const Wide diagonal = {V(rows_[n]) + column.re, V(rows_[extent_ + n]) + column.im};
      Wide sum = diagonal * here;
      sum = subtract(pump_left, left, add(pump_right, right, sum));
      sum = subtract(pump_down, down, add(pump_up, up, sum));
      sum = jump(one_, n + 1, root_right, up_right, sum);
      if constexpr (heats) sum = jump(heating_, n, root, down_left, sum);
      if constexpr (pairs)
        sum = jump(two_, n + 2, Access::load_common(root2_ + k + 2), at(i + 2 * z.pitch + 2), sum);
      element(row, here, sum);
    }
  }

  PT_HD static Wide times(V factor, Wide z) { return {factor * z.re, factor * z.im}; }
  /// factor z + sum.
  PT_HD static Wide add(V factor, Wide z, Wide sum) {
    using physics::multiply_add;
    return {multiply_add(factor, z.re, sum.re), multiply_add(factor, z.im, sum.im)};
  }

  /// sum - factor z.
  PT_HD static Wide subtract(V factor, Wide z, Wide sum) {
    using physics::subtract_product;
    return {subtract_product(sum.re, factor, z.re), subtract_product(sum.im, factor, z.im)};
  }

 private:
  static constexpr int per_rate = transverse ? 2 : 1;

  PT_HD static Rate turned(Complex turn, S rate) {
    if constexpr (transverse)
      return turn * rate;
    else
      return rate;
  }
  PT_HD void put(S* table, int n, Complex value) {
    table[n] = value.re;
    table[extent_ + n] = value.im;
  }
  PT_HD void put(S* table, int n, S value) { table[n] = value; }

  /// Into row n - 1 or n + 1 from an element of another row and column: sum + rate root z.
  PT_HD Wide jump(const S* rate, int n, V root, Wide z, Wide sum) const {
    if constexpr (transverse)
      return add(root, Wide{V(rate[n]), V(rate[extent_ + n])} * z, sum);
    else
      return add(V(rate[n]) * root, z, sum);
  }

  int extent_;
  S* rows_;          ///< [2][extent]  (D(n) + s - centre)/gamma: re, im
  S* columns_;       ///< [2][extent]  D'*(k)/gamma
  S* pump_rows_;     ///< [extent]  |eta_m| √n/gamma
  S* pump_columns_;  ///< [extent]  |eta_m'| √k/gamma; the same table where these are one
  S* one_;           ///< [1 or 2][extent]  one √n/gamma, turned
  S* heating_;       ///< [1 or 2][extent]  heating √n/gamma, turned back
  S* two_;           ///< [1 or 2][extent]  two √(n(n-1))/gamma, turned twice
  double* root_;     ///< [extent]  √n
  double* root2_;    ///< [extent]  √(n(n-1))
};

}  // namespace pairtwist::engines
