// SPDX-License-Identifier: BSD-3-Clause
// The Fock method on the device: rounds as on the host (src/engines/fock_host.cpp). All blocks at
// their first cutoffs, then those that changed again at larger ones; Thrust sorts them, like beside
// like, and drops those that are done. The kernels that integrate are in fock_moving.cu and
// fock_laboratory.cu.
#include <thrust/execution_policy.h>
#include <thrust/remove.h>
#include <thrust/sort.h>

#include "device/stream_allocator.hpp"
#include "engines/block_kinds.hpp"
#include "engines/fock_round.hpp"
#include "fock_launch.hpp"
#include "pairtwist/stop_flag.hpp"

namespace pairtwist::kernels {
namespace {

using engines::FockItem;

__global__ void field_kernel(FockWork work, double* fields) {
  const std::int64_t i = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i >= work.batch.total_sectors) return;
  const std::uint32_t p = work.batch.sector_point[i];
  fields[i] = engines::largest_field(
      work.fock.points[engines::block_point(p, true)], work.batch.segments,
      static_cast<std::int32_t>(i - work.batch.sector_offset[p]), work.fock.limits);
}

__global__ void list_kernel(FockWork work, const double* fields, std::int64_t pairs,
                            std::int64_t sectors) {
  const std::int64_t i = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i >= pairs + sectors) return;
  const bool pair = i < pairs;
  const std::int64_t out = pair ? i : i - pairs;
  const std::uint32_t p = pair ? work.batch.pair_items[out].point : work.batch.sector_point[out];
  const std::int64_t sector = out - work.batch.sector_offset[p];
  const std::int64_t k = pair ? work.batch.pair_items[out].k : sector;
  const std::int64_t l = pair ? work.batch.pair_items[out].l : sector;
  work.items[i] = engines::first_item(work.fock.points, fields + work.batch.sector_offset[p],
                                      work.fock.limits, p, k, l, out);
}

/// The dear ones first; side by side what has the same loops to run and much the same steps.
struct DearFirst {
  const engines::FockPoint* points;
  FockClassLimits limits;

  __device__ FockClass class_of(const FockItem& item) const {
    const engines::FockPoint& point = points[item.point];
    // Too rare for kernels of its own.
    if ((point.terms & physics::fock::transverse) != 0) return laboratory_in_memory;
    return limits.class_of(point.moving != 0, item.cutoff);
  }
  __device__ bool operator()(const FockItem& a, const FockItem& b) const {
    const FockClass class_a = class_of(a);
    const FockClass class_b = class_of(b);
    if (class_a != class_b) return class_a < class_b;
    if (a.cutoff != b.cutoff) return a.cutoff > b.cutoff;
    const std::int32_t terms_a = points[a.point].terms;
    const std::int32_t terms_b = points[b.point].terms;
    if (terms_a != terms_b) return terms_a < terms_b;
    const bool diagonal_a = a.k == a.l;
    const bool diagonal_b = b.k == b.l;
    if (diagonal_a != diagonal_b) return diagonal_b;
    if (a.l != b.l) return a.l < b.l;
    if (a.k != b.k) return a.k < b.k;
    return a.point < b.point;
  }
};

/// Where each class lies among the sorted items: a thread each.
__global__ void range_kernel(const FockItem* items, std::int64_t count, DearFirst order,
                             FockRange* ranges) {
  const int which = static_cast<int>(threadIdx.x);
  const auto first_behind = [&](int limit) {
    std::int64_t low = 0;
    std::int64_t high = count;
    while (low < high) {
      const std::int64_t middle = (low + high) / 2;
      if (order.class_of(items[middle]) < limit)
        low = middle + 1;
      else
        high = middle;
    }
    return low;
  };
  const std::int64_t first = first_behind(which);
  ranges[which] = {first, first_behind(which + 1), first < count ? items[first].cutoff : 0};
}

struct Finished {
  __device__ bool operator()(const FockItem& item) const { return item.cutoff == 0; }
};

__global__ void keep_kernel(FockWork work, std::int64_t count) {
  const std::int64_t i = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i < count && work.items[i].solved > 0) keep(work.input, work.items[i]);
}

