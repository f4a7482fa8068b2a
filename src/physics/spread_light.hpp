// SPDX-License-Identifier: BSD-3-Clause
// Gaussian light about its mean at t = 0 (thermal, squeezed), without a thermal bath: exact, and no
// dearer than light that starts coherent.
//
// A thermal state is a mixture of coherent ones, alpha_0 + d with <|d|²> = nu; ln v of each is
// quadratic in d (coherent.hpp: alpha_m is linear in the start),
//
//   ln v(d) = ln v(0) + a |d|² + b d + c d*,
//
//   a = -f (1 - E_m E*_m'),  b = f (E_m alpha*_m' + G_m),  c = f (alpha_m E*_m' + G*_m'),
//
// f = Omega/(Omega - i kappa), E_m = e^{-lambda_m t}, G_m = int_0^t zeta*_m(s) E_m(s) ds, and the
// mean over d is a Gaussian integral. With <d²> = mu besides it is
//
//   v = v(0) exp{[mu b² + mu* c² + 2 b c (nu - a (nu² - |mu|²))]/(2 D)}/sqrt(D),
//   D = (1 - (nu + |mu|) a)(1 - (nu - |mu|) a).
//
// nu and mu are normally ordered, so that squeezed light has |mu| > nu and is no mixture; both
// sides are analytic in them. Re a <= 0 keeps both factors of D to the right of the imaginary axis,
// where their principal roots are the ones that begin as 1.
#pragma once

#include "physics/coherent.hpp"

namespace pairtwist::physics {

/// <|d|²> and <d²> of the light at t = 0.
template <class R>
struct Spread {
  R nu;
  Complex<R> mu;
  R modulus;  ///< |mu|
};

template <class R, class S = ScalarOf<R>>
PT_HD Spread<R> spread_of(const CoherentPoint& point) {
  const Complex<R> mu = {R(S(point.mu_re)), R(S(point.mu_im))};
  return {R(S(point.nu)), mu, square_root(norm(mu))};
}

/// Of one sector: how it goes on from a start that is d away.
template <class R>
struct Response {
  Complex<R> decay;  ///< E_m
  Complex<R> lead;   ///< G_m
};

template <class R>
PT_HD Response<R> initial_response() {
  return {{R(1.0), R(0.0)}, {R(0.0), R(0.0)}};
}

/// A stretch of constant pump later.
template <class R>
PT_HD Response<R> advance(const Response<R>& start, const Propagator<R>& p,
                          const SectorPump<R>& pump) {
  return {start.decay * p.decay, start.lead + conj(pump.zeta) * (start.decay * p.first)};
}

/// The root of z, Re z >= 0, to the right of the imaginary axis.
template <class R>
PT_HD Complex<R> root_of(Complex<R> z) {
  const R re = square_root((square_root(norm(z)) + z.re) * R(0.5));
  return {re, z.im * R(0.5) / re};
}

/// v/v(0) = factor e^exponent.
template <class R>
struct Blur {
  Complex<R> exponent;
  Complex<R> factor;
};

/// Of the pair (k, l); f: PairConstants::factor.
template <class R>
PT_HD Blur<R> blur_of(const SectorState<R>& k, const Response<R>& at_k, const SectorState<R>& l,
                      const Response<R>& at_l, Complex<R> f, const Spread<R>& spread) {
  const Complex<R> one = {R(1.0), R(0.0)};
  const Complex<R> a = f * (at_k.decay * conj(at_l.decay) - one);
  const Complex<R> b = f * mul_conj_add(at_k.decay, l.alpha, at_k.lead);
  const Complex<R> c = f * mul_conj_add(k.alpha, at_l.decay, conj(at_l.lead));
  const R larger = spread.nu + spread.modulus;
  const R smaller = spread.nu - spread.modulus;
  const Complex<R> d1 = one - a * larger;
  const Complex<R> d2 = one - a * smaller;
  const Complex<R> cross = b * c * (Complex<R>{spread.nu, R(0.0)} - a * (larger * smaller));
  const Complex<R> squares = spread.mu * (b * b) + conj(spread.mu) * (c * c);
  return {(squares * R(0.5) + cross) * inverse(d1 * d2), inverse(root_of(d1) * root_of(d2))};
}

/// <a†a> and <a†²a²> of the block of a sector.
template <class S>
PT_HD void light_moments(Complex<S> alpha, Complex<S> decay, const Spread<S>& spread, S& number,
                         S& pairs) {
  const S n = norm(alpha);
  const S nu = spread.nu * norm(decay);
  const Complex<S> mu = spread.mu * (decay * decay);
  const Complex<S> squared = alpha * alpha;
  number = n + nu;
  pairs = n * n + S(4.0) * n * nu + S(2.0) * nu * nu + norm(mu) +
          S(2.0) * (mu.re * squared.re + mu.im * squared.im);
}

}  // namespace pairtwist::physics
