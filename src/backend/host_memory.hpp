// SPDX-License-Identifier: BSD-3-Clause
// How much memory this process may still take.
#pragma once

#include <cstdint>

namespace pairtwist {

/// Bytes: what the system has available (MemAvailable) or what the limits on the process's address
/// space and its control group leave, whichever is least.
std::int64_t available_host_memory();

}  // namespace pairtwist
