// From the command line to a job: the config file, then --set, then flags.
#pragma once

#include "cli/commands.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist::cli {

Job read_job(const ConfigOptions& options);

}  // namespace pairtwist::cli
