// SPDX-License-Identifier: BSD-3-Clause
// --shard I/N, and which device a worker of many takes.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "pairtwist/shards.hpp"

namespace pairtwist::cli {

/// "3/8". Throws UsageError.
Shard read_shard(const std::string& text);

/// The number of a worker on its machine, as Slurm, Open MPI and MPICH tell it; none if they do
/// not. environment: std::getenv, in the program.
std::optional<int> local_rank(const std::function<const char*(const char*)>& environment);

}  // namespace pairtwist::cli
