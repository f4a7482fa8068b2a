// SPDX-License-Identifier: BSD-3-Clause
// How far a scan is, readable at any time from any thread: points, and the work inside of the batch
// that is being solved.
#pragma once

#include <atomic>
#include <chrono>
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
    /// 0 ... 1, of all that there is to do, by what it was counted to cost before; 0: not counted,
    /// or a scan of several, none of which knows what the others cost.
    double of_all = 0.0;
    double seconds = 0.0;  ///< since the first batch was begun
    /// 0 ... 1, of what is to be made of solutions that are there; 1 also where that is nothing.
    double evaluated = 1.0;
    /// Of the batch in work no part is left to be solved, but quantities are to be made of it.
    bool evaluating() const { return parts > 0 && parts_done >= parts && evaluated < 1.0; }
  };
  /// Of the batch in work no more counts as done of all than the time since its beginning is worth
  /// at the pace before it: its parts may turn out to be a small share of it.
  Reading read() const;

  /// What all points cost, as far as it has been counted, in any unit.
  void expect_in_all(double cost) { all_ = cost; }
  double expected_in_all() const { return all_; }

  /// A batch of so many points is begun; cost: of all, what solving it is.
  void begin(std::int64_t points, double cost = 0.0) {
    const Clock::rep now = Clock::now().time_since_epoch().count();
    Clock::rep nothing = never;
    began_.compare_exchange_strong(nothing, now);
    batch_began_ = now;
    parts_done_ = parts_ = 0;
    work_ = expected_ = 0.0;
    points_in_work_ = points;
    in_work_ = cost;
  }
  /// It is solved, and waits for somebody to look at it.
  void end(double cost) {
    in_work_ = 0.0;
    solved_.fetch_add(cost, std::memory_order_relaxed);
  }
  /// Of a batch that was not solved to its end: nobody will. What is solved again in smaller
  /// batches these tell of.
  void pass_over(double cost) { solved_.fetch_add(cost, std::memory_order_relaxed); }
  /// So much is to be made of a solution, and of that so much is.
  void begin_evaluation(double cost) {
    if (all_is_evaluated()) evaluated_ = to_evaluate_ = 0.0;
    to_evaluate_.fetch_add(cost, std::memory_order_relaxed);
  }
  void evaluate(double cost) {
    evaluated_.fetch_add(cost, std::memory_order_relaxed);
    solved_.fetch_add(cost, std::memory_order_relaxed);
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
  /// So many points are done by now, and no batch is in work. cost: of the last ones, all of it;
  /// solved: of that, what end() and evaluate() were told.
  void finish(std::int64_t points_done, double cost = 0.0, double solved = 0.0) {
    points_in_work_ = 0;
    points_done_ = points_before_ + points_done;
    finished_.fetch_add(cost, std::memory_order_relaxed);
    solved_.fetch_sub(solved, std::memory_order_relaxed);
  }
  /// For scans that follow on one another: the points of the next are counted from so many on.
  void go_on_from(std::int64_t points) {
    one_of_several_ = true;
    points_before_ = points;
    finish(0);
  }

 private:
  /// Parts may add up to a little less than the whole.
  bool all_is_evaluated() const { return evaluated_ >= (1.0 - 1e-9) * to_evaluate_; }

  using Clock = std::chrono::steady_clock;
  static constexpr Clock::rep never = -1;

  std::atomic<bool> one_of_several_{false};
  std::atomic<std::int64_t> points_before_{0};
  std::atomic<std::int64_t> points_done_{0};
  std::atomic<std::int64_t> points_in_work_{0};
  std::atomic<std::int64_t> parts_done_{0};
  std::atomic<std::int64_t> parts_{0};
  std::atomic<double> work_{0.0};
  std::atomic<double> expected_{0.0};
  std::atomic<double> all_{0.0};
  std::atomic<double> finished_{0.0};
  std::atomic<double> solved_{0.0};   ///< of what is not finished
  std::atomic<double> in_work_{0.0};  ///< of the batch in work, if it is done
  std::atomic<double> to_evaluate_{0.0};
  std::atomic<double> evaluated_{0.0};
  std::atomic<Clock::rep> began_{never};
  std::atomic<Clock::rep> batch_began_{never};
};

}  // namespace pairtwist
