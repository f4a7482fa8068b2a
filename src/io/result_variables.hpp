// The variables of a result file that batches fill, as data. Internal to result_layout().
#pragma once

#include <vector>

#include "pairtwist/results.hpp"

namespace pairtwist {

/// Quantities (or their extrema), events, then the records of every point, in the order that
/// result_layout() documents. Throws UsageError for extrema of a quantity that is not a scalar.
std::vector<Variable> result_variables(const Job& job, const Scan& scan);

}  // namespace pairtwist
