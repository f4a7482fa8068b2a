// SPDX-License-Identifier: BSD-3-Clause
#include "observables/density_matrix.hpp"

#include <cmath>

#include "observables/formulas.hpp"
#include "observables/state_elements.hpp"

namespace pairtwist {
namespace {

using Complex = physics::Complex<double>;

/// [m - m'] what dephasing and tilt make of rho_A[m, m'], m >= m'; empty where there are none.
std::vector<Complex> outer_factors(const AtomicState& state) {
  std::vector<Complex> factors;
  if (state.dephasing() == 0.0 && state.tilt() == 0.0) return factors;
  factors.resize(static_cast<std::size_t>(state.dim()));
  for_outer_factors(state.dephasing(), state.tilt(), state.time(), state.dim(),
                    [&](std::int64_t steps, const Complex& factor) { factors[steps] = factor; });
  return factors;
}

Complex parts(const std::complex<double>& z) { return {z.real(), z.imag()}; }

/// element(i, j, re, im) of rho_A for all i > j. By parts: std::complex asks each product whether
/// it is a number, which costs more than the product.
template <class F>
void for_lower_triangle(const AtomicState& state, const F& element) {
  if (!state.blocks()) {
    for (std::int64_t i = 1; i < state.dim(); ++i)
      for (std::int64_t j = 0; j < i; ++j)
        element(i, j, state.density(i, j).real(), state.density(i, j).imag());
    return;
  }
  const std::vector<Complex> outer = outer_factors(state);
  const std::vector<std::complex<double>>& amplitude = state.start().amplitude;
  std::vector<Complex> v(static_cast<std::size_t>(state.start().sector_count()));
  std::vector<std::size_t> sector;
  sector.reserve(static_cast<std::size_t>(state.dim()));
  for (std::int64_t i = 0; i < state.dim(); ++i)
    sector.push_back(static_cast<std::size_t>(state.sector(i)));
  for (std::int64_t i = 1; i < state.dim(); ++i) {
    const Complex of_i = parts(amplitude[i]);
    for (std::size_t l = 0; l < v.size(); ++l)
      v[l] = of_i * parts(state.photon_factor(state.sector(i), static_cast<std::int64_t>(l)));
    for (std::int64_t j = 0; j < i; ++j) {
      Complex x = element_of(v[sector[j]], parts(amplitude[j]));
      if (!outer.empty()) x = x * outer[i - j];
      element(i, j, x.re, x.im);
    }
  }
}

}  // namespace

Eigen::MatrixXcd density_matrix(const AtomicState& state) {
  Eigen::MatrixXcd matrix(state.dim(), state.dim());
  for (std::int64_t i = 0; i < state.dim(); ++i) matrix(i, i) = state.weight(i);
  for_lower_triangle(state, [&](std::int64_t i, std::int64_t j, double re, double im) {
    matrix(i, j) = {re, im};
    matrix(j, i) = {re, -im};
  });
  return matrix;
}

Eigen::MatrixXcd even_matrix(const AtomicState& state) {
  const Eigen::Index dim = state.dim();
  const Eigen::Index rows = (dim + 1) / 2;
  Eigen::MatrixXcd even = 2.0 * density_matrix(state).topLeftCorner(rows, rows);
  if (dim % 2 == 1) {
    even.row(rows - 1) *= std::sqrt(0.5);
    even.col(rows - 1) *= std::sqrt(0.5);
  }
  return even;
}

namespace formulas {

Verdict rho(const AtomicState& state, std::span<double> out) {
  const std::int64_t dim = state.dim();
  double* const re_of = out.data();
  double* const im_of = re_of + dim * dim;
  for (std::int64_t i = 0; i < dim; ++i) {
    re_of[i * dim + i] = state.weight(i);
    im_of[i * dim + i] = 0.0;
  }
  for_lower_triangle(state, [&](std::int64_t i, std::int64_t j, double re, double im) {
    re_of[i * dim + j] = re_of[j * dim + i] = re;
    im_of[i * dim + j] = im;
    im_of[j * dim + i] = -im;
  });
  return {};
}

}  // namespace formulas
}  // namespace pairtwist
