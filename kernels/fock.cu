// The Fock method on the device (src/engines/fock_block.inl). Small blocks: one a thread, its
// arrays in the thread's own memory. Large blocks: one a thread block, in shared memory from start
// to end as far as that reaches, else in global memory. Rounds as on the host
// (src/engines/fock_host.cpp): all blocks at their first cutoffs, then those that changed again at
// larger ones; Thrust sorts them, like beside like, and drops those that are done.
#include <thrust/execution_policy.h>
#include <thrust/partition.h>
#include <thrust/remove.h>
#include <thrust/sort.h>

#include <algorithm>

#include "device/check.hpp"
#include "device/stream_allocator.hpp"
#include "device_batch.hpp"
#include "engines/fock_block.inl"
#include "thread_block.hpp"

namespace pairtwist::kernels {
namespace {

using engines::FockItem;
using engines::FockOutcome;
using engines::FockVerdict;

constexpr int threads_of_small = 64;
constexpr int threads_of_team = 256;
constexpr int smallest_cutoff_class = 4;
constexpr int largest_in_a_thread = 8;
constexpr unsigned largest_grid = 1U << 20;

struct Work {
  DeviceBatch batch;
  DeviceFock fock;
  engines::FockInput input;
  FockItem* items;
  FockOutcome* outcomes;
};

__global__ void list_kernel(Work work, std::int64_t pairs, std::int64_t sectors) {
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
  item.cutoff = engines::first_cutoff(work.fock.points[item.point], work.batch.segments, item,
                                      work.fock.limits);
  work.items[i] = item;
}

/// The dear ones first; side by side what has the same loops to run and much the same steps.
struct DearFirst {
  const engines::FockPoint* points;

