// SPDX-License-Identifier: BSD-3-Clause
#include "observables/output_tables.hpp"

#include "observables/counting.hpp"
#include "observables/husimi.hpp"
#include "observables/registry.hpp"

namespace pairtwist {

OutputTables output_tables(const OutputSpec& output, std::span<const Quantity* const> quantities,
                           std::int64_t atoms) {
  OutputTables tables;
  for (const Quantity* quantity : quantities) {
    if (quantity->runs_over(angle_dimension))
      tables.counting = std::make_shared<const CountingTables>(atoms, output.angles.values);
    if (quantity->runs_over(theta_dimension))
      tables.husimi = std::make_shared<const HusimiTables>(atoms, output.husimi_grid.theta,
                                                           output.husimi_grid.phi);
  }
  return tables;
}

}  // namespace pairtwist
