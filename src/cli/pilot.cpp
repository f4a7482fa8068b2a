// SPDX-License-Identifier: BSD-3-Clause
#include "cli/pilot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <ctime>
#include <deque>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "cli/pilot_file.hpp"
#include "cli/text.hpp"
#include "io/result_writer.hpp"
#include "model/methods.hpp"
#include "pairtwist/error.hpp"
#include "plan/pilot_range.hpp"
#include "plan/scan_costs.hpp"
#include "solve/run_scan.hpp"
#include "text/counted.hpp"

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
constexpr std::size_t fewest_blocks = 4;

/// Raises a flag when its time is over, unless it ends before, and looks at a meter until then.
class Alarm {
 public:
  explicit Alarm(std::chrono::seconds after) : thread_([this, after] { watch(after); }) {}
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
  /// The meter must live as long as this, or until the next one is watched.
  void watch_meter(const WorkMeter& meter) {
    const std::lock_guard lock(mutex_);
    meter_ = &meter;
    gained_ = 0.0;
    gained_at_ = Clock::now();
  }
  /// Since when the meter has told of nothing more, seconds.
  double still() {
    const std::lock_guard lock(mutex_);
    return seconds_since(gained_at_);
  }

 private:
  void watch(std::chrono::seconds after) {
    constexpr std::chrono::milliseconds between_looks{50};
    const auto end = Clock::now() + after;
    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, between_looks, [this] { return over_; })) {
      if (meter_ != nullptr) look();
      if (Clock::now() >= end) return flag_.raise();
    }
  }
  void look() {
    const double done = meter_->read().of_all;
    if (!(done > gained_)) return;
    gained_ = done;
    gained_at_ = Clock::now();
  }

  StopFlag flag_;
  std::mutex mutex_;
  const WorkMeter* meter_ = nullptr;
  double gained_ = 0.0;
  Clock::time_point gained_at_ = Clock::now();
  std::condition_variable ended_;
  bool over_ = false;
  std::thread thread_;  // the last: it uses the others
};

/// Processor time of this process so far, of all its threads.
double processor_seconds() {
  timespec time{};
  if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) != 0) return 0.0;
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Of the time that its threads wanted to work, how much they had a processor; 1 where the system
/// does not say.
double processor_share() {
  double had = 0.0;
  double waited = 0.0;
  std::error_code ignored;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task", ignored)) {
    std::ifstream numbers(task.path() / "schedstat");
    double ran = 0.0;
    double ready = 0.0;
    if (!(numbers >> ran >> ready)) continue;
    had += ran;
    waited += ready;
  }
  return had > 0.0 ? had / (had + waited) : 1.0;
}

/// Work, by what points were counted to cost, and the time that it took.
struct Measured {
  double cost = 0.0;
  double seconds = 0.0;
  double effort = 0.0;  ///< processor time; on a device its own

  Measured operator-(const Measured& other) const {
    return {cost - other.cost, seconds - other.seconds, effort - other.effort};
  }
};

