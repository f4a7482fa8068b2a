#include "observables/qfi.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>

#include "observables/density_matrix.hpp"
#include "observables/formulas.hpp"
#include "observables/ladder.hpp"

namespace pairtwist {
namespace {

/// |a|² + |b|² - 2 Re(a b* v), without cancellation where v is near 1.
double interference(std::complex<double> a, std::complex<double> b, std::complex<double> v) {
  const double re = a.real() - b.real();
  const double im = a.imag() - b.imag();
  const double cross_re = a.real() * b.real() + a.imag() * b.imag();
  const double cross_im = a.imag() * b.real() - a.real() * b.imag();
  return re * re + im * im + 2.0 * (cross_re * (1.0 - v.real()) + cross_im * v.imag());
}

}  // namespace

double qfi_even_sector(const AtomicState& state) {
  // 4 <J_y²> = sum over m of |a|² + |b|² - 2 Re(a b* v), where a and b are what J_+ brings to m
  // from m - 1 and J_- from m + 1. m and -m contribute alike, m = 0 nothing: there a = b, v = 1.
  const AtomicStart& start = state.start();
  const std::int64_t n = state.atoms();
  const std::int64_t dim = state.dim();
  const std::int64_t first = (dim + 1) / 2;  // the smallest m > 0
  const auto* c = start.amplitude.data();

  double half = 0.0;
  double from_below = raising_element(n, start.two_m(first - 1));
  std::complex<double> v = 1.0;
  for (std::int64_t i = first; i + 1 < dim; ++i) {
    const double from_above = raising_element(n, start.two_m(i));
    v = state.photon_factor(state.sector(i - 1), state.sector(i + 1));
    half += interference(from_below * c[i - 1], from_above * c[i + 1], v);
    from_below = from_above;
  }
  // The two m that reach beyond the window, with its last coherence: one place on it is hardly
  // another, and what a wrong one costs is within the weight that may be dropped.
  for (std::int64_t i = std::max(dim - 1, first); i <= dim; ++i) {
    const double from_above = raising_element(n, start.two_m(i));
    const auto beyond = start.beyond[static_cast<std::size_t>(i + 3 - dim)];
    half += interference(from_below * c[i - 1], from_above * beyond, v);
    from_below = from_above;
  }
  return 2.0 * half;
}

double qfi_general(const AtomicState& state) {
  // One empty row on either side: J_y leads out of the window.
  const AtomicStart& start = state.start();
  const std::int64_t dim = state.dim();
  const std::int64_t n = state.atoms();
  Eigen::MatrixXcd matrix = Eigen::MatrixXcd::Zero(dim + 2, dim + 2);
  matrix.block(1, 1, dim, dim) = density_matrix(state);
  if (!matrix.allFinite()) return std::numeric_limits<double>::quiet_NaN();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXcd> solver(matrix);
  const Eigen::MatrixXcd& vectors = solver.eigenvectors();

  // 2i J_y = J_+ - J_- applied to the eigenvectors.
  Eigen::MatrixXcd applied = Eigen::MatrixXcd::Zero(dim + 2, dim + 2);
  for (std::int64_t row = 0; row < dim + 1; ++row) {
    const double element = raising_element(n, start.two_m(row - 1));
    applied.row(row + 1) += element * vectors.row(row);
    applied.row(row) -= element * vectors.row(row + 1);
  }
  const Eigen::MatrixXcd twice_spin = vectors.adjoint() * applied;

  double sum = 0.0;
  for (std::int64_t j = 0; j < dim + 2; ++j) {
    // Rounding may leave an eigenvalue of 0 just below it; (l_i - l_j)²/(l_i + l_j) <= l_i + l_j.
    const double lj = std::max(solver.eigenvalues()[j], 0.0);
    for (std::int64_t i = 0; i < j; ++i) {
      const double li = std::max(solver.eigenvalues()[i], 0.0);
      if (li + lj > 0.0) sum += (li - lj) * (li - lj) / (li + lj) * std::norm(twice_spin(i, j));
    }
  }
  return sum;  // 2 × (each pair twice) × (1/4 from the doubled J_y)
}

Trust formulas::qfi(const AtomicState& state, std::span<double> out) {
  out[0] = state.even_sector() ? qfi_even_sector(state) : qfi_general(state);
  return Trust::good;
}

}  // namespace pairtwist
