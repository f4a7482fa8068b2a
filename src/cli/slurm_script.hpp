// SPDX-License-Identifier: BSD-3-Clause
// plan --slurm: from a plan and its pilot to a batch script.
#pragma once

#include <optional>
#include <string>

#include "cli/commands.hpp"
#include "cli/pilot.hpp"
#include "pairtwist/plan.hpp"
#include "scan/cost_map.hpp"

namespace pairtwist::cli {

/// How a worker's figures were found.
struct WorkerFigures {
  Plan plan;
  PilotEstimate pilot;
  double planning_seconds = 0.0;
  std::int64_t host_bytes = 0;
  int threads = 1;
  std::string pilot_device;  ///< as Backend::device() names it
  bool pilot_on_device = false;
  std::optional<CostMap> costs;  ///< by which points are dealt to shards; none: by number
};

/// Throws, before anything is solved: UsageError for a config that a job could not read or a choice
/// that means nothing in one, DeviceError if --gpus is asked of a build without CUDA.
void check_slurm(const PlanOptions& options);

/// The script, for stdout.
std::string slurm_script(const PlanOptions& options, const WorkerFigures& figures);

}  // namespace pairtwist::cli
