// SPDX-License-Identifier: BSD-3-Clause
// Whether a block that is being integrated shall be left.
#pragma once

#include "pairtwist/stop_flag.hpp"
#include "physics/host_device.hpp"

namespace pairtwist::engines {

/// stop: Batch::stop. On a device never: a kernel runs to its end. What a team of several threads
/// is asked would differ between them: there must be no flag then.
PT_HD bool asked_to_stop(const int* stop) {
#if defined(__CUDA_ARCH__)
  (void)stop;
  return false;
#else
  return StopFlag::raised_at(stop);
#endif
}

}  // namespace pairtwist::engines
