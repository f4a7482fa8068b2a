// SPDX-License-Identifier: BSD-3-Clause
// States of trajectories as columns of one matrix, and what of a series term a product of matrices
// does not do, since each column has coefficients of its own: for the host and for kernels.
#pragma once

#include <complex>
#include <cstdint>
#include <vector>

#include "physics/host_device.hpp"
#include "spmm/trajectory_step.hpp"

namespace pairtwist::spmm {

/// A complex number that is loaded and stored as a whole.
struct alignas(16) Element {
  double re, im;
};

struct DenseColumns {
  std::int64_t rows;
  std::int64_t columns;
  bool row_major;  ///< row behind row, else column behind column

  PT_HD std::int64_t size() const { return rows * columns; }
  /// From one row, or column, to the next.
  PT_HD std::int64_t leading() const { return row_major ? columns : rows; }
  PT_HD std::int64_t at(std::int64_t row, std::int64_t column) const {
    return row_major ? row * columns + column : column * rows + row;
  }
  /// Of what stands at i. Short numbers, since devices divide long ones slowly: 2^32 elements would
  /// be 64 GiB.
  PT_HD std::int64_t column_of(std::int64_t i) const {
    const auto place = static_cast<std::uint32_t>(i);
    return row_major ? place % static_cast<std::uint32_t>(columns)
                     : place / static_cast<std::uint32_t>(rows);
  }
};

/// The part of term k that is no product of matrices.
struct ColumnTerm {
  DenseColumns places;
  const double* coefficients;  ///< [column]  c_k
  const Element* state;

  /// b_k = c_k psi of the last term, and b_{k+1} = 0.
  PT_HD void begin(std::int64_t i, Element* b, Element* beyond) const {
    const double c = coefficients[places.column_of(i)];
    b[i] = {c * state[i].re, c * state[i].im};
    beyond[i] = {0.0, 0.0};
  }
  /// b_k, which lacks c_k psi, gets it.
  PT_HD void add(std::int64_t i, Element* b) const {
    const double c = coefficients[places.column_of(i)];
    const Element before = b[i];
    b[i] = {before.re + c * state[i].re, before.im + c * state[i].im};
  }
};

/// Terms K, K - 1, ..., 0, of which the last leaves the sum. Of `columns`: begin(K) makes b_K and
/// b_{K+1}; multiply(k, factor) makes A b_{k+1} - factor b_{k+2} in place of b_{k+2}; add(k).
template <class Columns>
void sum_of_columns(const Columns& columns, int terms, double beta) {
  columns.begin(terms);
  for (int k = terms - 1; k >= 0; --k) {
    columns.multiply(k, k == 0 ? 2.0 * beta : beta);
    columns.add(k);
  }
}

std::vector<Element> packed_states(const TrajectoryStep& step, const DenseColumns& places);
/// [k][column]
std::vector<double> packed_coefficients(const TrajectoryStep& step);
/// Of such a matrix.
std::vector<std::complex<double>> column(const std::vector<Element>& matrix,
                                         const DenseColumns& places, std::int64_t j);

}  // namespace pairtwist::spmm
