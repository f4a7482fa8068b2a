// SPDX-License-Identifier: BSD-3-Clause
// Which batches the evaluator makes and where their values go, with a backend that solves nothing:
// its <n> says which point and time it was asked for.
#include <gtest/gtest.h>

#include <cmath>
#include <deque>
#include <string>
#include <vector>

#include "pairtwist/error.hpp"
#include "plan/batches.hpp"
#include "plan/point_work.hpp"
#include "solve/evaluator.hpp"

namespace pairtwist::test {
namespace {

constexpr std::int64_t plenty = std::int64_t{1} << 30;

/// Throws OutOfMemory beyond `most` values of a batch; <n> = 1000 kappa + t.
class CountingBackend final : public Backend {
 public:
  struct Shape {
    std::int64_t points, times;
    Method method;
  };

  explicit CountingBackend(std::int64_t most) : most_(most) {}
  std::string name() const override { return "counting"; }
  std::string device() const override { return "none"; }
  std::string simd() const override { return "none"; }
  std::int64_t memory_budget() const override { return plenty; }

  void submit(int slot, const engines::Batch& batch) override {
    if (batch.size() * batch.n_times > most_) {
      ++refused;
      throw OutOfMemory("injected");
    }
    solved.push_back({batch.size(), batch.n_times, batch.method});
    Answer& answer = answers_[slot];
    const SumPlaces places(batch.want_sums);
    answer.sums.assign(static_cast<std::size_t>(batch.size() * places.count * batch.n_times), 0.0);
    answer.failed.assign(static_cast<std::size_t>(batch.size()), 0);
    for (std::int64_t p = 0; p < batch.size(); ++p) {
      const double kappa = batch.points[p].kappa;
      answer.failed[p] = kappa == fails_at ? failing : 0;
      double* photons =
          answer.sums.data() + (p * places.count + places.of[photon_mean]) * batch.n_times;
      for (std::int64_t k = 0; k < batch.n_times; ++k)
        photons[k] = 1000.0 * kappa + batch.times[p * batch.n_times + k];
    }
  }
  engines::BatchView wait(int slot) override {
    return {.sums = answers_[slot].sums.data(), .failed = answers_[slot].failed.data()};
  }

  std::vector<Shape> solved;
  int refused = 0;
  double fails_at = -1.0;
  std::int32_t failing = engines::every_block;  ///< what gives up of that point

 private:
  struct Answer {
    std::vector<double> sums;
    std::vector<std::int32_t> failed;
  };
  std::int64_t most_;
  Answer answers_[2];
};

/// <n> of points kappa = 0, 1, ..., every other one in a thermal bath if `mixed`.
struct Asked {
  Asked(std::size_t points, std::int64_t times, bool mixed = false, double tolerance = 1e-8,
        const std::vector<std::string>& names = {"photon_number"})
      : job(parse_config("[model]\natoms = 4\neta = 1.0\n[time]\nstop = 1.0\n"
                         "[output]\nquantities = [\"photon_number\"]\n",
                         "test.toml")) {
    job.output.quantities = names;
    job.solve.tolerance = tolerance;
    WorkPlanner planner(job, {});
    for (std::size_t p = 0; p < points; ++p) {
      Point point = Scan(job).point(0);
      point.parameters.model.kappa = static_cast<double>(p);
      point.parameters.model.thermal_photons = mixed && p % 2 != 0 ? 0.5 : 0.0;
      PointWork work = planner.work(point);
      tasks.push_back({std::move(point), std::move(work)});
    }
    for (const std::string& name : names) evaluation.quantities.push_back(find_quantity(name));
    evaluation.n_times = times;
    for (const Task& task : tasks) {
      evaluation.tasks.push_back(&task);
      for (std::int64_t k = 0; k < times; ++k) evaluation.times.push_back(time(k));
    }
    evaluation.prepare();
  }

