// SPDX-License-Identifier: BSD-3-Clause
#include "backend/backend.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

void check_devices(BackendChoice choice, const std::vector<int>& devices) {
  if (devices.empty()) return;
  const auto refuse = [&](const std::string& why) {
    throw UsageError(fmt::format("device: found {}; {}", fmt::join(devices, ","), why));
  };
  if (choice == BackendChoice::cpu)
    refuse(
        "the backend is \"cpu\", which has no devices; allowed with backend \"cuda\" or \"auto\"");
  for (std::size_t i = 0; i < devices.size(); ++i) {
    if (devices[i] < 0) refuse("allowed: numbers from 0 on, as `pairtwist doctor` lists them");
    if (std::find(devices.begin(), devices.begin() + static_cast<std::ptrdiff_t>(i), devices[i]) !=
        devices.begin() + static_cast<std::ptrdiff_t>(i))
      refuse(fmt::format("device {} is there twice; allowed: each once", devices[i]));
  }
}

}  // namespace

std::unique_ptr<Backend> make_backend(BackendChoice choice, int threads,
                                      const std::vector<int>& devices) {
  check_devices(choice, devices);
  const bool wants_device = choice == BackendChoice::cuda || !devices.empty();
  if (wants_device) return make_cuda_backend(devices, threads);
  if (choice == BackendChoice::automatic && cuda_status().problem.empty())
    return make_cuda_backend({}, threads);
  return make_cpu_backend(threads);
}

}  // namespace pairtwist
