// A CUDA device behind backend.hpp: per slot one stream, device arrays that are kept from batch to
// batch, and pinned arrays to copy into, so that copies and kernels of two batches overlap.
#include <fmt/format.h>
#include <omp.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "backend/backend.hpp"
#include "backend/host_memory.hpp"
#include "backend/simd_level.hpp"
#include "device/buffer.hpp"
#include "device/stream.hpp"
#include "device_batch.hpp"
#include "engines/host_solver.hpp"
#include "model/methods.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

using device::DeviceArray;
using device::PinnedArray;
using engines::Batch;
using engines::BatchView;

template <class T>
const T* upload(DeviceArray<T>& array, const std::vector<T>& values, cudaStream_t stream) {
  array.reserve(values.size());
  PT_CUDA_CHECK(cudaMemcpyAsync(array.data(), values.data(), values.size() * sizeof(T),
                                cudaMemcpyHostToDevice, stream));
  return array.data();
}

/// A result: on the device, and where it is copied to on the host.
template <class DeviceType, class HostType>
struct Output {
  static_assert(sizeof(DeviceType) == sizeof(HostType));
  DeviceArray<DeviceType> on_device;
  PinnedArray<HostType> on_host;

  DeviceType* reserve(bool wanted, std::size_t count) {
    if (!wanted) return nullptr;
    on_device.reserve(count);
    on_host.reserve(count);
    return on_device.data();
  }
  void release() {
    on_device.release();
    on_host.release();
  }
  void copy(bool wanted, std::size_t count, cudaStream_t stream) {
    if (!wanted || count == 0) return;
    PT_CUDA_CHECK(cudaMemcpyAsync(on_host.data(), on_device.data(), count * sizeof(DeviceType),
                                  cudaMemcpyDeviceToHost, stream));
  }
};

struct Slot {
  device::Stream stream;
  DeviceArray<physics::CoherentPoint> points;
  DeviceArray<physics::CoherentSegment> segments;
  DeviceArray<physics::PairIndex> pairs;
  DeviceArray<std::int64_t> sector_offset;
  DeviceArray<std::int64_t> pair_offset;
  DeviceArray<double> times;
  DeviceArray<double> photon_scales;
  DeviceArray<std::uint32_t> sector_point;
  DeviceArray<kernels::PairItem> pair_items;
  DeviceArray<physics::SectorState<physics::DD<double>>> states;
  DeviceArray<physics::Response<physics::DD<double>>> responses;
  Output<double2, std::complex<double>> coherence;
  Output<ExtendedComplex, ExtendedComplex> extended;
  Output<double2, PhotonMoments> photons;
  DeviceArray<engines::GaussianLight> lights;
  DeviceArray<engines::FockPoint> fock_points;
  DeviceArray<double> light_matrices;
  std::vector<double> roots_on_host;
  DeviceArray<double> roots;
  Output<double2, std::complex<double>> coherence_before;
  Output<double2, PhotonMoments> photons_before;
  Output<double, double> distribution;
  Output<double, double> distribution_before;
  Output<std::int32_t, std::int32_t> cutoff;
  Output<double, double> tail;
  kernels::FockWorkspace fock_workspace;
  Output<std::int32_t, std::int32_t> failed;
  const Batch* batch = nullptr;  ///< under way
  std::vector<double> sums;
  std::vector<double> sums_before;

  void solve(const Batch& given) {
    const auto sector_values = static_cast<std::size_t>(given.n_times * given.total_sectors());
    const auto pair_values = static_cast<std::size_t>(given.n_times * given.total_pairs());

    kernels::DeviceBatch on_device{};
    on_device.n_points = given.size();
    on_device.n_times = given.n_times;
    on_device.total_sectors = given.total_sectors();
    on_device.total_pairs = given.total_pairs();
    sector_point.reserve(static_cast<std::size_t>(given.total_sectors()));
    pair_items.reserve(static_cast<std::size_t>(given.total_pairs()));
    batch = &given;
    on_device.sector_point = sector_point.data();
    on_device.pair_items = pair_items.data();
    on_device.coherence = coherence.reserve(given.needs_pairs(), pair_values);
    on_device.extended = extended.reserve(given.want_extended, pair_values);
    on_device.photons = photons.reserve(given.want_photons, sector_values);

    on_device.points = upload(points, given.points, stream.get());
    on_device.segments = upload(segments, given.segments, stream.get());
    on_device.pairs = upload(pairs, given.pairs, stream.get());
    on_device.sector_offset = upload(sector_offset, given.sector_offset, stream.get());
    on_device.pair_offset = upload(pair_offset, given.pair_offset, stream.get());
    on_device.times = upload(times, given.times, stream.get());
    on_device.photon_scales = upload(photon_scales, given.photon_scales, stream.get());

    kernels::build_lists(on_device, stream.get());
    const auto points_count = static_cast<std::size_t>(given.size());
    on_device.tolerance = given.tolerance;
    on_device.most_steps = given.most_steps;
    on_device.failed = failed.reserve(true, points_count);
    PT_CUDA_CHECK(
        cudaMemsetAsync(on_device.failed, 0, points_count * sizeof(std::int32_t), stream.get()));
    (this->*engine_of(given.method))(on_device);
    failed.copy(true, points_count, stream.get());
    coherence.copy(given.needs_pairs(), pair_values, stream.get());
    extended.copy(given.want_extended, pair_values, stream.get());
    photons.copy(given.want_photons, sector_values, stream.get());
  }

