// The seam between the host program and whatever solves batches: the CPU or a CUDA device. Two
// slots, so that a device works on one batch while the host reduces the other.
#pragma once

#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "engines/batch.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist {

/// A batch did not fit: the caller makes it smaller and tries again.
struct OutOfMemory : std::bad_alloc {
  explicit OutOfMemory(std::string what_failed) : message(std::move(what_failed)) {}
  const char* what() const noexcept override { return message.c_str(); }
  std::string message;
};

class Backend {
 public:
  static constexpr int slots = 2;

  virtual ~Backend() = default;

  virtual std::string name() const = 0;    ///< "cpu", "cuda"
  virtual std::string device() const = 0;  ///< "AMD EPYC, 2 threads", "NVIDIA H100 80GB HBM3"
  virtual std::string simd() const = 0;    ///< "avx512", ...; what the host side uses

  /// Bytes that the batches of all slots may take together.
  virtual std::int64_t memory_budget() const = 0;

  /// Starts solving. The batch must stay unchanged until wait(slot). Throws OutOfMemory,
  /// DeviceError.
  virtual void submit(int slot, const engines::Batch& batch) = 0;

  /// Blocks until the slot's batch is solved.
  virtual engines::BatchView wait(int slot) = 0;

  /// WantedSums bits that a batch in double may ask for; v itself, where it may ask for the sums
  /// over every pair. Points that need others are solved in double-double from the start.
  virtual std::uint32_t sums_in_double() const { return ~std::uint32_t{0}; }
};

/// A CUDA device as `doctor` shows it.
struct DeviceInfo {
  std::string name;
  std::string compute_capability;
  std::int64_t memory_total = 0;
  std::int64_t memory_free = 0;
};

/// What the CUDA runtime says; `problem` is empty if a device can be used.
struct CudaStatus {
  bool built = false;
  std::string runtime_version;
  std::string driver_version;
  std::vector<DeviceInfo> devices;
  std::string problem;
};

CudaStatus cuda_status();

/// Throws DeviceError if there is no usable device, saying why.
std::unique_ptr<Backend> make_cuda_backend();

/// threads 0: all that the process may use. Throws UsageError for a SIMD level of PAIRTWIST_SIMD
/// that is unknown or that this machine lacks.
std::unique_ptr<Backend> make_cpu_backend(int threads = 0);

/// automatic: CUDA if a device can be used, else the CPU.
std::unique_ptr<Backend> make_backend(BackendChoice choice, int threads = 0);

}  // namespace pairtwist
