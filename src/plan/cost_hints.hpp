// SPDX-License-Identifier: BSD-3-Clause
// What makes a scan dear: the quantity, the term of the model or the tolerance without which it
// would take a fraction, found by planning it without each of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pairtwist/job.hpp"
#include "pairtwist/scan.hpp"
#include "plan/state_readers.hpp"

namespace pairtwist {

struct CostHint {
  std::string what;     ///< "quantity \"rho\"", "model.kerr", "solve.tolerance = 1e-12"
  std::string without;  ///< "without it", "with 1e-08"
  double share = 1.0;   ///< of the work that would be left
  /// Of the first point looked at, where they differ: "fock" instead of "gaussian".
  std::string method, method_without;
};

/// A library takes the eigenvalues of a density matrix in one call: until it is back no signal is
/// obeyed, and no progress made.
struct LongCall {
  std::string quantity;
  std::int64_t rows = 0;
  double seconds = 0.0;  ///< about
};

struct CostEstimate {
  double operations = 0.0;               ///< of the whole scan, about (plan/point_cost.hpp)
  std::vector<CostHint> hints;           ///< that leave less than a fifth, from the least on
  std::optional<LongCall> longest_call;  ///< of a second or more
};

/// Looks at a few points, evenly spread; for hints only where the scan takes that many operations:
/// each plans those points again. Throws what the readers throw, and what planning throws.
CostEstimate estimate_cost(const Job& job, const Scan& scan, const StateReaders& readers,
                           double worth_hints = 0.0);

/// "model.kerr makes this dear (method fock instead of gaussian): without it about 1/40 of it".
std::string hint_text(const CostHint& hint);
/// "quantity "entropy" takes eigenvalues of 1001 x 1001 matrices, about 5 s each in one go: ...".
std::string call_text(const LongCall& call);

}  // namespace pairtwist
