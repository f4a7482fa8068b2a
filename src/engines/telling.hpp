// SPDX-License-Identifier: BSD-3-Clause
// What an integrator tells, on its way through time, of how much of its work is done.
#pragma once

#include "physics/host_device.hpp"

namespace pairtwist::engines {

/// Called by code of any SIMD level: plain pointers only. On a device nobody is told.
struct Telling {
  /// Told what part of the work is done since it was told last, times `work`; or nullptr.
  void (*tell)(void* meter, double work);
  void* meter;
  double work;  ///< of these lanes, beside others
  double told = 0.0;

  /// share: of the work, 0 ... 1; one that is less than before is passed over.
  PT_HD void reached(double share) {
#if defined(__CUDA_ARCH__)
    (void)share;
#else
    if (tell == nullptr || !(share > told)) return;
    tell(meter, (share - told) * work);
    told = share;
#endif
  }
};

}  // namespace pairtwist::engines
