// SPDX-License-Identifier: BSD-3-Clause
// Blocks of Gaussian light in a thermal bath: five complex scalars (docs/physics.md, 3).
//
// Generating function Tr[R e^{x a†} e^{y a}] = v exp(x q + y p + x y nu + y² mu/2 + x² mu'/2):
//
//   d ln v/dt = -i Omega (nu + p q) - E q + E* p
//
//   dp/dt = -lambda_m p - eta_m - i Omega (nu p + mu q) - E nu + E* mu
//
//   dq/dt = -lambda*_m' q - eta*_m' - i Omega (nu q + mu' p) - E mu' + E* nu
//
//   dnu/dt = -(i Omega + kappa) nu + kappa n_th - i Omega (nu² + mu mu')
//
//   dmu/dt = -2 lambda_m mu - 2 i Omega nu mu,   dmu'/dt = -2 lambda*_m' mu' - 2 i Omega nu mu'
//
// but for the phase that U gives v (twist.hpp). E = eta_m - eta_m': without a transverse pump 0.
#pragma once

#include "physics/complex.hpp"
#include "physics/dop853.hpp"
#include "physics/spread_light.hpp"

namespace pairtwist::physics {

/// Components of the integrator's state: real and imaginary parts side by side.
namespace gaussian {
enum Component : int { log_v = 0, p = 2, q = 4, nu = 6, mu = 8, mu_prime = 10, count = 12 };
}

/// The right-hand side for one block of one stretch of constant pump.
template <class S>
struct GaussianBlock {
  S omega_k;  ///< of the sector |m|
  S omega_l;  ///< of the sector |m'|
  S omega;    ///< Omega = omega_k - omega_l
  S kappa;
  S bath;  ///< kappa n_th
  Complex<S> eta_k;
  Complex<S> eta_l;
  bool transverse = false;  ///< whether they may differ

  PT_HD void operator()(S, const S (&y)[gaussian::count], S (&dy)[gaussian::count]) const {
    using namespace gaussian;
    const Complex<S> p_ = {y[p], y[p + 1]};
    const Complex<S> q_ = {y[q], y[q + 1]};
    const Complex<S> nu_ = {y[nu], y[nu + 1]};
    const Complex<S> mu_ = {y[mu], y[mu + 1]};
    const Complex<S> mup = {y[mu_prime], y[mu_prime + 1]};
    const S half = S(0.5) * kappa;
    const Complex<S> lambda_k = {half, omega_k};
    const Complex<S> lambda_l = {half, -omega_l};  // conjugated

    const Complex<S> mean = nu_ + p_ * q_;
    store(dy, log_v, turned(mean));
    store(dy, p, turned(nu_ * p_ + mu_ * q_) - lambda_k * p_ - eta_k);
    store(dy, q, turned(nu_ * q_ + mup * p_) - lambda_l * q_ - conj(eta_l));
    store(dy, nu, turned(nu_ + nu_ * nu_ + mu_ * mup) - nu_ * kappa + Complex<S>{bath, S(0.0)});
    const Complex<S> two_turned_nu = turned(nu_ * S(2.0));
    store(dy, mu, (two_turned_nu - lambda_k * S(2.0)) * mu_);
    store(dy, mu_prime, (two_turned_nu - lambda_l * S(2.0)) * mup);
  }

  /// The terms in E: on top of the others, which most blocks have alone.
  PT_HD void add_transverse(const S (&y)[gaussian::count], S (&dy)[gaussian::count]) const {
    using namespace gaussian;
    const auto part = [](const S* of) { return Complex<S>{of[0], of[1]}; };
    const Complex<S> apart = eta_k - eta_l;
    const Complex<S> back = conj(apart);
    const Complex<S> nu_ = part(y + nu);
    store(dy, log_v, part(dy + log_v) - apart * part(y + q) + back * part(y + p));
    store(dy, p, part(dy + p) - apart * nu_ + back * part(y + mu));
    store(dy, q, part(dy + q) - apart * part(y + mu_prime) + back * nu_);
  }

  /// The largest rate at which what is there, or will be, turns or decays on its own.
  PT_HD S fastest_rate(const S (&y)[gaussian::count]) const {
    using namespace gaussian;
    const auto larger = [](S a, S b) { return select(a < b, b, a); };
    const S k = omega_k * omega_k;
    const S l = omega_l * omega_l;
    const S of_field = multiply_add(S(0.25) * kappa, kappa, larger(k, l));
    const S pump = norm(eta_k) + norm(eta_l);
    const S fields = y[p] * y[p] + y[p + 1] * y[p + 1] + y[q] * y[q] + y[q + 1] * y[q + 1] + pump;
    const S squeezing = y[mu] * y[mu] + y[mu + 1] * y[mu + 1] + y[mu_prime] * y[mu_prime] +
                        y[mu_prime + 1] * y[mu_prime + 1];
    S squared = multiply_add(kappa, kappa, omega * omega);
    squared = select(fields > S(0.0), larger(squared, of_field), squared);
    squared = select(squeezing > S(0.0), larger(squared, S(4.0) * of_field), squared);
    return square_root(squared);
  }

 private:
  /// -i Omega z.
  PT_HD Complex<S> turned(Complex<S> z) const { return {omega * z.im, -(omega * z.re)}; }
  PT_HD static void store(S (&dy)[gaussian::count], int at, Complex<S> z) {
    dy[at] = z.re;
    dy[at + 1] = z.im;
  }
};

/// What is reported of a block: v, or of a diagonal block <a†a> and <a†² a²>.
PT_HD void gaussian_values(const double (&y)[gaussian::count], bool diagonal, double& first,
                           double& second) {
  using namespace gaussian;
  if (!diagonal) {
    const double magnitude = ::exp(y[log_v]);
    first = magnitude * ::cos(y[log_v + 1]);
    second = magnitude * ::sin(y[log_v + 1]);
    return;
  }
  const Complex<double> undamped = {1.0, 0.0};
  light_moments({y[p], y[p + 1]}, undamped, {y[nu], {y[mu], y[mu + 1]}, 0.0}, first, second);
}

}  // namespace pairtwist::physics