/// `count` points in blocks of neighbours, as many blocks as each has points, evenly spread.
std::vector<std::size_t> spread(std::size_t size, std::size_t count) {
  std::vector<std::size_t> points;
  if (count >= size) {
    for (std::size_t i = 0; i < size; ++i) points.push_back(i);
    return points;
  }
  const auto even = static_cast<std::size_t>(std::sqrt(static_cast<double>(count)));
  const std::size_t parts = std::min(std::max(fewest_blocks, even), count);
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

/// Whether each point is solved for a second time on more levels, which only its first solution
/// tells (the joint method).
bool has_levels_of_its_own(const Job& job, const Scan& scan) {
  const Parameters first = scan.point(0).parameters;
  return !traits(method_of(job.solve.method, first)).blocks;
}

PilotEstimate fly(const Job& job, const Scan& scan, Backend& backend, int threads,
                  const StateReaders& readers) {
  PilotEstimate estimate;
  Measured before;
  const double whole = whole_cost(job, scan, readers);
  const bool on_device = backend.name() == "cuda";
  std::deque<WorkMeter> meters;
  const auto begun = Clock::now();
  const ResultLayout layout = result_layout(job, scan);
  estimate.empty_bytes = static_cast<std::int64_t>(ResultWriter::in_memory(layout).bytes());
  const double opening = seconds_since(begun);
  Alarm alarm(most_seconds);
  for (std::size_t count = 1;; count *= 4) {
    WorkMeter& meter = meters.emplace_back();
    alarm.watch_meter(meter);
    SolveOptions options;
    options.meter = &meter;
    options.only = spread(scan.size(), count);
    options.stop = &alarm.flag();
    options.progress = [&](const ScanReport& so_far) { estimate.report = so_far; };
    const auto points = static_cast<double>(options.only.size());
    PilotFile file(layout, options.only);
    const auto started = Clock::now();
    const double processor = processor_seconds();
    const auto measured = [&](double cost) {
      const double seconds = seconds_since(started);
      return Measured{cost, seconds, on_device ? seconds : processor_seconds() - processor};
    };
    estimate.points = static_cast<std::int64_t>(options.only.size());
    try {
      run_scan(job, scan, backend, threads, readers, file, options);
    } catch (const Interrupted&) {
      const WorkMeter::Reading reading = meter.read();
      estimate.share = reading.of_all;
      const Measured last = measured(reading.of_all * meter.expected_in_all());
      const TimeRange range = range_of({.cost_before = before.cost,
                                        .seconds_before = before.seconds,
                                        .cost = last.cost,
                                        .seconds = last.seconds,
                                        .share = estimate.share,
                                        .still = alarm.still(),
                                        .whole = whole,
                                        .levels_open = has_levels_of_its_own(job, scan)});
      estimate.stopped = true;
      estimate.seconds = range.least;
      estimate.most_seconds = range.most;
      return estimate;
    }
    const Measured now = measured(meter.expected_in_all());

    // What other points cost, not what starting costs: the difference from the smaller run before,
    // in processor time, which other processes change least.
    const bool larger = before.cost > 0.0 && now.effort > before.effort && now.cost > before.cost;
    const Measured more = larger ? now - before : now;
    const double pace = now.effort > 0.0 ? now.seconds / now.effort : 1.0;
    before = now;
    const double others = static_cast<double>(scan.size()) - points;
    // Numbers so large that nobody can count with them: by the points alone.
    const double left =
        std::isfinite(whole) ? std::max(whole - now.cost, 0.0) / more.cost : others / points;
    estimate.seconds = opening + now.seconds + (others > 0.0 ? left * more.effort * pace : 0.0);
    estimate.row_bytes = static_cast<double>(file.bytes_of_rows()) / points;
    const bool enough = now.seconds > enough_seconds && options.only.size() >= enough_points;
    if (enough || now.seconds > too_many_seconds || options.only.size() == scan.size())
      return estimate;
  }
}

}  // namespace

std::string failures_text(const ScanReport& of_pilot) {
  if (of_pilot.failed == 0) return "";
  std::string why;
  for (const auto& [status, points] : of_pilot.statuses)
    if (status != Status::good)
      why +=
          fmt::format("{}{} {}", why.empty() ? ": " : ", ", count_text(points), to_string(status));
  if (of_pilot.timed_out > 0)
    why += fmt::format(", {} by solve.max_seconds", count_text(of_pilot.timed_out));
  return fmt::format("{} of the pilot's {}{}", count_text(of_pilot.failed),
                     counted(of_pilot.done, "point"), why);
}

PilotEstimate fly_pilot(const Job& job, const Scan& scan, Backend& backend, int threads,
                        const StateReaders& readers) {
  const std::int64_t before = largest_memory();
  PilotEstimate estimate = fly(job, scan, backend, threads, readers);
  estimate.host_bytes = largest_memory() - before;
  estimate.processor_share = processor_share();
  return estimate;
}

}  // namespace pairtwist::cli
