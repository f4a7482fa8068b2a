// SPDX-License-Identifier: BSD-3-Clause
// How many threads the host's part of the work has.
#pragma once

#include <omp.h>

namespace pairtwist {

/// wanted: as the user says it; 0: all that the process may use.
inline int host_threads(int wanted) { return wanted > 0 ? wanted : omp_get_max_threads(); }

}  // namespace pairtwist
