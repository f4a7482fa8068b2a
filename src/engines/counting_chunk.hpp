// SPDX-License-Identifier: BSD-3-Clause
// Some states whose atoms are rotated and counted together, as plain data in a machine's memory
// (counting_machine.hpp). What the matrices are: observables/counting.cpp.
#pragma once

#include <cstdint>

#include "observables/fisher_term.hpp"
#include "physics/host_device.hpp"
#include "physics/pair_index.hpp"

namespace pairtwist::engines {

/// A point at one of its times.
struct StateToCount {
  physics::PairIndex pairs;
  const double* coherence;   ///< [rank][2]  v
  const double* amplitudes;  ///< [i][2]  C_m over the start's window
  const double* moduli;      ///< [i]  |C_m| for every m
  std::int64_t first;        ///< of every m, the window's first
  std::int64_t dim;          ///< of the window
  double time, dephasing, tilt;
  double error;             ///< CoherenceError::of_one
  std::int64_t out;         ///< which of the batch's states it is
  std::int32_t even;        ///< rho is sure to be in the even sector
  std::int32_t unused = 0;  ///< all of it is copied
};

/// How large a state's matrices are.
struct CountingShape {
  std::int64_t atoms;
  std::int64_t angles;

  PT_HD std::int64_t every_m() const { return atoms + 1; }
  /// Rows of even i, and frequencies that are even; of mu >= 0; outcomes i = 0 ... N/2.
  PT_HD std::int64_t evens() const { return atoms / 2 + 1; }
  PT_HD std::int64_t odds() const { return (atoms + 1) / 2; }
  PT_HD std::int64_t vectors() const { return atoms / 2 + 1; }
  PT_HD std::int64_t outcomes() const { return atoms / 2 + 1; }

  /// Elements of the blocks of rho, one behind the other: of even rows and columns, of odd ones, of
  /// even rows and odd columns.
  PT_HD std::int64_t ee() const { return evens() * evens(); }
  PT_HD std::int64_t oo() const { return odds() * odds(); }
  PT_HD std::int64_t eo() const { return evens() * odds(); }
  PT_HD std::int64_t blocks() const { return ee() + oo() + eo(); }
  /// Of all of them times eigenvectors.
  PT_HD std::int64_t halves() const { return (2 * evens() + odds()) * vectors(); }
  /// Of each of them between eigenvectors of J_y.
  PT_HD std::int64_t rotated() const { return vectors() * vectors(); }
};

/// CountingTables in a machine's memory; matrices column by column.
struct CountingTablesView {
  const double* x;
  const double* raising;
  const double* outcomes;
  const double* even_rows;
  const double* odd_rows;
  const double* even_cosines;
  const double* even_sines;
  const double* odd_cosines;
  const double* odd_sines;
};

/// Coefficients of the frequencies of one parity, and what they come to at all angles.
struct CountingParity {
  double* cosines;  ///< [state][i][q]
  double* sines;    ///< the same
  double* at_zero;  ///< [state][i]
  double* parts;    ///< [state][i][2 angles]  as CountedState::of_even
};

struct CountingChunk {
  CountingShape shape;
  CountingTablesView tables;
  double rounding;             ///< rounding_of_counting
  const StateToCount* states;  ///< [count]
  std::int64_t count;
  std::int64_t room;  ///< states that the arrays below have room for

  double* factors;      ///< [state][m - m'][2]  what dephasing and tilt make of rho
  double* blocks;       ///< [state][CountingShape::blocks]  Z† rho Z
  double* halves;       ///< [state]  the same times eigenvectors: of odd columns odd ones
  double* rotated;      ///< [state][ee, oo, eo][nu][mu]  between eigenvectors
  double* pairs;        ///< [state][4][mu][nu]  CountingPairs
  double* polynomials;  ///< [cos, sin][q][state, i]  of the angle itself
  CountingParity even, odd;
  FisherTerm* terms;  ///< [StateToCount::out][angle]
};

/// Of a chunk, in this order, with products between.
enum class CountingStep {
  factors,      ///< of each state
  turn,         ///< of each element of the blocks
  combine,      ///< of each pair of eigenvectors
  polynomials,  ///< of each outcome
  count,        ///< of each angle
};

}  // namespace pairtwist::engines