  __device__ bool operator()(const FockItem& a, const FockItem& b) const {
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

struct LargerThan {
  std::int32_t cutoff;
  __device__ bool operator()(const FockItem& item) const { return item.cutoff > cutoff; }
};

struct Finished {
  __device__ bool operator()(const FockItem& item) const { return item.cutoff == 0; }
};

__device__ double2* values_now(const Work& work, const FockItem& item, std::int64_t& row) {
  const bool diagonal = item.k == item.l;
  row = diagonal ? work.batch.total_sectors : work.batch.total_pairs;
  return (diagonal ? work.batch.photons : work.batch.coherence) + item.out;
}

__device__ double2* values_before(const Work& work, const FockItem& item) {
  return (item.k == item.l ? work.fock.photons_before : work.fock.coherence_before) + item.out;
}

/// f(now, before) for each number of the photon distribution of a diagonal block at time t.
template <class F>
__device__ void for_distribution(const Work& work, const FockItem& item, std::int64_t t,
                                 const F& f) {
  const std::int64_t levels = work.input.distribution_levels;
  if (item.k != item.l || work.input.distribution == nullptr) return;
  const std::int64_t first = (t * work.batch.total_sectors + item.out) * levels;
  for (std::int64_t n = first; n < first + levels; ++n)
    f(work.input.distribution[n], work.fock.distribution_before[n]);
}

__device__ void keep(const Work& work, const FockItem& item) {
  std::int64_t row = 0;
  const double2* now = values_now(work, item, row);
  double2* before = values_before(work, item);
  for (std::int64_t t = 0; t < work.batch.n_times; ++t) {
    before[t * row] = now[t * row];
    for_distribution(work, item, t, [](double a, double& b) { b = a; });
  }
}

/// Asked for is the smaller of the two, the larger one was its check.
__device__ void exchange(const Work& work, const FockItem& item) {
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

__global__ void keep_kernel(Work work, std::int64_t count) {
  const std::int64_t i = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i < count && work.items[i].solved > 0) keep(work, work.items[i]);
}

template <int largest>
__global__ void __launch_bounds__(threads_of_small)
    small_kernel(Work work, std::int64_t first, std::int64_t last) {
  const std::int64_t i = first + std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i >= last) return;
  double scratch[engines::fock_scratch(largest)];
  const engines::FockGroup group{&work.input, work.items + i, 1, scratch, work.outcomes + i};
  engines::solve_fock<double>(group, engines::Alone<0>{});
}

/// scratch: of global memory, `stride` doubles a thread block; null: dynamic shared memory.
__global__ void __launch_bounds__(threads_of_team)
    team_kernel(Work work, std::int64_t first, std::int64_t last, double* scratch,
                std::int64_t stride) {
  extern __shared__ double on_chip[];
  double* mine = scratch != nullptr ? scratch + blockIdx.x * stride : on_chip;
  for (std::int64_t i = first + blockIdx.x; i < last; i += gridDim.x) {
    const engines::FockGroup group{&work.input, work.items + i, 1, mine, work.outcomes + i};
    engines::solve_fock<double>(group, ThreadBlock{});
    __syncthreads();  // before the next block's arrays are written
  }
}

__device__ double relative(double now, double before) {
  return fabs(now - before) / (1.0 + fabs(now));
}

/// The largest change over all samples, over what is allowed; NaN is a change.
__device__ double change_of(const Work& work, const FockItem& item) {
  std::int64_t row = 0;
  const double2* now = values_now(work, item, row);
  const double2* before = values_before(work, item);
  double change = 0.0;
  for (std::int64_t t = 0; t < work.batch.n_times; ++t) {
    const double2 a = now[t * row];
    const double2 b = before[t * row];
    double difference = item.k == item.l ? fmax(relative(a.x, b.x), relative(a.y, b.y))
                                         : hypot(a.x - b.x, a.y - b.y);
    for_distribution(work, item, t,
                     [&](double p, double q) { difference = fmax(difference, fabs(p - q)); });
    difference /= work.fock.limits.change;
    change = difference <= change ? change : difference;
  }
  return change;
}

/// Sets the next cutoff of each item, 0 for none, and reports on those that are done.
__global__ void judge_kernel(Work work, std::int64_t count) {
  const std::int64_t i = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i >= count) return;
  FockItem item = work.items[i];
  const std::int32_t cutoff = item.cutoff;
  const double change = item.solved > 0 ? change_of(work, item) : 0.0;
  const FockVerdict verdict = engines::judge(item, work.fock.points[item.point], work.outcomes[i],
                                             change, work.fock.limits);
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

unsigned blocks_for(std::int64_t items, int threads) {
  return static_cast<unsigned>((items + threads - 1) / threads);
}

int device_attribute(cudaDeviceAttr attribute) {
  int device = 0;
  int value = 0;
  PT_CUDA_CHECK(cudaGetDevice(&device));
  PT_CUDA_CHECK(cudaDeviceGetAttribute(&value, attribute, device));
  return value;
}

/// The largest cutoff whose arrays fit into a thread block's shared memory.
std::int32_t largest_on_chip(std::int64_t shared_bytes) {
  std::int32_t cutoff = largest_in_a_thread;
  while (engines::fock_scratch(cutoff + 1) * std::int64_t{sizeof(double)} <= shared_bytes) ++cutoff;
  return cutoff;
}

/// Launches what one round has to solve. Sorted: the items with large cutoffs are first.
class Round {
 public:
  Round(const Work& work, FockWorkspace& workspace, std::int64_t count, cudaStream_t stream)
      : work_(work), workspace_(workspace), count_(count), stream_(stream), allocator_(stream) {}

  void solve() {
    cudaFuncAttributes team{};
    PT_CUDA_CHECK(cudaFuncGetAttributes(&team, team_kernel));
    const std::int64_t shared = device_attribute(cudaDevAttrMaxSharedMemoryPerBlockOptin) -
                                static_cast<std::int64_t>(team.sharedSizeBytes);
    const std::int64_t off_chip = larger_than(largest_on_chip(shared));
    const std::int64_t in_teams = larger_than(largest_in_a_thread);
    const std::int64_t in_threads = larger_than(smallest_cutoff_class);
    keep_kernel<<<blocks_for(count_, 128), 128, 0, stream_>>>(work_, count_);
    PT_CUDA_CHECK_LAUNCH(keep_kernel);
    if (off_chip > 0) solve_off_chip(off_chip);
    if (in_teams > off_chip) solve_on_chip(off_chip, in_teams, shared);
    small<largest_in_a_thread>(in_teams, in_threads);
    small<smallest_cutoff_class>(in_threads, count_);
  }

 private:
  std::int64_t larger_than(std::int32_t cutoff) {
    const auto policy = thrust::cuda::par_nosync(allocator_).on(stream_);
    return thrust::partition_point(policy, work_.items, work_.items + count_, LargerThan{cutoff}) -
           work_.items;
  }

