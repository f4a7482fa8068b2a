// SPDX-License-Identifier: BSD-3-Clause
// Device side of the methods as plain functions: what cuda_backend.cpp launches. All pointers
// are device memory; all work is queued on the stream.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

#include "device/buffer.hpp"
#include "engines/fock_cutoff.hpp"
#include "engines/gaussian_light.hpp"
#include "physics/pair_index.hpp"
#include "physics/spread_light.hpp"

namespace pairtwist::kernels {

/// One pair to solve: point p, sectors k < l relative to the point's first.
struct PairItem {
  std::uint32_t point;
  std::uint32_t k;
  std::uint32_t l;
};

/// A batch in device memory (engines/batch.hpp says what the arrays are), its lists and its
/// results.
struct DeviceBatch {
  const physics::CoherentPoint* points;
  const physics::CoherentSegment* segments;
  const physics::PairIndex* pairs;
  const std::int64_t* sector_offset;
  const std::int64_t* pair_offset;
  const double* times;
  const double* photon_scales;  ///< engines::Batch::photon_scales
  std::int64_t n_points;
  std::int64_t n_times;
  std::int64_t total_sectors;
  std::int64_t total_pairs;

  std::uint32_t* sector_point;  ///< [total_sectors]  the point each sector belongs to
  PairItem* pair_items;         ///< [total_pairs]
  physics::SectorState<physics::DD<double>>* states;  ///< [n_times][total_sectors]
  physics::Response<physics::DD<double>>*
      responses;  ///< the same, or nullptr: no light has a spread

  const engines::GaussianLight* lights;  ///< [p]  of the Gaussian method
  double tolerance;                      ///< of the integrated methods
  double phase_error;                    ///< engines::Batch::phase_error
  double most_steps;                     ///< of an integrated block
  std::int32_t* failed;                  ///< [p]  BlockKind bits of what gave up

  double2* coherence;                    ///< [n_times][total_pairs], or nullptr
  physics::ComplexDD<double>* extended;  ///< [n_times][total_pairs], or nullptr
  double2* photons;  ///< [n_times][total_sectors]  <a†a>, <a†²a²>, or nullptr
};

/// What the Fock method needs and returns besides.
struct DeviceFock {
  const engines::FockPoint* points;  ///< [2 p + diagonal]
  const double* lights;
  const double* roots;
  engines::FockLimits limits;
  double* distribution;  ///< [n_times][total_sectors][distribution_levels], or nullptr
  engines::FockSolution before;
  std::int64_t distribution_levels;
  std::int32_t* cutoff;  ///< [p]  0 at first
  double* tail;          ///< [p]  0 at first
};

/// A stretch of the sorted items of the Fock method, solved in one way.
struct FockRange {
  std::int64_t first;
  std::int64_t last;
  std::int32_t largest_cutoff;
  std::int32_t unused = 0;  ///< all of it is copied to the host
};

/// Device memory of the Fock method between its rounds; kept from batch to batch.
struct FockWorkspace {
  device::DeviceArray<double> fields;  ///< [sector]  engines::largest_field
  device::DeviceArray<engines::FockItem> items;
  device::DeviceArray<FockRange> ranges;
  device::DeviceArray<engines::FockOutcome> outcomes;
  device::DeviceArray<double> scratch;

  void release() {
    fields.release();
    items.release();
    ranges.release();
    outcomes.release();
    scratch.release();
  }
};

/// Fills sector_point and pair_items (Thrust: expansion by search).
void build_lists(const DeviceBatch& batch, cudaStream_t stream);

/// alpha and T of every sector at every time.
void solve_sectors(const DeviceBatch& batch, cudaStream_t stream);

/// v of every pair at every time.
void solve_pairs(const DeviceBatch& batch, cudaStream_t stream);

/// The Gaussian method: v of every pair and the photons of every sector, as far as they are wanted.
void solve_gaussian(const DeviceBatch& batch, cudaStream_t stream);

/// The Fock method: the same, and the values at the cutoff before. Waits for the stream once a
/// round of cutoffs, and leaves it there once it is to stop (engines::Batch::stop). May throw
/// OutOfMemory.
void solve_fock(const DeviceBatch& batch, const DeviceFock& fock, FockWorkspace& workspace,
                const int* stop, cudaStream_t stream);

}  // namespace pairtwist::kernels
