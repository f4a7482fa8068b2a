// SPDX-License-Identifier: BSD-3-Clause
// What the variables of a result claim, for who holds them against another solution: each is within
// solve.tolerance of its quantity, whose values, extrema or crossings they are.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "observables/registry.hpp"
#include "pairtwist/results.hpp"

namespace pairtwist {

enum class ClaimKind {
  values,    ///< of the quantity at each sample, or at the last one
  largest,   ///< q_max at q_max_time
  smallest,  ///< q_min at q_min_time
  last,      ///< q_final
  crossing,  ///< the time of an event
};

/// One variable and what belongs to it; places are those of ResultLayout::variables.
struct Claim {
  ClaimKind kind = ClaimKind::values;
  const Quantity* quantity = nullptr;
  std::size_t part = 0;      ///< which of the quantity's variables
  std::size_t variable = 0;  ///< the values; of a crossing the times
  std::size_t status = 0;    ///< why they are not there
  std::size_t time = 0;      ///< of an extremum
  const EventSpec* event = nullptr;
  bool sign_is_free = false;  ///< a direction: its opposite is the same one
};

/// In the order of the layout, which must be the job's. Standard errors of means over trajectories
/// claim nothing, nor do records of the solution (cutoff, error_estimate, ...).
std::vector<Claim> claims_of(const Job& job, const ResultLayout& layout);

/// A level times its scale, for so many atoms.
double level_of(const EventSpec& event, std::int64_t atoms);

}  // namespace pairtwist
