// SPDX-License-Identifier: BSD-3-Clause
// Whether the closed form knows anything of a point's coherences at some tolerance, for who is to
// say what would help.
#pragma once

#include "pairtwist/scan.hpp"

namespace pairtwist {

/// Whether the phases of sectors with small |m|, which are the smallest there are, are known at
/// this time in double-double to what the tolerance allows them, and are no larger than what can be
/// reduced: where those are lost, so are all.
bool some_phases_known(const Point& point, double time, double tolerance);

}  // namespace pairtwist
