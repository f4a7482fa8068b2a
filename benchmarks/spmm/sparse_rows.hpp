// SPDX-License-Identifier: BSD-3-Clause
// What a series term applies to a state vector of the joint method, as a sparse matrix, and that
// series by it on the host: what stands here was written down a second time, not taken from
// engines/joint_terms.inl.
#pragma once

#include <complex>
#include <cstdint>
#include <span>
#include <vector>

#include "engines/joint_remote.hpp"

namespace pairtwist::spmm {

/// Compressed rows (CSR), columns in order.
struct SparseRows {
  std::vector<std::int32_t> first = {0};  ///< [row]  its first element, and how many there are last
  std::vector<std::int32_t> column;       ///< [element]
  std::vector<std::complex<double>> value;

  std::int64_t rows() const { return std::ssize(first) - 1; }
  std::int64_t elements() const { return std::ssize(value); }
};

/// A = (-i H_eff - centre)/gamma over the elements of the map, one site's photon levels behind
/// another's.
SparseRows sparse_rows(const engines::JointMap& map, const engines::JointTables& tables);

/// sum_k c_k F_k(A) state by Clenshaw's rule: b_k = c_k state + A b_{k+1} - beta b_{k+2}.
std::vector<std::complex<double>> sum_of_series(const SparseRows& a, double beta,
                                                std::span<const double> coefficients,
                                                std::span<const std::complex<double>> state);

/// Of two vectors, once both have the norm 1: the norm of what they differ by.
double difference(std::span<const std::complex<double>> a, std::span<const std::complex<double>> b);

/// The larger one; no number, if either is none.
double worse(double a, double b);

}  // namespace pairtwist::spmm
