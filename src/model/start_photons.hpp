// How many photons there are at t = 0.
#pragma once

#include "pairtwist/model.hpp"

namespace pairtwist {

/// <a†a> of the light at t = 0; infinite if it overflows. Not of light from a file: only who has
/// read that knows.
double mean_photons(const Light& light);

}  // namespace pairtwist
