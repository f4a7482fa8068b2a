// SPDX-License-Identifier: BSD-3-Clause
// The lists of sectors and pairs of a batch, built on the device: each entry finds its point by
// binary search.
#include <thrust/binary_search.h>
#include <thrust/copy.h>
#include <thrust/execution_policy.h>
#include <thrust/iterator/counting_iterator.h>
#include <thrust/iterator/transform_iterator.h>

#include "device/stream_allocator.hpp"
#include "device_batch.hpp"

namespace pairtwist::kernels {
namespace {

/// The point to which entry i of a list belongs: the last offset that is not beyond i.
struct OwnerOf {
  const std::int64_t* offset;
  std::int64_t n_points;

  __device__ std::uint32_t operator()(std::int64_t i) const {
    const std::int64_t* end = offset + n_points + 1;
    return static_cast<std::uint32_t>(thrust::upper_bound(thrust::seq, offset, end, i) - offset -
                                      1);
  }
};

struct PairOf {
  DeviceBatch batch;
  OwnerOf owner;

  __device__ PairItem operator()(std::int64_t i) const {
    const std::uint32_t p = owner(i);
    const physics::SectorPair pair = batch.pairs[p].pair(i - batch.pair_offset[p]);
    return {p, static_cast<std::uint32_t>(pair.k), static_cast<std::uint32_t>(pair.l)};
  }
};

}  // namespace

void build_lists(const DeviceBatch& batch, cudaStream_t stream) {
  device::StreamAllocator allocator(stream);
  const auto policy = thrust::cuda::par_nosync(allocator).on(stream);
  const thrust::counting_iterator<std::int64_t> first(0);

  const auto owners =
      thrust::make_transform_iterator(first, OwnerOf{batch.sector_offset, batch.n_points});
  thrust::copy(policy, owners, owners + batch.total_sectors, batch.sector_point);

  const auto pairs = thrust::make_transform_iterator(
      first, PairOf{batch, OwnerOf{batch.pair_offset, batch.n_points}});
  thrust::copy(policy, pairs, pairs + batch.total_pairs, batch.pair_items);
}

}  // namespace pairtwist::kernels
