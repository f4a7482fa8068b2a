// SPDX-License-Identifier: BSD-3-Clause
// Keys that change nothing beside what else the config says, though each of them alone would: what
// the command line or an axis asks for in vain is refused, what the file says is noted.
#pragma once

#include "config/document.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist::config {

/// The job must have no violations. Throws UsageError; appends to job.notes.
void judge_idle_keys(const Document& document, Job& job);

}  // namespace pairtwist::config
