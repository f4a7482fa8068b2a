// SPDX-License-Identifier: BSD-3-Clause
// CUDA devices behind backend.hpp, each a place.
#include <fmt/format.h>

#include <algorithm>

#include "backend/host_threads.hpp"
#include "backend/places_backend.hpp"
#include "cuda_place.hpp"

namespace pairtwist {
namespace {

class CudaBackend final : public PlacesBackend<kernels::CudaPlace> {
 public:
  using PlacesBackend::PlacesBackend;

  std::string name() const override { return "cuda"; }
  bool counts() const override { return true; }
};

constexpr std::int64_t smallest_useful_memory = std::int64_t{64} << 20;

std::string version_text(int version) {
  return fmt::format("{}.{}", version / 1000, version % 1000 / 10);
}

/// Why a device cannot be used, or "".
std::string problem_of(const DeviceInfo& device) {
  if (device.memory_free >= smallest_useful_memory) return "";
  return fmt::format(
      "{} has {} MiB of memory free, and less than {} MiB would solve one point at a time; end "
      "what else runs on it, or use the CPU",
      device.name, device.memory_free >> 20, smallest_useful_memory >> 20);
}

/// Those asked for by number, or all that can be used.
std::vector<int> chosen_devices(const CudaStatus& status, const std::vector<int>& asked) {
  const auto count = static_cast<int>(status.devices.size());
  std::vector<int> chosen;
  for (int i = 0; i < count && asked.empty(); ++i)
    if (problem_of(status.devices[i]).empty()) chosen.push_back(i);
  for (const int i : asked) {
    if (i >= count)
      throw DeviceError(fmt::format(
          "backend \"cuda\": device {} is not there; this process sees {} CUDA device{}, "
          "numbered from 0 (`pairtwist doctor` lists them)",
          i, count, count == 1 ? "" : "s"));
    const std::string problem = problem_of(status.devices[i]);
    if (!problem.empty())
      throw DeviceError(fmt::format("backend \"cuda\": device {}: {}", i, problem));
    chosen.push_back(i);
  }
  return chosen;
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
  status.problem = problem_of(status.devices.front());
  for (const DeviceInfo& device : status.devices)
    if (problem_of(device).empty()) status.problem.clear();
  return status;
}

std::unique_ptr<Backend> make_cuda_backend(const std::vector<int>& devices, int threads) {
  const CudaStatus status = cuda_status();
  // Of devices asked for by number each is judged for itself.
  if (status.devices.empty() || (devices.empty() && !status.problem.empty()))
    throw DeviceError("backend \"cuda\": " + status.problem);
  const std::vector<int> chosen = chosen_devices(status, devices);
  const auto count = static_cast<int>(chosen.size());
  const int all_threads = host_threads(threads);
  std::vector<std::unique_ptr<kernels::CudaPlace>> places;
  for (const int i : chosen)
    places.push_back(std::make_unique<kernels::CudaPlace>(i, status.devices[i].name, count,
                                                          std::max(1, all_threads / count)));
  return std::make_unique<CudaBackend>(std::move(places));
}

}  // namespace pairtwist
