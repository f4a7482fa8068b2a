// SPDX-License-Identifier: BSD-3-Clause
// The products of matrices between the steps of a chunk of states that are counted. All of the
// chunk's room: a machine is asked for the same shapes, however many states are there.
#pragma once

#include "engines/counting_machine.hpp"

namespace pairtwist::engines {

/// From blocks of rho to the same between eigenvectors of J_y, E^T (B E).
void rotate(const CountingChunk& chunk, CountingMachine& machine);

/// From coefficients of frequencies to what they come to at all angles.
void take_to_angles(const CountingChunk& chunk, CountingMachine& machine);

}  // namespace pairtwist::engines
