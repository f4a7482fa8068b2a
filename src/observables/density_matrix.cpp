// SPDX-License-Identifier: BSD-3-Clause
#include "observables/density_matrix.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

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

/// The rows of rho_A left of the diagonal. Elements by parts: std::complex asks each product
/// whether it is a number, which costs more than the product.
class LowerRows {
 public:
  explicit LowerRows(const AtomicState& state) : state_(state) {
    if (!state.blocks()) return;
    outer_ = outer_factors(state);
    sectors_ = static_cast<std::size_t>(state.start().sector_count());
    factor_.resize(sectors_ * sectors_);
    for (std::size_t l = 0; l < sectors_; ++l)
      for (std::size_t k = 0; k <= l; ++k) {
        const Complex v =
            parts(state.photon_factor(static_cast<std::int64_t>(k), static_cast<std::int64_t>(l)));
        factor_[k * sectors_ + l] = v;
        factor_[l * sectors_ + k] = physics::conj(v);
      }
    for (std::int64_t i = 0; i < state.dim(); ++i)
      sector_.push_back(static_cast<std::size_t>(state.sector(i)));
  }

  /// Writes rho_A[i, j], j = 0 ... i - 1, to where nothing else is read.
  void write(std::int64_t i, double* __restrict__ re, double* __restrict__ im) {
    if (!state_.blocks()) {
      for (std::int64_t j = 0; j < i; ++j) {
        re[j] = state_.density(i, j).real();
        im[j] = state_.density(i, j).imag();
      }
      return;
    }
    const std::vector<std::complex<double>>& amplitude = state_.start().amplitude;
    const Complex of_i = parts(amplitude[i]);
    const Complex* const factor = factor_.data() + sector_[i] * sectors_;
    for (std::int64_t j = 0; j < i; ++j) {
      const Complex x = element_of(of_i * factor[sector_[j]], parts(amplitude[j]));
      re[j] = x.re;
      im[j] = x.im;
    }
    if (outer_.empty()) return;
    for (std::int64_t j = 0; j < i; ++j) {
      const Complex x = Complex{re[j], im[j]} * outer_[i - j];
      re[j] = x.re;
      im[j] = x.im;
    }
  }

 private:
  const AtomicState& state_;
  std::vector<Complex> outer_;
  std::size_t sectors_ = 0;
  std::vector<Complex> factor_;  ///< [sector][sector]  v without dephasing and tilt
  std::vector<std::size_t> sector_;
};

/// Row i of a Hermitian (dim, dim) matrix from what is below its diagonal: sign 1 for real parts,
/// -1 for imaginary ones.
void write_row(const double* below, std::int64_t dim, std::int64_t i, double diagonal, double sign,
               double* __restrict__ row) {
  std::copy_n(below + i * dim, i, row);
  row[i] = diagonal;
  for (std::int64_t j = i + 1; j < dim; ++j) row[j] = sign * below[j * dim + i];
}

}  // namespace

Eigen::MatrixXcd density_matrix(const AtomicState& state) {
  Eigen::MatrixXcd matrix(state.dim(), state.dim());
  for (std::int64_t i = 0; i < state.dim(); ++i) matrix(i, i) = state.weight(i);
  LowerRows rows(state);
  std::vector<double> re(static_cast<std::size_t>(state.dim()));
  std::vector<double> im(re.size());
  for (std::int64_t i = 0; i < state.dim(); ++i) {
    rows.write(i, re.data(), im.data());
    for (std::int64_t j = 0; j < i; ++j) {
      matrix(i, j) = {re[j], im[j]};
      matrix(j, i) = {re[j], -im[j]};
    }
  }
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
  const auto size = static_cast<std::size_t>(dim * dim);
  // `out` is in no cache: it is written from front to back, out of half a matrix that is.
  const auto below = std::make_unique_for_overwrite<double[]>(2 * size);
  double* const re = below.get();
  double* const im = re + size;
  LowerRows rows(state);
  for (std::int64_t i = 0; i < dim; ++i) rows.write(i, re + i * dim, im + i * dim);
  for (std::int64_t i = 0; i < dim; ++i)
    write_row(re, dim, i, state.weight(i), 1.0, out.data() + i * dim);
  for (std::int64_t i = 0; i < dim; ++i)
    write_row(im, dim, i, 0.0, -1.0, out.data() + size + i * dim);
  return {};
}

}  // namespace formulas
}  // namespace pairtwist
