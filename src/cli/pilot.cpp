// SPDX-License-Identifier: BSD-3-Clause
#include "cli/pilot.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "io/result_writer.hpp"
#include "model/methods.hpp"
#include "pairtwist/error.hpp"
#include "plan/point_cost.hpp"
#include "solve/run_scan.hpp"

namespace pairtwist::cli {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

constexpr double enough_seconds = 0.5;
constexpr std::size_t enough_points = 1024;  // fewer do not show what a full batch costs
constexpr double too_many_seconds = 3.0;
constexpr std::chrono::seconds most_seconds{10};
constexpr std::size_t blocks = 4;

/// Raises a flag when its time is over, unless it ends before.
class Alarm {
 public:
  explicit Alarm(std::chrono::seconds after)
      : thread_([this, after] {
          std::unique_lock lock(mutex_);
          if (!ended_.wait_for(lock, after, [this] { return over_; })) flag_.raise();
        }) {}
  ~Alarm() {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    ended_.notify_one();
    thread_.join();
  }
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

  const StopFlag& flag() const { return flag_; }

 private:
  StopFlag flag_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool over_ = false;
  std::thread thread_;  // the last: it uses the others
};

/// Of a pilot that was stopped when `done` of its points, and parts of points, were solved. Cutoffs
/// may go on growing, and points yet to come may be dearer than those first ones.
void stopped_estimate(double done, double points, double all, double seconds,
                      PilotEstimate& estimate) {
  constexpr double cheaper = 0.5;
  constexpr double dearer = 3.0;
  estimate.stopped = true;
  estimate.points = static_cast<std::int64_t>(points);
  estimate.share = done / points;
  estimate.seconds = seconds;
  if (!(done > 0.0)) return;
  const double likely = seconds / done * all;
  estimate.seconds = std::max(seconds, cheaper * likely);
  estimate.most_seconds = dearer * likely;
}

/// Points that are begun are yet to be looked at between the samples.
double points_done(const WorkMeter::Reading& reading, const Job& job, const Scan& scan) {
  const Method method = method_of(job.solve.method, scan.point(0).parameters);
  const auto whole = static_cast<double>(reading.points_done);
  return whole + (reading.points() - whole) / solutions(job.output, method);
}

/// `count` points in up to four blocks of neighbours, evenly spread.
std::vector<std::size_t> spread(std::size_t size, std::size_t count) {
  std::vector<std::size_t> points;
  if (count >= size) {
    for (std::size_t i = 0; i < size; ++i) points.push_back(i);
    return points;
  }
  const std::size_t parts = std::min(blocks, count);
  for (std::size_t b = 0; b < parts; ++b) {
    const std::size_t length = count / parts;
    const std::size_t first = parts == 1 ? size / 2 : (size - length) * b / (parts - 1);
    for (std::size_t i = 0; i < length; ++i)
      if (points.empty() || first + i > points.back()) points.push_back(first + i);
  }
  return points;
}

/// The most that this program has had in memory so far, bytes; getrusage would count what its
/// process had before the program began, too. 0 where the system does not say.
std::int64_t largest_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    std::int64_t kibibytes = 0;
    if (word == "VmHWM:" && status >> kibibytes) return 1024 * kibibytes;
  }
  return 0;
}

PilotEstimate fly(const Job& job, const Scan& scan, Backend& backend, int threads,
                  const StateReaders& readers) {
  PilotEstimate estimate;
  double seconds_before = 0.0;
  const Alarm alarm(most_seconds);
  for (std::size_t count = 1;; count *= 4) {
    WorkMeter meter;
    SolveOptions options;
    options.meter = &meter;
    options.only = spread(scan.size(), count);
    options.stop = &alarm.flag();
    const auto points = static_cast<double>(options.only.size());
    const auto all = static_cast<double>(scan.size());
    const auto started = Clock::now();
    ResultWriter writer = ResultWriter::in_memory(result_layout(job, scan));
    const std::uint64_t empty = writer.bytes();
    estimate.empty_bytes = static_cast<std::int64_t>(empty);
    const double opening = seconds_since(started);
    try {
      run_scan(job, scan, backend, threads, readers, writer, options);
    } catch (const Interrupted&) {
      stopped_estimate(points_done(meter.read(), job, scan), points, all, seconds_since(started),
                       estimate);
      return estimate;
    }
    const double seconds = seconds_since(started) - opening;
    const std::uint64_t filled = writer.bytes();

    // What another point costs, not what starting costs: the difference from the smaller run
    // before.
    const double share = all / points;
    const double before = static_cast<double>(estimate.points);
    const double a_point = before > 0.0 && seconds > seconds_before
                               ? (seconds - seconds_before) / (points - before)
                               : seconds / points;
    seconds_before = seconds;
    estimate.points = static_cast<std::int64_t>(options.only.size());
    estimate.seconds = opening + seconds + (all - points) * a_point;
    // A file that was flushed once more may be the smaller one.
    const auto of_points = static_cast<double>(std::max(filled, empty) - empty);
    constexpr double most_bytes = 9e18;
    estimate.disk_bytes = static_cast<std::int64_t>(
        std::min(most_bytes, static_cast<double>(empty) + of_points * share));
    const bool enough = seconds > enough_seconds && options.only.size() >= enough_points;
    if (enough || seconds > too_many_seconds || options.only.size() == scan.size()) return estimate;
  }
}

}  // namespace

PilotEstimate fly_pilot(const Job& job, const Scan& scan, Backend& backend, int threads,
                        const StateReaders& readers) {
  const std::int64_t before = largest_memory();
  PilotEstimate estimate = fly(job, scan, backend, threads, readers);
  estimate.host_bytes = largest_memory() - before;
  return estimate;
}

}  // namespace pairtwist::cli
