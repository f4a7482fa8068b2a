// SPDX-License-Identifier: BSD-3-Clause
// The laboratory frame's generator as a dense matrix, and random models to try it with.
#pragma once

#include <Eigen/Dense>
#include <cmath>
#include <complex>
#include <random>

#include "physics/fock_laboratory.hpp"

namespace pairtwist::engines {

using Matrix = Eigen::MatrixXcd;
using Number = std::complex<double>;
using Rates = physics::fock::Rates<double>;
namespace faber = physics::faber;

inline Matrix lowering(int cutoff) {
  Matrix a = Matrix::Zero(cutoff, cutoff);
  for (int n = 1; n < cutoff; ++n) a(n - 1, n) = std::sqrt(n);
  return a;
}

/// What multiplies R from the left: the equation of docs/physics.md, 2, with levels below `cutoff`.
inline Matrix left_operator(const Rates& r, double omega, double eta, int cutoff) {
  const Matrix a = lowering(cutoff);
  const Matrix number = a.adjoint() * a;
  const Matrix pairs = a.adjoint() * a.adjoint() * a * a;
  const Matrix identity = Matrix::Identity(cutoff, cutoff);
  const Number I(0.0, 1.0);
  const Matrix h = omega * number - I * eta * (a.adjoint() - a) + 0.5 * r.kerr * pairs;
  return -I * h - 0.5 * (r.kappa + r.bath) * number - 0.5 * r.bath * (number + identity) -
         0.5 * r.two_photon * pairs;
}

inline Number number_of(const physics::Complex<double>& z) { return {z.re, z.im}; }

/// e^{i(phi - phi')}.
inline Number turn_of(const Rates& r) {
  return std::polar(1.0, std::arg(number_of(r.pump_k)) - std::arg(number_of(r.pump_l)));
}

/// L on matrices R with R[n,k] at n + cutoff k, but for the phase that U gives, where the pumps'
/// phases are gone: e^{-i phi n̂} R e^{i phi' n̂} of the equation's R.
inline Matrix generator(const Rates& r, int cutoff) {
  const Matrix a = lowering(cutoff);
  const Matrix left = left_operator(r, r.omega_k, std::abs(number_of(r.pump_k)), cutoff);
  const Matrix right = left_operator(r, r.omega_l, std::abs(number_of(r.pump_l)), cutoff).adjoint();
  const Number turn = turn_of(r);
  const int size = cutoff * cutoff;
  Matrix result(size, size);
  for (int i = 0; i < size; ++i) {
    Matrix basis = Matrix::Zero(cutoff, cutoff);
    basis(i % cutoff, i / cutoff) = 1.0;
    const Matrix image = left * basis + basis * right +
                         turn * (r.kappa + r.bath) * a * basis * a.adjoint() +
                         std::conj(turn) * r.bath * a.adjoint() * basis * a +
                         turn * turn * r.two_photon * a * a * basis * (a * a).adjoint();
    result.col(i) = image.reshaped();
  }
  return result;
}

/// transverse: both sides' pumps differ, in their phases too.
inline Rates random_rates(std::mt19937_64& random, bool transverse) {
  std::uniform_real_distribution<double> u(0.0, 1.0);
  const auto sometimes = [&](double scale) { return random() % 3 == 0 ? 0.0 : scale * u(random); };
  const double kappa = sometimes(3.0);
  const auto complex = [&] {
    return physics::Complex<double>{sometimes(4.0) - 2.0, sometimes(4.0) - 2.0};
  };
  const physics::Complex<double> pump = {sometimes(4.0), 0.0};
  return {.omega_k = sometimes(8.0) - 2.0,
          .omega_l = sometimes(8.0) - 2.0,
          .kappa = kappa,
          .bath = kappa * sometimes(1.0),
          .kerr = sometimes(1.0),
          .two_photon = sometimes(0.5),
          .pump_k = transverse ? complex() : pump,
          .pump_l = transverse ? complex() : pump};
}

inline faber::Ellipse range_of(const Rates& r, int cutoff) {
  const auto stencil = physics::fock::laboratory_stencil(r);
  double along_axes[faber::Box::directions];
  for (int i = 0; i < faber::Box::directions; ++i)
    along_axes[i] =
        range_support(stencil, cutoff, faber::Box::cosine_of(i), faber::Box::sine_of(i));
  const faber::Outline outline{faber::Box(along_axes)};
  double support[faber::Outline::directions];
  for (int i = 0; i < faber::Outline::directions; ++i)
    support[i] = range_support(stencil, cutoff, outline.cosine_of(i), outline.sine_of(i));
  return outline.ellipse(support);
}

}  // namespace pairtwist::engines
