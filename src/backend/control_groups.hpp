// SPDX-License-Identifier: BSD-3-Clause
// The limits on memory that a container or a job of a cluster sets: control groups, version 1
// and 2.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace pairtwist {

/// Bytes that the groups of a process leave it, the least of its own group and all above it: a
/// batch system sets the limit of a job, not of each process. What the kernel can take back, files
/// that it keeps in memory, counts as free. membership: the text of /proc/PID/cgroup; root: where
/// the groups are mounted, "/sys/fs/cgroup". None: no limit is found.
std::optional<std::int64_t> control_groups_leave(const std::string& membership,
                                                 const std::string& root);

}  // namespace pairtwist
