// SPDX-License-Identifier: BSD-3-Clause
// Rotates and counts the atoms of a batch's states where their coherences are, some states at a
// time.
#pragma once

#include "engines/batch.hpp"
#include "engines/counting_machine.hpp"

namespace pairtwist::engines {

/// States that are counted together. It depends on their size alone: the machine is asked for
/// products of the same shapes whatever batch a state is in, and none shows in another's numbers.
std::int64_t states_of_chunk(const CountingShape& shape);

/// Of each state of a batch that counts(). coherence: as BatchView has it, in the machine's memory;
/// terms: [p][k][angle] there. Ends early once the batch is to stop. May throw what the machine
/// throws.
void count_atoms(const Batch& batch, const double* coherence, CountingMachine& machine,
                 FisherTerm* terms);

}  // namespace pairtwist::engines
