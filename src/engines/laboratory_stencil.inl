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
/// is zero there stays so, and nobody needs to ask where the matrix ends.
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
  /// What is no table.
  struct Common {
    S pump;
    S one;
    S heating;
    S two;
  };
  /// Where the sides are pumped differently.
  struct Apart {
    S pump_k;
    S pump_l;
    Complex one;
    Complex heating;
    Complex two;
  };
  using Couplings = std::conditional_t<transverse, Apart, Common>;
  Couplings couplings{};

  /// Numbers S for tables of `extent` entries.
  PT_HD static constexpr int scratch(int extent) { return 6 * extent; }

  /// extent: beyond the last element that is ever computed, by two.
  PT_HD LaboratoryTables(S* scratch, int extent)
      : extent_(extent),
        rows_(scratch),
        columns_(rows_ + 2 * extent),
        root_(reinterpret_cast<double*>(columns_ + 2 * extent)),
        root2_(reinterpret_cast<double*>(columns_ + 3 * extent)) {}

  /// To be followed by a sync.
  PT_HD void fill_roots(const Team& team, int cutoff, const double* roots) {
    team.for_each(extent_, [&](int n) {
      root_[n] = n < cutoff ? roots[n] : 0.0;
      root2_[n] = n > 1 && n < cutoff ? roots[n] * roots[n - 1] : 0.0;
    });
  }

  /// turn: e^{i(phi - phi')}, 1 but beside a transverse pump. To be followed by a sync.
  PT_HD void fill(const Team& team, const physics::fock::LaboratoryStencil<S>& l, Complex centre,
                  S gamma, Complex turn) {
    const S scale = S(1.0) / gamma;
    if constexpr (transverse)
      couplings = {l.pump_k * scale, l.pump_l * scale, turn * (l.one * scale),
                   conj(turn) * (l.heating * scale), turn * turn * (l.two * scale)};
    else
      couplings = {l.pump_k * scale, l.one * scale, l.heating * scale, l.two * scale};
    team.for_each(extent_, [&](int n) {
      const Complex row = l.rows.at(S(double(n)));
      const Complex column = l.columns.at(S(double(n)));
      put(rows_, n, Complex{row.re + l.scalar - centre.re, row.im - centre.im} * scale);
      put(columns_, n, conj(column) * scale);
    });
  }

  /// Calls element(i, z[first + i, k], (A z)[first + i, k]) for i < rows, one below the other: what
  /// was read of z for one element serves the next ones too.
  template <class Element>
  PT_HD void strip(const MatrixView<S>& z, int first, int rows, int k,
                   const Element& element) const {
    const V root = Access::load_common(root_ + k);
    const V root_right = Access::load_common(root_ + k + 1);
    const Wide column = {Access::load(columns_ + k), Access::load(columns_ + extent_ + k)};
    const auto at = [&](int i) {
      return Wide{Access::load(z.elements + i), Access::load(z.elements + z.square + i)};
    };
    int i = z.place(first, k);
    S root_up = S(root_[first]);
    Wide here = at(i - z.pitch), up = at(i);
    Wide left = at(i - z.pitch - 1), up_right = at(i + 1);
    PT_UNROLL
    for (int row = 0; row < rows; ++row, i += z.pitch) {
      const int n = first + row;
      const Wide down = here, down_left = left, right = up_right;
      const S root_down = root_up;
      here = up;
      root_up = S(root_[n + 1]);
      up = at(i + z.pitch);
      left = at(i - 1);
      up_right = at(i + z.pitch + 1);
      Wide pumped = times(root_right, right);
      pumped = add(-root, left, pumped);
      const Wide diagonal = {V(rows_[n]) + column.re, V(rows_[extent_ + n]) + column.im};
      Wide sum = diagonal * here;
      if constexpr (transverse) {
        sum = add(V(couplings.pump_l), pumped, sum);
        pumped = times(V(root_up), up);
        pumped = add(V(-root_down), down, pumped);
        sum = add(V(couplings.pump_k), pumped, sum);
      } else {
        pumped = add(V(root_up), up, pumped);
        pumped = add(V(-root_down), down, pumped);
        sum = add(V(couplings.pump), pumped, sum);
      }
      const auto add_jump = [&](const auto& rate, S root_of_row, V root_of_column, Wide from) {
        if constexpr (transverse) {
          const Wide turned = Wide{V(rate.re * root_of_row), V(rate.im * root_of_row)} * from;
          sum = add(root_of_column, turned, sum);
        } else {
          sum = add(V(rate * root_of_row) * root_of_column, from, sum);
        }
      };
      add_jump(couplings.one, root_up, root_right, up_right);
      if constexpr (heats) add_jump(couplings.heating, root_down, root, down_left);
      if constexpr (pairs)
        add_jump(couplings.two, S(root2_[n + 2]), Access::load_common(root2_ + k + 2),
                 at(i + 2 * z.pitch + 2));
      element(row, here, sum);
    }
  }

  PT_HD static Wide times(V factor, Wide z) { return {factor * z.re, factor * z.im}; }
  /// factor z + sum.
  PT_HD static Wide add(V factor, Wide z, Wide sum) {
    using physics::multiply_add;
    return {multiply_add(factor, z.re, sum.re), multiply_add(factor, z.im, sum.im)};
  }

 private:
  PT_HD void put(S* table, int n, Complex value) {
    table[n] = value.re;
    table[extent_ + n] = value.im;
  }

  int extent_;
  S* rows_;        ///< [2][extent]  (D(n) + s - centre)/gamma: re, im
  S* columns_;     ///< [2][extent]  D'*(k)/gamma
  double* root_;   ///< [extent]  √n
  double* root2_;  ///< [extent]  √(n(n-1))
};

}  // namespace pairtwist::engines
