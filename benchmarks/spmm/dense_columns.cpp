// SPDX-License-Identifier: BSD-3-Clause
#include "spmm/dense_columns.hpp"

namespace pairtwist::spmm {

std::vector<Element> packed_states(const TrajectoryStep& step, const DenseColumns& places) {
  std::vector<Element> matrix(static_cast<std::size_t>(places.size()));
  for (std::int64_t j = 0; j < places.columns; ++j) {
    const auto state = step.state(j);
    for (std::int64_t e = 0; e < places.rows; ++e)
      matrix[places.at(e, j)] = {state[e].real(), state[e].imag()};
  }
  return matrix;
}

std::vector<double> packed_coefficients(const TrajectoryStep& step) {
  std::vector<double> packed;
  for (int k = 0; k <= step.terms(); ++k)
    for (std::int64_t j = 0; j < step.trajectories(); ++j)
      packed.push_back(step.coefficients(j)[k]);
  return packed;
}

std::vector<std::complex<double>> column(const std::vector<Element>& matrix,
                                         const DenseColumns& places, std::int64_t j) {
  std::vector<std::complex<double>> result;
  for (std::int64_t e = 0; e < places.rows; ++e) {
    const Element& element = matrix[places.at(e, j)];
    result.emplace_back(element.re, element.im);
  }
  return result;
}

}  // namespace pairtwist::spmm
