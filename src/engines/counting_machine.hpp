// SPDX-License-Identifier: BSD-3-Clause
// What rotates the atoms of many states and counts them where their coherences are: a CUDA device,
// in tests the host. It knows no batches: products of matrices, and steps between them that
// counting_steps.inl has as plain functions over its memory.
#pragma once

#include <cstdint>
#include <vector>

#include "engines/counting_chunk.hpp"

namespace pairtwist::engines {

/// C_s = op(A_s) B_s for s = 0 ... count - 1, column by column and without gaps: C has so many rows
/// and columns, op(A) so many columns and B so many rows as `inner` says.
struct BatchedProduct {
  std::int64_t rows, columns, inner;
  bool transposed;  ///< op, of A
  bool adds;        ///< C_s += instead
  const double* a;
  std::int64_t next_a;  ///< from A_s to A_{s+1}; 0: the same for all, as of B
  const double* b;
  std::int64_t next_b;
  double* c;
  std::int64_t next_c;
  std::int64_t count;
};

class CountingMachine {
 public:
  virtual ~CountingMachine() = default;

  /// Copies of them in its memory, until the next ones. May throw OutOfMemory, as room() may.
  virtual const double* numbers(const std::vector<double>& numbers) = 0;
  virtual const StateToCount* states(const std::vector<StateToCount>& states) = 0;
  /// So many doubles in its memory, until the next call: zero, or what was there before.
  virtual double* room(std::int64_t doubles) = 0;

  /// One after another, as they are called.
  virtual void multiply(const BatchedProduct& product) = 0;
  /// Each of the step's items of the chunk (counting_steps.inl), in any order.
  virtual void run(CountingStep step, const CountingChunk& chunk) = 0;
};

}  // namespace pairtwist::engines
