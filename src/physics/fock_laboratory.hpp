// SPDX-License-Identifier: BSD-3-Clause
// Blocks of any light in the Fock basis, in the laboratory frame: on a stretch of constant pump a
// stencil with constant coefficients, dR/dt = L R,
//
//   dR[n,k]/dt = (s + D(n) + D'*(k)) R[n,k]
//              + |eta_m| (√(n+1) R[n+1,k] - √n R[n-1,k]) + |eta_m'| (√(k+1) R[n,k+1] - √k R[n,k-1])
//              + one √((n+1)(k+1)) R[n+1,k+1] + heating √(nk) R[n-1,k-1]
//              + two √((n+1)(n+2)(k+1)(k+2)) R[n+2,k+2],
//
// D as in fock.hpp. The pump's phases are gone: R stands for e^{-i phi n̂} R e^{i phi' n̂}, phi = arg
// eta_m and phi' = arg eta_m'. Where they are one, that leaves the diagonal, and with it all that
// is reported, as it is. Beside a transverse pump the jumps turn by their difference, `one` times
// e^{i(phi - phi')}, `heating` e^{-i(phi - phi')}, `two` e^{2i(phi - phi')}, and the trace of the
// block is the sum of e^{i(phi - phi')n} R[n,n].
#pragma once

#include "physics/faber.hpp"
#include "physics/fock.hpp"

namespace pairtwist::physics::fock {

/// Coefficients of L. Packs: one block per lane.
template <class S>
struct LaboratoryStencil {
  Diagonal<S> rows;
  Diagonal<S> columns;  ///< to be conjugated
  S scalar;             ///< s
  S pump_k;             ///< |eta_m|
  S pump_l;             ///< |eta_m'|
  S one;
  S heating;
  S two;
};

template <class S>
PT_HD LaboratoryStencil<S> laboratory_stencil(const Rates<S>& r) {
  const Complex<S> dark = {S(0.0), S(0.0)};
  const Jumps<S> jump = jumps(r, {dark, dark});
  return {stiff_diagonal(r, r.omega_k),
          stiff_diagonal(r, r.omega_l),
          scalar_rate(r, {dark, dark}).re,
          square_root(norm(r.pump_k)),
          square_root(norm(r.pump_l)),
          jump.one.re,
          jump.heating,
          jump.two};
}

/// Of the matrices with levels below `cutoff`, a bound of the support function of L's numerical
/// range: of c Re<R|L|R> + s Im<R|L|R> for |R| = 1 in the Frobenius norm. By Gershgorin's rows of
/// the Hermitian part of (c - is) L, in which 2√(ab) <= a + b separates n from k. On the right (s =
/// 0) it is c kappa/2 whatever the cutoff, without two-photon loss: what the jumps bring, the decay
/// takes.
PT_HD double range_support(const LaboratoryStencil<double>& l, int cutoff, double cosine,
                           double sine) {
  const double across = ::fabs(sine);
  const double jumps = 0.25 * ::hypot(cosine * (l.one + l.heating), sine * (l.one - l.heating));
  const double two = 0.25 * (l.two * ::hypot(cosine, across));
  double rows = -1e300;
  double columns = -1e300;
  double root = 0.0;
  for (int level = 0; level < cutoff; ++level) {
    const double n = level;
    const double above = n + 1.0 < cutoff ? n + 1.0 : 0.0;
    const double two_above = n + 2.0 < cutoff ? (n + 1.0) * (n + 2.0) : 0.0;
    const double root_above = ::sqrt(above);
    const double roots = root + root_above;
    const double jumped = jumps * (n + above);
    const double jumped_twice = two * (n * (n - 1.0) + two_above);
    const auto side = [&](const Diagonal<double>& d, double pump, double along) {
      const Complex<double> diagonal = d.at(n);
      return cosine * diagonal.re + along * diagonal.im + across * pump * roots + jumped +
             jumped_twice;
    };
    const double row = side(l.rows, l.pump_k, sine);
    const double column = side(l.columns, l.pump_l, -sine);
    if (row > rows || row != row) rows = row;
    if (column > columns || column != column) columns = column;
    root = root_above;
  }
  return rows + columns + cosine * l.scalar;
}

}  // namespace pairtwist::physics::fock
