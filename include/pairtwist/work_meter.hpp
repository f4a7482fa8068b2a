// SPDX-License-Identifier: BSD-3-Clause
// How far a scan is, readable at any time from any thread: points, and the work inside of the batch
// that is being solved.
#pragma once

#include <atomic>
#include <cstdint>

namespace pairtwist {

/// Written by the solver; whoever reads it sees numbers that belong together well enough to be
/// shown.
class WorkMeter {
 public:
  struct Reading {
    std::int64_t points_done = 0;     ///< with their rows made
    std::int64_t points_in_work = 0;  ///< of the batch being solved
    std::int64_t parts_done = 0;      ///< blocks or stretches of work of that batch
    std::int64_t parts = 0;           ///< as many as are known of
    double share = 0.0;               ///< of that batch's work, 0 ... 1: parts are not alike

    /// Points, and what of others is done.
    double points() const {
      return static_cast<double>(points_done) + share * static_cast<double>(points_in_work);
    }
  };
  Reading read() const {
    const double expected = expected_;
    const double share = expected > 0.0 ? work_ / expected : 0.0;
    return {points_done_, points_in_work_, parts_done_, parts_, share < 1.0 ? share : 1.0};
  }

  /// A batch of so many points is begun.
  void begin(std::int64_t points) {
    parts_done_ = parts_ = 0;
    work_ = expected_ = 0.0;
    points_in_work_ = points;
  }
  /// More parts of it are known, and the work that they are; of parts solved again, work alone.
  void expect(std::int64_t parts, double work) {
    parts_ += parts;
    expected_.fetch_add(work, std::memory_order_relaxed);
  }
  void add(std::int64_t parts, double work) {
    parts_done_ += parts;
    work_.fetch_add(work, std::memory_order_relaxed);
  }
  /// So many points are done by now, and no batch is in work.
  void finish(std::int64_t points_done) {
    points_in_work_ = 0;
    points_done_ = points_before_ + points_done;
  }
  /// For scans that follow on one another: the points of the next are counted from so many on.
  void go_on_from(std::int64_t points) {
    points_before_ = points;
    finish(0);
  }

 private:
  std::atomic<std::int64_t> points_before_{0};
  std::atomic<std::int64_t> points_done_{0};
  std::atomic<std::int64_t> points_in_work_{0};
  std::atomic<std::int64_t> parts_done_{0};
  std::atomic<std::int64_t> parts_{0};
  std::atomic<double> work_{0.0};
  std::atomic<double> expected_{0.0};
};

}  // namespace pairtwist
