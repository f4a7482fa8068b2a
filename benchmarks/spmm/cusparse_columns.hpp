// SPDX-License-Identifier: BSD-3-Clause
// The step by cusparseSpMM for what is the same of all columns, and a second kernel for what is
// not.
#pragma once

#include <memory>
#include <vector>

#include "spmm/dense_columns.hpp"
#include "spmm/sparse_rows.hpp"
#include "spmm/trajectory_step.hpp"

namespace pairtwist::spmm {

/// CUSPARSE_SPMM_CSR_ALG1 ... 3
inline constexpr int cusparse_algorithms = 3;

class CusparseColumns {
 public:
  /// Copies all to the device. Throws OutOfMemory, DeviceError.
  CusparseColumns(const TrajectoryStep& step, const SparseRows& rows, bool row_major);
  ~CusparseColumns();
  CusparseColumns(const CusparseColumns&) = delete;
  CusparseColumns& operator=(const CusparseColumns&) = delete;

  /// What follows goes by this one, 1 ... cusparse_algorithms, from here on. False: cuSPARSE has it
  /// not for these matrices.
  bool use(int algorithm);
  /// Makes the step, and returns the states behind it.
  std::vector<Element> states() const;
  std::vector<double> times() const;

  const DenseColumns& places() const;
  /// What its arrays must move: of a term three passes by the product and three by the second
  /// kernel, and the sparse matrix once.
  double bytes() const;

 private:
  struct Held;
  std::unique_ptr<Held> held_;
};

}  // namespace pairtwist::spmm
