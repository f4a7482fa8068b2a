// SPDX-License-Identifier: BSD-3-Clause
// Matrix elements of the displacement operator between Fock states,
//
//   <n+d|D(delta)|n> = (delta/|delta|)^d psi_n^d,   <n|D(delta)|n+d> = (-delta*/|delta|)^d psi_n^d,
//   psi_n^d = √(n!/(n+d)!) |delta|^d e^{-|delta|²/2} L_n^d(|delta|²)
//
// (Cahill, Glauber, Phys. Rev. 177, 1857 (1969)). The recurrence in n of the Laguerre functions
// climbs from where they are small, and is stable.
#pragma once

#include "physics/complex.hpp"

namespace pairtwist::physics {

/// psi_n^d for n = 0, 1, ... at one d. roots: √0, √1, ...
template <class S>
class LaguerreFunctions {
 public:
  PT_HD LaguerreFunctions(const double* roots, int d, S squared_distance, S first)
      : roots_(roots), d_(d), x_(squared_distance), now_(first), before_(S(0.0)) {}

  PT_HD S value() const { return now_; }
  PT_HD void next() {
    const double up = 1.0 / (roots_[n_ + 1] * roots_[n_ + 1 + d_]);
    const double down = roots_[n_] * roots_[n_ + d_] * up;
    const S slope = (S(2.0 * n_ + 1.0 + d_) - x_) * S(up);
    const S above = multiply_add(slope, now_, -(S(down) * before_));
    before_ = now_;
    now_ = above;
    ++n_;
  }

 private:
  const double* roots_;
  int d_;
  int n_ = 0;
  S x_;
  S now_;
  S before_;
};

/// For d = 0, 1, ... in turn: psi_0^d, (delta/|delta|)^d and (-delta*/|delta|)^d.
template <class S>
class DisplacementPhases {
 public:
  PT_HD explicit DisplacementPhases(Complex<S> delta) {
    squared_ = norm(delta);
    distance_ = square_root(squared_);
    const auto apart = distance_ > S(0.0);
    const S scale = S(1.0) / select(apart, distance_, S(1.0));
    turn_ = select(apart, delta * scale, Complex<S>{S(1.0), S(0.0)});
    first_ = exponential(S(-0.5) * squared_);
    raising = {S(1.0), S(0.0)};
    lowering = raising;
  }

  PT_HD S squared_distance() const { return squared_; }
  PT_HD S first() const { return first_; }
  PT_HD void go_to(const double* roots, int d) {
    for (; d_ < d; ++d_) {
      first_ = first_ * (distance_ * S(1.0 / roots[d_ + 1]));
      raising = raising * turn_;
      lowering = lowering * -conj(turn_);
    }
  }

  Complex<S> raising;
  Complex<S> lowering;

 private:
  int d_ = 0;
  S squared_;
  S distance_;
  S first_;
  Complex<S> turn_;
};

}  // namespace pairtwist::physics
