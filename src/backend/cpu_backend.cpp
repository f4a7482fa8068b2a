// SPDX-License-Identifier: BSD-3-Clause
// The CPU behind backend.hpp. It has no second pair of hands: submit() solves, wait() hands over.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "backend/backend.hpp"
#include "backend/host_memory.hpp"
#include "backend/host_threads.hpp"
#include "backend/simd_level.hpp"
#include "engines/host_solver.hpp"
#include "text/counted.hpp"

namespace pairtwist {
namespace {

std::string processor_name() {
  std::ifstream file("/proc/cpuinfo");
  std::string line;
  while (std::getline(file, line))
    if (line.rfind("model name", 0) == 0 && line.find(": ") != std::string::npos)
      return line.substr(line.find(": ") + 2);
  return "CPU";
}

class CpuBackend final : public Backend {
 public:
  explicit CpuBackend(int threads)
      : threads_(host_threads(threads)),
        simd_(chosen_simd_level()),
        results_(static_cast<std::size_t>(threads_)) {}

  std::string name() const override { return "cpu"; }
  std::string device() const override {
    return fmt::format("{}, {}", processor_name(), counted(threads_, "thread"));
  }
  std::string simd() const override { return simd_.name; }
  // Another batch would be solved before this one's rows are made, and they would wait for it.
  int slots() const override { return 1; }
  int lines() const override { return threads_; }

  // Larger batches gain nothing on a CPU and leave the caches.
  std::int64_t memory_budget() const override {
    return std::min<std::int64_t>(available_host_memory() / 4, std::int64_t{128} << 20);
  }

  std::int64_t cached() const override { return std::int64_t{2} << 20; }

  void submit(int slot, const engines::Batch& batch) override {
    try {
      engines::solve_on_host(batch, simd_.kernels, threads_, results_.at(slot));
    } catch (const std::bad_alloc&) {
      results_.at(slot) = {};
      throw OutOfMemory("the host's memory");
    }
  }

  engines::BatchView wait(int slot) override { return engines::view_of(results_.at(slot)); }

 private:
  int threads_;
  SimdLevel simd_;
  std::vector<engines::HostResult> results_;  ///< [slot]
};

}  // namespace

std::unique_ptr<Backend> make_cpu_backend(int threads) {
  return std::make_unique<CpuBackend>(threads);
}

}  // namespace pairtwist
