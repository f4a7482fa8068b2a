// The Fock method on the device: rounds as on the host (src/engines/fock_host.cpp). All blocks at
// their first cutoffs, then those that changed again at larger ones; Thrust sorts them, like beside
// like, and drops those that are done. The kernels that integrate are in fock_moving.cu and
// fock_laboratory.cu.
#include <thrust/execution_policy.h>
#include <thrust/remove.h>
#include <thrust/sort.h>

#include "device/stream_allocator.hpp"
#include "fock_launch.hpp"
#include "pairtwist/stop_flag.hpp"

namespace pairtwist::kernels {
namespace {

using engines::FockItem;
using engines::FockOutcome;
using engines::FockVerdict;

__global__ void field_kernel(FockWork work, double* fields) {
  const std::int64_t i = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i >= work.batch.total_sectors) return;
  const std::uint32_t p = work.batch.sector_point[i];
  fields[i] = engines::largest_field(work.fock.points[p], work.batch.segments,
                                     static_cast<std::int32_t>(i - work.batch.sector_offset[p]),
                                     work.fock.limits);
}

__global__ void list_kernel(FockWork work, const double* fields, std::int64_t pairs,
                            std::int64_t sectors) {
  const std::int64_t i = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i >= pairs + sectors) return;
  FockItem item{};
  if (i < pairs) {
    const PairItem pair = work.batch.pair_items[i];
    item.out = i;
    item.point = static_cast<std::int32_t>(pair.point);
    item.k = static_cast<std::int32_t>(pair.k);
    item.l = static_cast<std::int32_t>(pair.l);
  } else {
    item.out = i - pairs;
    item.point = static_cast<std::int32_t>(work.batch.sector_point[item.out]);
    item.k = static_cast<std::int32_t>(item.out - work.batch.sector_offset[item.point]);
    item.l = item.k;
  }
  item.cutoff =
      engines::first_cutoff(work.fock.points[item.point],
                            fields + work.batch.sector_offset[item.point], item, work.fock.limits);
  work.items[i] = item;
}

/// The dear ones first; side by side what has the same loops to run and much the same steps.
struct DearFirst {
  const engines::FockPoint* points;
  FockClassLimits limits;

  __device__ FockClass class_of(const FockItem& item) const {
    return limits.class_of(points[item.point].moving != 0, item.cutoff);
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

__device__ double2* values_now(const FockWork& work, const FockItem& item, std::int64_t& row) {
  const bool diagonal = item.k == item.l;
  row = diagonal ? work.batch.total_sectors : work.batch.total_pairs;
  return (diagonal ? work.batch.photons : work.batch.coherence) + item.out;
}

__device__ double2* values_before(const FockWork& work, const FockItem& item) {
  return (item.k == item.l ? work.fock.photons_before : work.fock.coherence_before) + item.out;
}

/// f(now, before) for each number of the photon distribution of a diagonal block at time t.
template <class F>
__device__ void for_distribution(const FockWork& work, const FockItem& item, std::int64_t t,
                                 const F& f) {
  const std::int64_t levels = work.input.distribution_levels;
  if (item.k != item.l || work.input.distribution == nullptr) return;
  const std::int64_t first = (t * work.batch.total_sectors + item.out) * levels;
  for (std::int64_t n = first; n < first + levels; ++n)
    f(work.input.distribution[n], work.fock.distribution_before[n]);
}

__device__ void keep(const FockWork& work, const FockItem& item) {
  std::int64_t row = 0;
  const double2* now = values_now(work, item, row);
  double2* before = values_before(work, item);
  for (std::int64_t t = 0; t < work.batch.n_times; ++t) {
    before[t * row] = now[t * row];
    for_distribution(work, item, t, [](double a, double& b) { b = a; });
  }
}

/// Asked for is the smaller of the two, the larger one was its check.
__device__ void exchange(const FockWork& work, const FockItem& item) {
  std::int64_t row = 0;
  double2* now = values_now(work, item, row);
  double2* before = values_before(work, item);
  for (std::int64_t t = 0; t < work.batch.n_times; ++t) {
    const double2 larger = now[t * row];
    now[t * row] = before[t * row];
    before[t * row] = larger;
    for_distribution(work, item, t, [](double& a, double& b) {
      const double p = a;
      a = b;
      b = p;
    });
  }
}

__global__ void keep_kernel(FockWork work, std::int64_t count) {
  const std::int64_t i = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i < count && work.items[i].solved > 0) keep(work, work.items[i]);
}

/// The largest change over all samples; NaN is a change.
__device__ double change_of(const FockWork& work, const FockItem& item) {
  std::int64_t row = 0;
  const double2* now = values_now(work, item, row);
  const double2* before = values_before(work, item);
  const double* scales = work.input.photon_scales + work.fock.points[item.point].first_time;
  double change = 0.0;
  for (std::int64_t t = 0; t < work.batch.n_times; ++t) {
    const double2 a = now[t * row];
    const double2 b = before[t * row];
    const double scale = scales[t];
    double difference = item.k == item.l ? fmax(engines::change_of_moment(a.x, b.x, scale),
                                                engines::change_of_moment(a.y, b.y, scale * scale))
                                         : engines::change_of_coherence(a.x, a.y, b.x, b.y);
    for_distribution(work, item, t,
                     [&](double p, double q) { difference = fmax(difference, fabs(p - q)); });
    change = difference <= change ? change : difference;
  }
  return change;
}

/// Sets the next cutoff of each item, 0 for none, and reports on those that are done.
__global__ void judge_kernel(FockWork work, std::int64_t count) {
  const std::int64_t i = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i >= count) return;
  FockItem item = work.items[i];
  const std::int32_t cutoff = item.cutoff;
  const double change = item.solved > 0 ? change_of(work, item) : 0.0;
  const engines::FockPoint& point = work.fock.points[item.point];
  const double scale =
      engines::smallest_scale(work.input.photon_scales + point.first_time, work.batch.n_times);
  const FockVerdict verdict =
      engines::judge(item, point, work.outcomes[i], change, scale, work.fock.limits);
  if (verdict != FockVerdict::again) {
    const std::int32_t exact = work.fock.limits.exact;
    if (item.solved == 0)
      keep(work, item);
    else if (exact > 0)
      exchange(work, item);
    atomicMax(work.fock.cutoff + item.point, exact > 0 ? exact : cutoff);
    // Of numbers that are not negative the bits are ordered like the numbers.
    atomicMax(reinterpret_cast<unsigned long long*>(work.fock.tail + item.point),
              static_cast<unsigned long long>(__double_as_longlong(work.outcomes[i].tail)));
    if (verdict == FockVerdict::failed) work.batch.failed[item.point] = 1;
    item.cutoff = 0;
  }
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
                          .most_steps = batch.most_steps,
                          .coherence = reinterpret_cast<double*>(batch.coherence),
                          .photons = reinterpret_cast<double*>(batch.photons),
                          .pairs = batch.total_pairs,
                          .sectors = batch.total_sectors,
                          .distribution = fock.distribution,
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
