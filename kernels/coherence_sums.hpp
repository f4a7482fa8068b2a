// SPDX-License-Identifier: BSD-3-Clause
// Sums of the methods that leave coherences and blocks of light in device memory, as a plain
// function over it.
#pragma once

#include <cuda_runtime_api.h>

#include "device_batch.hpp"
#include "observables/pair_sums.hpp"

namespace pairtwist::kernels {

struct WeightsOfPoint {
  MomentWeightsView moments;  ///< of the sums that it has
  PairSumsView of_pairs;
};

struct DeviceWeights {
  const WeightsOfPoint* of_points;  ///< [p]  all in device memory
  SumPlaces places;
};

/// Of batch.coherence and batch.photons, as far as the sums that are wanted are of them. sums: as
/// engines::BatchView has them.
void sum_coherences(const DeviceBatch& batch, const DeviceWeights& weights, double* sums,
                    cudaStream_t stream);

}  // namespace pairtwist::kernels
