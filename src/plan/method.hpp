// Which method solves a point: the exact form where it is exact, else the cheapest that is.
#pragma once

#include "pairtwist/job.hpp"
#include "pairtwist/model.hpp"
#include "pairtwist/scan.hpp"

namespace pairtwist {

/// What `wanted` means for these parameters; `automatic` decides by them. The config has refused
/// what no method of this version treats, and a method that cannot treat its model.
Method method_of(Method wanted, const Parameters& parameters);

/// The frame of the Fock method. Automatic: the moving one where there is a mean field to follow,
/// unless Kerr term or two-photon loss make its equation much longer than the laboratory's.
bool moving_frame(Frame wanted, const Point& point);

}  // namespace pairtwist
