#include "observables/density_matrix.hpp"

#include "observables/formulas.hpp"

namespace pairtwist {

Eigen::MatrixXcd density_matrix(const AtomicState& state) {
  const std::int64_t dim = state.dim();
  Eigen::MatrixXcd matrix(dim, dim);
  for (std::int64_t j = 0; j < dim; ++j) {
    matrix(j, j) = state.weight(j);
    for (std::int64_t i = j + 1; i < dim; ++i) {
      matrix(i, j) = state.rho(i, j);
      matrix(j, i) = std::conj(matrix(i, j));
    }
  }
  return matrix;
}

namespace formulas {

Verdict rho(const AtomicState& state, std::span<double> out) {
  const Eigen::MatrixXcd matrix = density_matrix(state);
  const auto dim = static_cast<std::size_t>(state.dim());
  for (std::size_t i = 0; i < dim; ++i) {
    for (std::size_t j = 0; j < dim; ++j) {
      const std::complex<double> element =
          matrix(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
      out[i * dim + j] = element.real();
      out[dim * dim + i * dim + j] = element.imag();
    }
  }
  return {};
}

}  // namespace formulas
}  // namespace pairtwist