  std::int64_t scratch_of(std::int64_t i) const {
    FockItem item{};
    PT_CUDA_CHECK(
        cudaMemcpyAsync(&item, work_.items + i, sizeof item, cudaMemcpyDeviceToHost, stream_));
    PT_CUDA_CHECK(cudaStreamSynchronize(stream_));
    return engines::fock_scratch(item.cutoff);
  }

  void solve_off_chip(std::int64_t last) {
    const std::int64_t each = scratch_of(0);
    std::size_t free = 0;
    std::size_t total = 0;
    PT_CUDA_CHECK(cudaMemGetInfo(&free, &total));
    const auto that_fit = static_cast<std::int64_t>(free / 2 / sizeof(double)) / each;
    const std::int64_t resident = 2 * device_attribute(cudaDevAttrMultiProcessorCount);
    const std::int64_t grid = std::max<std::int64_t>(std::min({last, resident, that_fit}), 1);
    workspace_.scratch.reserve(static_cast<std::size_t>(grid * each));
    team_kernel<<<static_cast<unsigned>(grid), threads_of_team, 0, stream_>>>(
        work_, 0, last, workspace_.scratch.data(), each);
    PT_CUDA_CHECK_LAUNCH(team_kernel);
  }

  void solve_on_chip(std::int64_t first, std::int64_t last, std::int64_t shared) {
    const std::int64_t bytes = scratch_of(first) * std::int64_t{sizeof(double)};
    PT_CUDA_CHECK(cudaFuncSetAttribute(team_kernel, cudaFuncAttributeMaxDynamicSharedMemorySize,
                                       static_cast<int>(shared)));
    const auto grid = static_cast<unsigned>(std::min<std::int64_t>(last - first, largest_grid));
    team_kernel<<<grid, threads_of_team, static_cast<std::size_t>(bytes), stream_>>>(
        work_, first, last, nullptr, 0);
    PT_CUDA_CHECK_LAUNCH(team_kernel);
  }

  template <int largest>
  void small(std::int64_t first, std::int64_t last) {
    if (last <= first) return;
    small_kernel<largest>
        <<<blocks_for(last - first, threads_of_small), threads_of_small, 0, stream_>>>(work_, first,
                                                                                       last);
    PT_CUDA_CHECK_LAUNCH(small_kernel);
  }

  const Work& work_;
  FockWorkspace& workspace_;
  std::int64_t count_;
  cudaStream_t stream_;
  device::StreamAllocator allocator_;
};

}  // namespace

void solve_fock(const DeviceBatch& batch, const DeviceFock& fock, FockWorkspace& workspace,
                cudaStream_t stream) {
  const std::int64_t pairs = batch.coherence != nullptr ? batch.total_pairs : 0;
  const std::int64_t sectors = batch.photons != nullptr ? batch.total_sectors : 0;
  std::int64_t count = pairs + sectors;
  if (count == 0) return;
  workspace.items.reserve(static_cast<std::size_t>(count));
  workspace.outcomes.reserve(static_cast<std::size_t>(count));

  Work work{.batch = batch,
            .fock = fock,
            .input = {.points = fock.points,
                      .segments = batch.segments,
                      .times = batch.times,
                      .lights = fock.lights,
                      .roots = fock.roots,
                      .n_times = batch.n_times,
                      .tolerance = batch.tolerance,
                      .coherence = reinterpret_cast<double*>(batch.coherence),
                      .photons = reinterpret_cast<double*>(batch.photons),
                      .pairs = batch.total_pairs,
                      .sectors = batch.total_sectors,
                      .distribution = fock.distribution,
                      .distribution_levels = fock.distribution_levels},
            .items = workspace.items.data(),
            .outcomes = workspace.outcomes.data()};
  list_kernel<<<blocks_for(count, 128), 128, 0, stream>>>(work, pairs, sectors);
  PT_CUDA_CHECK_LAUNCH(list_kernel);

  device::StreamAllocator allocator(stream);
  const auto policy = thrust::cuda::par_nosync(allocator).on(stream);
  while (count > 0) {
    thrust::sort(policy, work.items, work.items + count, DearFirst{fock.points});
    Round(work, workspace, count, stream).solve();
    judge_kernel<<<blocks_for(count, 128), 128, 0, stream>>>(work, count);
    PT_CUDA_CHECK_LAUNCH(judge_kernel);
    count = thrust::remove_if(policy, work.items, work.items + count, Finished{}) - work.items;
  }
}

}  // namespace pairtwist::kernels
