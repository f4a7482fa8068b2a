// SPDX-License-Identifier: BSD-3-Clause
// The seam between the host program and whatever solves batches. A backend has places: the host's
// threads are one, each CUDA device is one. It has two slots for each place, so that all places
// work on batches while the host reduces others; the host, which does both, has one.
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
  virtual ~Backend() = default;

  virtual std::string name() const = 0;  ///< "cpu", "cuda"
  /// "AMD EPYC, 2 threads", "NVIDIA H100 80GB HBM3"; of several places all names, by commas
  virtual std::string device() const = 0;
  virtual std::string simd() const = 0;  ///< "avx512", ...; what the host side uses

  virtual int slots() const { return 2; }
  /// So many host threads may each have a batch of its own solved at the same time, in slots
  /// 0 ... lines() - 1: where that is the host's work anyway.
  virtual int lines() const { return 1; }

  /// Whether it rotates and counts atoms itself (Batch::counting), so that no v is wanted for it.
  virtual bool counts() const { return false; }

  /// Bytes that the batches of all slots may take together, each as much as the others.
  virtual std::int64_t memory_budget() const = 0;

  /// Bytes of a batch, for each thread of the host, that stay in its caches; 0: a batch is solved
  /// elsewhere, and the larger the better.
  virtual std::int64_t cached() const { return 0; }

  /// Starts solving; different slots may be used by different threads. The batch must stay
  /// unchanged until wait(slot) or abandon(slot). May throw what wait() throws.
  virtual void submit(int slot, const engines::Batch& batch) = 0;

  /// Blocks until the slot's batch is solved. Throws OutOfMemory, DeviceError, Interrupted; the
  /// slot is free then.
  virtual engines::BatchView wait(int slot) = 0;

  /// Nobody wants the slot's batch any more. Returns once nothing reads it.
  virtual void abandon(int /*slot*/) noexcept {}
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

/// devices, threads: as make_backend; the devices share the threads, each has one at least. Throws
/// DeviceError if there is no usable device, or if one of `devices` is not there or cannot be
/// used, saying why.
std::unique_ptr<Backend> make_cuda_backend(const std::vector<int>& devices = {}, int threads = 0);

/// threads 0: all that the process may use. Throws UsageError for a SIMD level of PAIRTWIST_SIMD
/// that is unknown or that this machine lacks.
std::unique_ptr<Backend> make_cpu_backend(int threads = 0);

/// threads: of the host, also beside devices; 0: all that the process may use.
/// automatic: CUDA if a device can be used or `devices` names some, else the CPU. devices: numbers
/// of CUDA devices; empty: all that can be used. Throws UsageError if a number is negative or
/// repeated, or if the CPU is to have devices.
std::unique_ptr<Backend> make_backend(BackendChoice choice, int threads = 0,
                                      const std::vector<int>& devices = {});

}  // namespace pairtwist
