// SPDX-License-Identifier: BSD-3-Clause
// What is said of a Bell correlator that is -inf by symmetry: no failure, and looks like one
// (formulas::bell).
#pragma once

#include "pairtwist/job.hpp"

namespace pairtwist::config {

/// Of odd N, as far as is known before a start file is read; appends to job.notes.
void note_vanishing_bell(Job& job);

/// Whether it hangs on the file that all points start from.
bool bell_hangs_on_start_file(const Job& job);

/// Of such a job, once the file is read; appends to job.notes.
void note_vanishing_bell_of_start(Job& job, bool symmetric, bool antisymmetric);

}  // namespace pairtwist::config