  /// How a method solves the batch under way.
  using Engine = void (Slot::*)(kernels::DeviceBatch&);
  static Engine engine_of(Method method) {
    constexpr std::pair<Method, Engine> registry[] = {
        {Method::closed_form, &Slot::solve_closed_form},
        {Method::gaussian, &Slot::solve_gaussian},
        {Method::fock, &Slot::solve_fock},
    };
    for (const auto& [which, engine] : registry)
      if (which == method) return engine;
    throw std::out_of_range("no kernels for method " + to_string(method));
  }

  void solve_closed_form(kernels::DeviceBatch& on_device) {
    states.reserve(static_cast<std::size_t>(on_device.n_times * on_device.total_sectors));
    on_device.states = states.data();
    const bool spread = std::any_of(batch->points.begin(), batch->points.end(),
                                    [](const auto& point) { return point.spread(); });
    if (spread)
      responses.reserve(static_cast<std::size_t>(on_device.n_times * on_device.total_sectors));
    on_device.responses = spread ? responses.data() : nullptr;
    kernels::solve_sectors(on_device, stream.get());
    kernels::solve_pairs(on_device, stream.get());
  }

  void solve_gaussian(kernels::DeviceBatch& on_device) {
    on_device.lights = upload(lights, batch->lights, stream.get());
    kernels::solve_gaussian(on_device, stream.get());
  }

  void solve_fock(kernels::DeviceBatch& on_device) {
    const engines::Batch& given = *batch;
    const auto points_count = static_cast<std::size_t>(given.size());
    const auto sector_values = static_cast<std::size_t>(given.n_times * given.total_sectors());
    const auto pair_values = static_cast<std::size_t>(given.n_times * given.total_pairs());
    roots_on_host = engines::level_roots(given.limits);
    kernels::DeviceFock fock{};
    fock.points = upload(fock_points, given.fock_points, stream.get());
    fock.lights = upload(light_matrices, given.light_matrices, stream.get());
    fock.roots = upload(roots, roots_on_host, stream.get()) + 1;
    fock.limits = given.limits;
    const std::size_t distributions =
        sector_values * static_cast<std::size_t>(given.distribution_levels);
    fock.distribution_levels = given.distribution_levels;
    fock.distribution = distribution.reserve(distributions > 0, distributions);
    fock.before = {
        .coherence =
            reinterpret_cast<double*>(coherence_before.reserve(given.needs_pairs(), pair_values)),
        .photons =
            reinterpret_cast<double*>(photons_before.reserve(given.want_photons, sector_values)),
        .distribution = distribution_before.reserve(distributions > 0, distributions)};
    fock.cutoff = cutoff.reserve(true, points_count);
    fock.tail = tail.reserve(true, points_count);
    PT_CUDA_CHECK(
        cudaMemsetAsync(fock.cutoff, 0, points_count * sizeof(std::int32_t), stream.get()));
    PT_CUDA_CHECK(cudaMemsetAsync(fock.tail, 0, points_count * sizeof(double), stream.get()));
    kernels::solve_fock(on_device, fock, fock_workspace, given.stop, stream.get());
    coherence_before.copy(given.needs_pairs(), pair_values, stream.get());
    photons_before.copy(given.want_photons, sector_values, stream.get());
    distribution.copy(distributions > 0, distributions, stream.get());
    distribution_before.copy(distributions > 0, distributions, stream.get());
    cutoff.copy(true, points_count, stream.get());
    tail.copy(true, points_count, stream.get());
  }

  /// From the coherences, once they are here.
  void take_sums() {
    const int threads = omp_get_max_threads();
    engines::sum_on_host(*batch, threads, coherence.on_host.data(), photons.on_host.data(), sums);
    if (traits(batch->method).has_cutoff)
      engines::sum_on_host(*batch, threads, coherence_before.on_host.data(),
                           photons_before.on_host.data(), sums_before);
  }

