// SPDX-License-Identifier: BSD-3-Clause
// What formulas over grids of the config read besides the state: made once for each number of
// atoms, shared by all points that have it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "pairtwist/job.hpp"

namespace pairtwist {

struct CountingTables;  // counting.hpp
struct HusimiTables;    // husimi.hpp
struct Quantity;        // registry.hpp

struct OutputTables {
  std::shared_ptr<const CountingTables> counting;  ///< over output.angles, where cfi is asked for
  std::shared_ptr<const HusimiTables> husimi;      ///< over output.husimi_grid, where husimi is
};

/// Those that these quantities read.
OutputTables output_tables(const OutputSpec& output, std::span<const Quantity* const> quantities,
                           std::int64_t atoms);

}  // namespace pairtwist