  double time(std::int64_t k) const {
    return static_cast<double>(k) / static_cast<double>(evaluation.n_times);
  }
  Evaluator evaluator(Backend& backend, std::int64_t slot_budget = plenty,
                      const StopFlag* stop = nullptr) const {
    return {backend, 2, slot_budget, job.solve, stop};
  }
  void expect_values(std::size_t from = 0) const {
    for (std::size_t p = from; p < tasks.size(); ++p) {
      EXPECT_EQ(evaluation.status(static_cast<std::int64_t>(p), OverTime::all), Status::good);
      for (std::int64_t k = 0; k < evaluation.n_times; ++k)
        EXPECT_EQ(evaluation.value(static_cast<std::int64_t>(p), 0, k),
                  1000.0 * static_cast<double>(p) + time(k))
            << p << " " << k;
    }
  }

  Job job;
  std::deque<Task> tasks;
  Evaluation evaluation;
};

/// Each point at each time once.
std::int64_t values_solved(const CountingBackend& backend) {
  std::int64_t values = 0;
  for (const auto& shape : backend.solved) values += shape.points * shape.times;
  return values;
}

TEST(Evaluator, WhatFitsIsOneBatch) {
  CountingBackend backend(plenty);
  Asked asked(6, 20);
  asked.evaluator(backend).evaluate(0, asked.evaluation);
  asked.expect_values();
  ASSERT_EQ(backend.solved.size(), 1U);
  EXPECT_EQ(backend.solved[0].points, 6);
}

TEST(Evaluator, ABudgetDividesPointsAndThenTimes) {
  Asked asked(6, 20, false, 1e-16);  // in double-double: divided at any time
  const std::int64_t of_point = bytes_per_time(asked.tasks[0].work, false) * 20;
  CountingBackend by_points(plenty);
  asked.evaluator(by_points, 2 * of_point).evaluate(0, asked.evaluation);
  asked.expect_values();
  EXPECT_EQ(by_points.solved.size(), 3U);

  Asked again(6, 20, false, 1e-16);
  CountingBackend by_times(plenty);
  again.evaluator(by_times, of_point / 4).evaluate(0, again.evaluation);
  again.expect_values();
  EXPECT_EQ(by_times.solved.size(), 6U * 4U);
  EXPECT_EQ(values_solved(by_times), 120);
}

TEST(Evaluator, OutOfMemoryHalvesUntilItFits) {
  for (const std::int64_t most : {119, 60, 20, 19, 7, 1}) {
    SCOPED_TRACE(most);
    CountingBackend backend(most);
    Asked asked(6, 20, false, 1e-16);
    asked.evaluator(backend).evaluate(0, asked.evaluation);
    asked.expect_values();
    EXPECT_GT(backend.refused, 0);
    EXPECT_EQ(values_solved(backend), 120);
    for (const auto& shape : backend.solved) EXPECT_LE(shape.points * shape.times, most);
  }
}

TEST(Evaluator, WhatNeverFitsIsSaid) {
  CountingBackend backend(0);
  Asked asked(3, 4);
  asked.evaluator(backend).evaluate(0, asked.evaluation);
  for (std::int64_t p = 0; p < 3; ++p) {
    EXPECT_EQ(asked.evaluation.status(static_cast<std::int64_t>(p), OverTime::all),
              Status::out_of_memory);
    for (std::int64_t k = 0; k < 4; ++k) EXPECT_TRUE(std::isnan(asked.evaluation.value(p, 0, k)));
  }
}

/// Phasors go on from sample to sample within a chunk.
TEST(Evaluator, InDoubleTimesAreDividedBetweenChunks) {
  CountingBackend backend(200);
  Asked asked(2, 500);  // 256 ... 499 can be divided, though not in the middle
  ASSERT_TRUE(asked.tasks[0].work.in_double);
  asked.evaluator(backend).evaluate(0, asked.evaluation);
  asked.expect_values();
  EXPECT_EQ(values_solved(backend), 1000);
  std::int64_t from = 0;
  for (const auto& shape : backend.solved) {
    EXPECT_EQ(from % samples_of_chunk, 0);
    from = (from + shape.times) % 500;
  }

  CountingBackend smaller_than_a_chunk(samples_of_chunk - 1);
  Asked lost(1, 2 * samples_of_chunk);
  lost.evaluator(smaller_than_a_chunk).evaluate(0, lost.evaluation);
  EXPECT_EQ(lost.evaluation.status(0, OverTime::all), Status::out_of_memory);
}

TEST(Evaluator, MethodsAreNotMixedAndValuesFindTheirPoints) {
  CountingBackend backend(plenty);
  Asked asked(7, 5, true);
  asked.evaluator(backend).evaluate(0, asked.evaluation);
  asked.expect_values();
  ASSERT_EQ(backend.solved.size(), 2U);
  EXPECT_EQ(backend.solved[0].method, Method::closed_form);
  EXPECT_EQ(backend.solved[0].points, 4);
  EXPECT_EQ(backend.solved[1].method, Method::gaussian);
  EXPECT_EQ(backend.solved[1].points, 3);
}

TEST(Evaluator, TwoSlotsAreInWorkAtOnce) {
  CountingBackend backend(30);
  Asked one(4, 20, false, 1e-16);
  Asked other(3, 10, false, 1e-16);
  Evaluator evaluator = one.evaluator(backend);
  evaluator.begin(0, one.evaluation);
  evaluator.begin(1, other.evaluation);
  evaluator.finish(0);
  evaluator.finish(1);
  one.expect_values();
  other.expect_values();
}

TEST(Evaluator, APointThatFailedHasNoValuesAndItsNeighboursDo) {
  CountingBackend backend(plenty);
  backend.fails_at = 0.0;
  Asked asked(3, 4);
  asked.evaluator(backend).evaluate(0, asked.evaluation);
  EXPECT_EQ(asked.evaluation.status(0, OverTime::all), Status::not_converged);
  EXPECT_TRUE(std::isnan(asked.evaluation.value(0, 0, 3)));
  asked.expect_values(1);
}

TEST(Evaluator, PairsThatFailedCostNoLight) {
  CountingBackend backend(plenty);
  backend.fails_at = 1.0;
  backend.failing = engines::two_apart;
  Asked asked(2, 4, true, 1e-8, {"photon_number", "spin_mean", "qfi"});
  asked.evaluator(backend).evaluate(0, asked.evaluation);
  EXPECT_EQ(asked.evaluation.status(1, 0, OverTime::all), Status::good);
  EXPECT_EQ(asked.evaluation.value(1, 0, 3), 1000.0 + asked.time(3));
  EXPECT_EQ(asked.evaluation.status(1, 1, OverTime::all), Status::good);
  EXPECT_EQ(asked.evaluation.status(1, 2, OverTime::all), Status::not_converged);
}

TEST(Evaluator, OneValueEachAtATimeOfItsOwn) {
  CountingBackend backend(2);
  const Asked asked(5, 1);
  std::vector<const Task*> tasks;
  std::vector<double> times;
  for (const Task& task : asked.tasks) {
    tasks.insert(tasks.begin(), &task);
    times.push_back(0.125 * static_cast<double>(times.size()));
  }
  const Evaluation evaluation =
      asked.evaluator(backend).evaluate_once(1, *find_quantity("photon_number"), tasks, times);
  const OpenValues& values = evaluation.values;
  ASSERT_EQ(values.size(), 5U);
  for (std::size_t i = 0; i < 5; ++i)
    EXPECT_EQ(values[i], 1000.0 * static_cast<double>(4 - i) + times[i]);
}

TEST(Evaluator, AStopIsNoticed) {
  CountingBackend backend(plenty);
  StopFlag stop;
  Asked asked(3, 4);
  Evaluator evaluator = asked.evaluator(backend, plenty, &stop);
  evaluator.begin(0, asked.evaluation);
  stop.raise();
  EXPECT_THROW(evaluator.finish(0), Interrupted);
}

}  // namespace
}  // namespace pairtwist::test