/// Sets the next cutoff of each item, 0 for none, and reports on those that are done.
__global__ void judge_kernel(FockWork work, std::int64_t count) {
  const std::int64_t i = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i >= count) return;
  FockItem item = work.items[i];
  const auto report = [&](std::int32_t cutoff, double tail, bool failed) {
    const std::int64_t p = engines::point_of(item);
    atomicMax(work.fock.cutoff + p, cutoff);
    // Of numbers that are not negative the bits are ordered like the numbers.
    atomicMax(reinterpret_cast<unsigned long long*>(work.fock.tail + p),
              static_cast<unsigned long long>(__double_as_longlong(tail)));
    if (failed) atomicOr(work.batch.failed + p, engines::kind_of_block(item.k, item.l));
  };
  if (!goes_on(work.input, work.fock.limits, item, work.outcomes[i], report)) item.cutoff = 0;
  work.items[i] = item;
}

/// What one round has to solve.
void solve_round(const FockWork& work, std::int64_t count, const DearFirst& order,
                 FockWorkspace& workspace, cudaStream_t stream) {
  keep_kernel<<<blocks_for(count, 128), 128, 0, stream>>>(work, count);
  PT_CUDA_CHECK_LAUNCH(keep_kernel);
  workspace.ranges.reserve(fock_classes);
  range_kernel<<<1, fock_classes, 0, stream>>>(work.items, count, order, workspace.ranges.data());
  PT_CUDA_CHECK_LAUNCH(range_kernel);
  FockRange ranges[fock_classes];
  PT_CUDA_CHECK(cudaMemcpyAsync(ranges, workspace.ranges.data(), sizeof ranges,
                                cudaMemcpyDeviceToHost, stream));
  PT_CUDA_CHECK(cudaStreamSynchronize(stream));
  for (int i = 0; i < fock_classes; ++i) {
    const auto which = static_cast<FockClass>(i);
    if (ranges[i].last == ranges[i].first) continue;
    if (which < moving_in_memory)
      launch_laboratory(which, work, ranges[i], workspace, stream);
    else
      launch_moving(which, work, ranges[i], workspace, stream);
  }
}

}  // namespace

void solve_fock(const DeviceBatch& batch, const DeviceFock& fock, FockWorkspace& workspace,
                const int* stop, cudaStream_t stream) {
  const std::int64_t pairs = batch.coherence != nullptr ? batch.total_pairs : 0;
  const std::int64_t sectors = batch.photons != nullptr ? batch.total_sectors : 0;
  std::int64_t count = pairs + sectors;
  if (count == 0) return;
  workspace.items.reserve(static_cast<std::size_t>(count));
  workspace.outcomes.reserve(static_cast<std::size_t>(count));

  FockWork work{.batch = batch,
                .fock = fock,
                .input = {.points = fock.points,
                          .segments = batch.segments,
                          .times = batch.times,
                          .photon_scales = batch.photon_scales,
                          .lights = fock.lights,
                          .roots = fock.roots,
                          .n_times = batch.n_times,
                          .tolerance = batch.tolerance,
                          .phase_error = batch.phase_error,
                          .most_steps = batch.most_steps,
                          .now = {.coherence = reinterpret_cast<double*>(batch.coherence),
                                  .photons = reinterpret_cast<double*>(batch.photons),
                                  .distribution = fock.distribution},
                          .before = fock.before,
                          .pairs = batch.total_pairs,
                          .sectors = batch.total_sectors,
                          .distribution_levels = fock.distribution_levels},
                .items = workspace.items.data(),
                .outcomes = workspace.outcomes.data()};
  workspace.fields.reserve(static_cast<std::size_t>(batch.total_sectors));
  field_kernel<<<blocks_for(batch.total_sectors, 128), 128, 0, stream>>>(work,
                                                                         workspace.fields.data());
  PT_CUDA_CHECK_LAUNCH(field_kernel);
  list_kernel<<<blocks_for(count, 128), 128, 0, stream>>>(work, workspace.fields.data(), pairs,
                                                          sectors);
  PT_CUDA_CHECK_LAUNCH(list_kernel);

  DearFirst order{fock.points, {}};
  limit_laboratory(order.limits);
  limit_moving(order.limits);
  device::StreamAllocator allocator(stream);
  const auto policy = thrust::cuda::par_nosync(allocator).on(stream);
  while (count > 0 && !StopFlag::raised_at(stop)) {
    thrust::sort(policy, work.items, work.items + count, order);
    solve_round(work, count, order, workspace, stream);
    judge_kernel<<<blocks_for(count, 128), 128, 0, stream>>>(work, count);
    PT_CUDA_CHECK_LAUNCH(judge_kernel);
    count = thrust::remove_if(policy, work.items, work.items + count, Finished{}) - work.items;
  }
}

}  // namespace pairtwist::kernels
