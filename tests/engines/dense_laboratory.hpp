// SPDX-License-Identifier: BSD-3-Clause
// The laboratory frame's generator as a dense matrix, and random models to try it with.
#pragma once

#include <Eigen/Dense>
#include <cmath>
#include <complex>
#include <random>
#include <unsupported/Eigen/MatrixFunctions>
#include <vector>

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

/// Series by themselves of a step x long in multiples of 1/gamma, over the ellipse e.
template <class Series, class Team>
class LoneSeries {
 public:
  LoneSeries(const Rates& r, int cutoff, const faber::Ellipse& e, double x)
      : rates_(r),
        cutoff_(cutoff),
        ellipse_(e),
        time_(x / e.gamma),
        matrices_(static_cast<std::size_t>(Series::scratch(cutoff))),
        memory_(static_cast<std::size_t>(Series::Tables::scratch(Series::extent(cutoff)))),
        tables_(memory_.data(), Series::extent(cutoff)),
        coefficients_(faber::most_terms + 1) {
    std::vector<double> roots = {0.0};
    for (int n = 0; n < cutoff + 4; ++n) roots.push_back(std::sqrt(n));
    tables_.fill_roots(Team{}, cutoff, roots.data() + 1);
    tables_.fill(Team{}, physics::fock::laboratory_stencil(r), {e.re, e.im}, e.gamma,
                 {turn_of(r).real(), turn_of(r).imag()});
    std::vector<double> one(coefficients_.size());
    faber::polynomials(-e.re / e.gamma, e.beta, one.data());
    faber::coefficients(x, e.beta, one.data(), coefficients_.data());
  }
  LoneSeries(const LoneSeries&) = delete;
  LoneSeries& operator=(const LoneSeries&) = delete;

  int terms_needed(double allowed) const {
    return faber::terms_needed(coefficients_.data(), 1, allowed);
  }
  /// 2 sum of |c_k| behind the last term.
  double lacking(int last) const {
    double rest = 0.0;
    for (int k = faber::most_terms; k > last; --k) rest += 2.0 * std::abs(coefficients_[k]);
    return rest;
  }
  /// halved: `start` is Hermitian, and stays so.
  Series sum(const Matrix& start, int last, bool halved) {
    Series series(Team{}, tables_, cutoff_, matrices_.data());
    if (halved) series.halve();
    series.set([&](int n, int k) {
      return physics::Complex<double>{start(n, k).real(), start(n, k).imag()};
    });
    series.begin(coefficients_[0]);
    for (int k = 1; k <= last; ++k)
      series.next(k == 1 ? 0.0 : k == 2 ? 2.0 * ellipse_.beta : ellipse_.beta, coefficients_[k]);
    series.finish();
    return series;
  }
  Matrix exact(const Matrix& start) const {
    const Matrix propagator = (generator(rates_, cutoff_) * time_).exp();
    return (propagator * start.reshaped()).reshaped(cutoff_, cutoff_);
  }
  /// Of what is solved, in the Frobenius norm.
  double error(const Series& series, const Matrix& exact, bool halved) const {
    const Number phase = std::exp(Number(0.0, ellipse_.im * time_));
    double squares = 0.0;
    for (int n = 0; n < cutoff_; ++n)
      for (int k = halved ? n : 0; k < cutoff_; ++k) {
        const auto value = series.at(n, k);
        squares += std::norm(phase * Number(value.re, value.im) - exact(n, k));
      }
    return std::sqrt(squares);
  }

 private:
  Rates rates_;
  int cutoff_;
  faber::Ellipse ellipse_;
  double time_;
  std::vector<double> matrices_;
  std::vector<double> memory_;
  typename Series::Tables tables_;
  std::vector<double> coefficients_;
};

}  // namespace pairtwist::engines
