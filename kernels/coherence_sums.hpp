// SPDX-License-Identifier: BSD-3-Clause
// Sums of the methods that leave coherences and blocks of light in device memory, as a plain
// function over it.
#pragma once

#include <cuda_runtime_api.h>

#include "device_batch.hpp"
#include "observables/moment_sums.hpp"

namespace pairtwist::kernels {

struct DeviceWeights {
  const MomentWeightsView* of_points;  ///< [p]  of the sums that each has, all in device memory
  SumPlaces places;
};

/// Of batch.coherence and batch.photons, as far as the sums that are wanted are of them. sums: as
/// engines::BatchView has them.
void sum_coherences(const DeviceBatch& batch, const DeviceWeights& weights, double* sums,
                    cudaStream_t stream);

}  // namespace pairtwist::kernels
