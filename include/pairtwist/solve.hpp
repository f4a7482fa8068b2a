// SPDX-License-Identifier: BSD-3-Clause
// Solves jobs: points in, rows of the result out, batch after batch in order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "pairtwist/job.hpp"
#include "pairtwist/memory_sink.hpp"
#include "pairtwist/plan.hpp"
#include "pairtwist/point_set.hpp"
#include "pairtwist/results.hpp"
#include "pairtwist/rows.hpp"
#include "pairtwist/stop_flag.hpp"
#include "pairtwist/stored_start.hpp"
#include "pairtwist/work_meter.hpp"

namespace pairtwist {

class Backend;

struct ScanReport {
  std::int64_t done = 0;
  std::map<Status, std::int64_t> statuses;  ///< points per status
  std::int64_t failed = 0;     ///< points without a single trusted value of some quantity
  std::int64_t timed_out = 0;  ///< points that took longer than solve.max_seconds
  /// Points of which an extremum lies beyond all samples by more than a twentieth of the range of
  /// values: there may be others between samples so few.
  std::int64_t coarse = 0;
};

struct SolveOptions {
  /// Called after each batch, by one thread at a time.
  std::function<void(const ScanReport&)> progress;
  /// Raised, it ends the scan with Interrupted: on the CPU within a step of a block, on a device
  /// when its kernels in work are done.
  const StopFlag* stop = nullptr;
  /// Told how far the scan is, inside of a batch, too; for another thread to read. Or nullptr.
  WorkMeter* meter = nullptr;
  /// Raised, it lets the batches under way be finished and written, and begins no other; then
  /// Interrupted, if points are left.
  const StopFlag* finish = nullptr;
  /// Points to solve; empty: all of them.
  PointSet only;
  /// About as long a batch takes at most, once the first ones have shown what a point costs; 0: as
  /// long as memory allows.
  double batch_seconds = 0.0;
  /// Of neighbouring points (a thousand or so) those that are counted to take a second or more come
  /// last, and in no batch with points that take far less, which would have to wait for them: rows
  /// come out of order then. Else points are solved in their order.
  bool dear_last = false;
  /// Start files whose contents are known: those that the job names are not looked for. They need
  /// not exist where ConfigChanges::known_files has named them to parse_config.
  std::vector<StoredStart> starts;
};

/// A CPU or CUDA devices, ready for one job after another: what it has allocated for one serves
/// the next. Does one at a time; after an exception, but DeviceError, it is ready for the next.
class Solver {
 public:
  /// automatic: CUDA if a device can be used or `devices` names some, else the CPU. threads: of the
  /// host; 0: all that the process may use. devices: numbers of CUDA devices, as `pairtwist doctor`
  /// lists them; empty: all that can be used. Throws DeviceError if a CUDA device is asked for and
  /// cannot be used; UsageError if a number is negative or repeated, or if the CPU is to have
  /// devices.
  explicit Solver(BackendChoice choice, int threads = 0, const std::vector<int>& devices = {});
  ~Solver();
  Solver(Solver&&) noexcept;
  Solver& operator=(Solver&&) noexcept;

  std::string backend() const;  ///< "cpu" or "cuda"
  /// "AMD EPYC, 2 threads", "NVIDIA H100 80GB HBM3"; several by commas
  std::string device() const;

  /// What solve() would do; starts: as of SolveOptions. Throws UsageError if a point does not fit
  /// into memory, or if job.solve.backend is another than this one; Interrupted soon after `stop`
  /// is raised; what reading the job's start states throws.
  Plan plan(const Job& job, const StopFlag* stop = nullptr,
            const std::vector<StoredStart>& starts = {}) const;

  /// Solves every point and writes its rows, laid out as result_layout(job, scan) says, to `sink`.
  /// Throws Interrupted; what plan(), the sink and options.progress throw; DeviceError.
  ScanReport solve(const Job& job, ResultSink& sink, const SolveOptions& options = {});

  /// The same into memory: all that a result file of the job has, but for the hash that protects
  /// it; the layout's attributes say where the numbers are from. Throws IoError, too, if a start
  /// file changes meanwhile.
  MemorySink solve_to_memory(const Job& job, const SolveOptions& options = {});

 private:
  std::unique_ptr<Backend> backend_;
  int threads_;
};

/// The same for one job alone, on the backend of job.solve.
ScanReport solve(const Job& job, ResultSink& sink, const SolveOptions& options = {});
MemorySink solve_to_memory(const Job& job, const SolveOptions& options = {});

}  // namespace pairtwist
