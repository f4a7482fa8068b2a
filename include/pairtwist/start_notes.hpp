// SPDX-License-Identifier: BSD-3-Clause
// What is to be said of a job by what its start files hold.
#pragma once

#include <vector>

#include "pairtwist/job.hpp"
#include "pairtwist/stored_start.hpp"

namespace pairtwist {

/// Appends to job.notes. Files that cannot be read, or hold no state of these atoms, are left to
/// whoever solves, and says it.
void note_starts(Job& job, const std::vector<StoredStart>& stored);

}  // namespace pairtwist
