// SPDX-License-Identifier: BSD-3-Clause
// A validated config as Python holds it, with the start states that are at no path.
#pragma once

#include <nanobind/nanobind.h>

#include <vector>

#include "pairtwist/job.hpp"
#include "pairtwist/stored_start.hpp"

namespace pairtwist::bindings {

struct ReadyJob {
  Job job;
  std::vector<StoredStart> starts;
};

/// _core.Job, and the functions that make one: read_config and parse_config.
void define_job(nanobind::module_& module);

}  // namespace pairtwist::bindings
