// SPDX-License-Identifier: BSD-3-Clause
// Blocks of any light in the Fock basis (docs/physics.md, 4), in the frame that moves with the mean
// fields a, b: what multiplies R~[n+i, k+j] in dR~[n,k]/dt.
//
// R = D(a) R~ D†(b), delta = a - b, da/dt = -lambda_m a - eta_m - (iK + kappa2)|a|² a, b the same
// of m'. The equation is of the form
//
//   dR~/dt = s R~ + A R~ + R~ B† + jumps,    A = D(n) + g n + (u0 + u1 n) â + â† (d0 + d1 n)
//                                              + u2 â² + d2 â†²
//
// with B† the adjoint of the same function of the exchanged arguments (a <-> b, delta -> -delta).
// D(n) = n r1 + n(n-1) r2, r1 = -i omega - kappa(1 + 2 n_th)/2, r2 = -(iK + kappa2)/2, is constant
// in time and stiff: it is taken out exactly, R~ = e^{D tau} z e^{D'* tau}, which leaves in the
// equation of z factors of one index each (Lawson, SIAM J. Numer. Anal. 4, 372 (1967)).
// The laboratory frame, a = b = 0 with the pump in the equation, is in fock_laboratory.hpp; the
// phase that U gives the whole block, in twist.hpp.
#pragma once

#include "physics/complex.hpp"

namespace pairtwist::physics::fock {

/// Which terms a block has at all; what is never there is compiled out. transverse: the sides of a
/// block are pumped differently, of which the moving frame's equation knows nothing.
enum Terms : int { only_loss = 0, raising = 1, bath = 2, two_photon = 4, transverse = 8 };

/// The parameters of one block on a stretch of constant pump. Packs: one block per lane.
template <class S>
struct Rates {
  S omega_k;  ///< of the sector |m|
  S omega_l;  ///< of the sector |m'|
  S kappa;
  S bath;  ///< kappa n_th
  S kerr;
  S two_photon;
  Complex<S> pump_k;  ///< eta_m
  Complex<S> pump_l;  ///< eta_m'
};

/// The mean fields of the two sectors.
template <class S>
struct Fields {
  Complex<S> a;
  Complex<S> b;
};

template <class S>
PT_HD Complex<S> field_rate(const Rates<S>& r, S omega, Complex<S> pump, Complex<S> field) {
  const S n = norm(field);
  const Complex<S> lambda = {multiply_add(r.two_photon, n, S(0.5) * r.kappa),
                             multiply_add(r.kerr, n, omega)};
  return -(lambda * field) - pump;
}

/// s: what multiplies the whole block. Re s <= 0.
template <class S>
PT_HD Complex<S> scalar_rate(const Rates<S>& r, const Fields<S>& f) {
  const Complex<S> ab = f.a * conj(f.b);
  const S na = norm(f.a);
  const S nb = norm(f.b);
  const S distance = norm(f.a - f.b);
  const Complex<S> ab2 = ab * ab;
  const S half = S(0.5);
  const S re = r.kappa * (ab.re - half * (na + nb)) - r.bath * (S(1.0) + distance) +
               r.two_photon * (ab2.re - half * multiply_add(na, na, nb * nb));
  const S pump = (r.pump_l * conj(f.b)).im - (r.pump_k * conj(f.a)).im;
  const S im =
      pump + r.kappa * ab.im + half * r.kerr * (na - nb) * (na + nb) + r.two_photon * ab2.im;
  return {re, im};
}

/// One side's operator A, for the row index; conjugated, with the arguments exchanged, for the
/// column index.
template <class S>
struct Operator {
  Complex<S> diagonal;    ///< g
  Complex<S> up;          ///< u0: takes R[n+1] √(n+1)
  Complex<S> up_slope;    ///< u1, times n
  Complex<S> down;        ///< d0: takes R[n-1] √n
  Complex<S> down_slope;  ///< d1, times n - 1
  Complex<S> up2;         ///< takes R[n+2] √((n+1)(n+2))
  Complex<S> down2;       ///< takes R[n-2] √(n(n-1))
};

template <class S>
PT_HD Operator<S> side_operator(const Rates<S>& r, Complex<S> own, Complex<S> other) {
  const Complex<S> delta = own - other;
  const Complex<S> lossy_kerr = {r.two_photon, r.kerr};  // iK + kappa2
  const Complex<S> own2 = own * own;
  const Complex<S> other2 = other * other;
  Operator<S> o;
  o.diagonal = -(lossy_kerr * (S(2.0) * norm(own)));
  o.up = own * conj(other2 - own2) * (S(2.0) * r.two_photon) - conj(delta) * (r.kappa + r.bath);
  o.up_slope = -(lossy_kerr * conj(own));
  o.down = -(delta * r.bath);
  o.down_slope = -(lossy_kerr * own);
  o.up2 = conj(other2) * r.two_photon - lossy_kerr * conj(own2) * S(0.5);
  o.down2 = -(lossy_kerr * own2 * S(0.5));
  return o;
}

/// What multiplies the jumps: √ of both indices' levels times R[n+1,k+1], R[n-1,k-1], R[n+2,k+2],
/// R[n+2,k+1], R[n+1,k+2].
template <class S>
struct Jumps {
  Complex<S> one;
  S heating;
  S two;
  Complex<S> two_one;
  Complex<S> one_two;
};

template <class S>
PT_HD Jumps<S> jumps(const Rates<S>& r, const Fields<S>& f) {
  const Complex<S> ab = f.a * conj(f.b);
  Jumps<S> j;
  j.one = ab * (S(4.0) * r.two_photon);
  j.one.re = j.one.re + r.kappa + r.bath;
  j.heating = r.bath;
  j.two = r.two_photon;
  j.two_one = conj(f.b) * (S(2.0) * r.two_photon);
  j.one_two = f.a * (S(2.0) * r.two_photon);
  return j;
}

/// D(n) = n linear + n(n-1) bend.
template <class S>
struct Diagonal {
  Complex<S> linear;
  Complex<S> bend;

  PT_HD Complex<S> at(S n) const { return linear * n + bend * (n * (n - S(1.0))); }
  /// D(n+1) - D(n).
  PT_HD Complex<S> rise(S n) const { return linear + bend * (S(2.0) * n); }
};

template <class S>
PT_HD Diagonal<S> stiff_diagonal(const Rates<S>& r, S omega) {
  return {{-(S(0.5) * r.kappa + r.bath), -omega}, {S(-0.5) * r.two_photon, S(-0.5) * r.kerr}};
}

}  // namespace pairtwist::physics::fock
