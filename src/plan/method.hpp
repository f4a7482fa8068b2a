// Which method solves a point: the exact form where it is exact, else the cheapest that is.
#pragma once

#include "pairtwist/job.hpp"
#include "pairtwist/model.hpp"

namespace pairtwist {

/// What `wanted` means for these parameters; `automatic` decides by them. The config has refused
/// what no method of this version treats, and a method that cannot treat its model.
Method method_of(Method wanted, const Parameters& parameters);

}  // namespace pairtwist