  void release() {
    coherence_before.release();
    photons_before.release();
    distribution.release();
    distribution_before.release();
    fock_workspace.release();
    coherence.release();
    extended.release();
    photons.release();
    states.release();
    responses.release();
  }
};

class CudaBackend final : public Backend {
 public:
  explicit CudaBackend(std::string device) : device_(std::move(device)) {}

  std::string name() const override { return "cuda"; }
  std::string device() const override { return device_; }
  std::string simd() const override { return chosen_simd_level().name; }
  std::uint32_t sums_in_double() const override { return 0; }

  // Beyond a gigabyte larger batches gain nothing, and pinned memory is dear.
  std::int64_t memory_budget() const override {
    std::size_t free = 0;
    std::size_t total = 0;
    PT_CUDA_CHECK(cudaMemGetInfo(&free, &total));
    const auto four_fifths = static_cast<std::int64_t>(free / 5 * 4);
    return std::min({four_fifths, available_host_memory() / 4, std::int64_t{1} << 30});
  }

  void submit(int slot, const Batch& batch) override {
    // A scan that ended by an exception may have left work behind in arrays that grow now.
    slots_.at(slot).stream.synchronize();
    try {
      slots_.at(slot).solve(batch);
    } catch (const OutOfMemory&) {
      // What was queued must be over before its arrays go.
      slots_.at(slot).stream.synchronize();
      slots_.at(slot).release();
      throw;
    }
  }

  BatchView wait(int slot) override {
    Slot& s = slots_.at(slot);
    s.stream.synchronize();
    s.take_sums();
    return {.sums = s.sums.data(),
            .coherence = s.coherence.on_host.data(),
            .extended = s.extended.on_host.data(),
            .photons = s.photons.on_host.data(),
            .distribution = s.distribution.on_host.data(),
            .failed = s.failed.on_host.data(),
            .sums_before = s.sums_before.data(),
            .coherence_before = s.coherence_before.on_host.data(),
            .photons_before = s.photons_before.on_host.data(),
            .distribution_before = s.distribution_before.on_host.data(),
            .cutoff = s.cutoff.on_host.data(),
            .tail = s.tail.on_host.data()};
  }

 private:
  std::string device_;
  std::array<Slot, slots> slots_;
};

constexpr std::int64_t smallest_useful_memory = std::int64_t{64} << 20;

std::string version_text(int version) {
  return fmt::format("{}.{}", version / 1000, version % 1000 / 10);
}

}  // namespace

CudaStatus cuda_status() {
  CudaStatus status;
  status.built = true;
  int version = 0;
  if (cudaRuntimeGetVersion(&version) == cudaSuccess)
    status.runtime_version = version_text(version);
  if (cudaDriverGetVersion(&version) == cudaSuccess && version > 0)
    status.driver_version = version_text(version);
  int count = 0;
  const cudaError_t error = cudaGetDeviceCount(&count);
  if (error != cudaSuccess || count == 0) {
    status.problem = fmt::format("no CUDA device can be used: {}",
                                 error == cudaSuccess ? "none found" : cudaGetErrorString(error));
    return status;
  }
  for (int i = 0; i < count; ++i) {
    cudaDeviceProp properties{};
    std::size_t free = 0;
    std::size_t total = 0;
    PT_CUDA_CHECK(cudaGetDeviceProperties(&properties, i));
    PT_CUDA_CHECK(cudaSetDevice(i));
    PT_CUDA_CHECK(cudaMemGetInfo(&free, &total));
    status.devices.push_back({properties.name,
                              fmt::format("{}.{}", properties.major, properties.minor),
                              static_cast<std::int64_t>(total), static_cast<std::int64_t>(free)});
  }
  PT_CUDA_CHECK(cudaSetDevice(0));
  const DeviceInfo& first = status.devices.front();
  if (first.memory_free < smallest_useful_memory)
    status.problem = fmt::format(
        "{} has {} MiB of memory free, and less than {} MiB would solve one point at a time; end "
        "what else runs on it, or use the CPU",
        first.name, first.memory_free >> 20, smallest_useful_memory >> 20);
  return status;
}

std::unique_ptr<Backend> make_cuda_backend() {
  const CudaStatus status = cuda_status();
  if (!status.problem.empty()) throw DeviceError("backend \"cuda\": " + status.problem);
  return std::make_unique<CudaBackend>(status.devices.front().name);
}

}  // namespace pairtwist
