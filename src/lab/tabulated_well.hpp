// SPDX-License-Identifier: BSD-3-Clause
// The levels of a double well that is given by a table, and what its lines leave open of them.
#pragma once

#include <string>

#include "lab/double_well.hpp"
#include "lab/potential_table.hpp"

namespace pairtwist::lab {

struct TabulatedWell {
  PotentialTable potential;
  std::string path;   ///< of the file
  std::string units;  ///< of the file, in words
};

/// solve_well, with errors that are those of the table, too: what changes where every second of its
/// lines is left out. transverse_length: l of the trap across, for messages. Throws UsageError
/// (naming the file) if the lines are too far apart for a level, or end before the third has
/// turned.
WellStates solve_tabulated(const TabulatedWell& well, double hbar_over_m, double transverse_length);

}  // namespace pairtwist::lab
