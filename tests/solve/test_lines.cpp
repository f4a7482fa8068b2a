// SPDX-License-Identifier: BSD-3-Clause
// Many cheap points, a line of batches for each thread: the same rows in the same order as by one.
#include <gtest/gtest.h>

#include <cstring>
#include <future>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>

#include "backend/backend.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/memory_sink.hpp"
#include "solve/run_scan.hpp"
#include "solve/stretches.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

FinishedBatch batch_of(const PointSet& points) {
  FinishedBatch batch;
  for (const PointRange& range : points.ranges())
    batch.blocks.push_back({range.first, range.count, {}, 0});
  return batch;
}

/// Points in the order in which their batches were given away.
struct Given {
  std::vector<std::size_t> firsts;
  Stretches::Give give() {
    return [this](const FinishedBatch& batch) {
      for (const RowBlock& block : batch.blocks) firsts.push_back(block.first_point);
    };
  }
};

TEST(Stretches, AreGivenAwayInTheOrderOfTheirPoints) {
  Given given;
  Stretches stretches(PointSet({{0, 4}, {10, 5}}), 3, 2, nullptr, given.give());
  std::vector<Stretches::Stretch> taken;
  while (const auto stretch = stretches.next()) taken.push_back(*stretch);
  ASSERT_EQ(taken.size(), 3U);
  EXPECT_EQ(taken[1].points, PointSet({{3, 1}, {10, 2}}));
  stretches.done(taken[2], {batch_of(taken[2].points)});
  stretches.done(taken[1], {batch_of(taken[1].points)});
  EXPECT_TRUE(given.firsts.empty());
  stretches.done(taken[0], {batch_of(taken[0].points)});
  EXPECT_EQ(given.firsts, (std::vector<std::size_t>{0, 3, 10, 12}));
  EXPECT_TRUE(stretches.end());
}

TEST(Stretches, AreNotBegunFarAheadOfOneThatTakesLong) {
  Given given;
  Stretches stretches(PointSet::all(1000), 1, 2, nullptr, given.give());
  const auto first = stretches.next();
  std::vector<Stretches::Stretch> others;
  for (int i = 0; i < 3; ++i) others.push_back(*stretches.next());
  for (const auto& stretch : others) stretches.done(stretch, {});
  std::future<std::size_t> further =
      std::async(std::launch::async, [&] { return stretches.next()->number; });
  EXPECT_EQ(further.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);
  stretches.done(*first, {});
  EXPECT_EQ(further.get(), 4U);
}

TEST(Stretches, EndWithTheFirstFaultAndWakeWhoWaits) {
  Given given;
  Stretches stretches(PointSet::all(1000), 1, 1, nullptr, given.give());
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(stretches.next());
  std::future<bool> further =
      std::async(std::launch::async, [&] { return stretches.next().has_value(); });
  for (const char* const what : {"the first", "the second"}) try {
      throw std::runtime_error(what);
    } catch (...) {
      stretches.fail();
    }
  EXPECT_FALSE(further.get());
  stretches.done({0, PointSet::all(1)}, {batch_of(PointSet::all(1))});
  EXPECT_TRUE(given.firsts.empty());
  try {
    stretches.end();
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "the first");
  }
}

/// The CPU, with a note of the slots that were used.
class WatchedCpu final : public Backend {
 public:
  explicit WatchedCpu(int threads) : cpu_(make_cpu_backend(threads)) {}
  std::string name() const override { return cpu_->name(); }
  std::string device() const override { return cpu_->device(); }
  std::string simd() const override { return cpu_->simd(); }
  int slots() const override { return cpu_->slots(); }
  int lines() const override { return cpu_->lines(); }
  std::int64_t memory_budget() const override { return cpu_->memory_budget(); }
  void submit(int slot, const engines::Batch& batch) override {
    {
      const std::lock_guard lock(mutex_);
      used.insert(slot);
      by.insert(std::this_thread::get_id());
    }
    cpu_->submit(slot, batch);
  }
  engines::BatchView wait(int slot) override { return cpu_->wait(slot); }

  std::set<int> used;
  std::set<std::thread::id> by;

 private:
  std::unique_ptr<Backend> cpu_;
  std::mutex mutex_;
};

std::string config(int points, const std::string& more) {
  return R"(
model = { atoms = 10, U = 0.3, eta = 12.0 }
time = { stop = 0.3, samples = 11 }
[scan]
axes = [{ key = "model.kappa", linspace = [0.0, 20.0, 4] },
        { key = "model.W0", linspace = [0.1, 2.0, )" +
         std::to_string(points / 4) + "] }]\n" + more;
}
const std::string cheap = R"(
[output]
quantities = ["qfi", "bell", "photon_number"]
over_time = "extrema"
events = [{ name = "reached", quantity = "qfi", above = 0.3, scale = "N^2" }]
)";
constexpr int many = 4000;

TEST(Lines, GiveTheBitsOfOne) {
  WatchedCpu one(1);
  WatchedCpu three(3);
  const JobResult expected = run_config(config(many, cheap), one);
  const JobResult found = run_config(config(many, cheap), three);
  EXPECT_EQ(one.by.size(), 1U);
  EXPECT_GT(three.by.size(), 1U);
  EXPECT_EQ(expected.report.statuses, found.report.statuses);
  EXPECT_EQ(found.report.done, many);
  EXPECT_EQ(expected.report.failed, found.report.failed);
  for (const auto& [name, numbers] : expected.numbers) {
    if (name == "runtime") continue;
    EXPECT_EQ(std::memcmp(numbers.data(), found[name].data(), numbers.size() * sizeof(double)), 0)
        << name;
  }
  EXPECT_EQ(expected.flags, found.flags);
}

TEST(Lines, AreForManyCheapPointsAlone) {
  WatchedCpu few(3);
  run_config(config(200, cheap), few);
  EXPECT_EQ(few.by.size(), 1U);
  WatchedCpu dear(3);
  const Job job = parse_config(config(2000,
                                      "[solve]\nmethod = \"fock\"\nframe = \"laboratory\"\n"
                                      "cutoff_exact = 200\n"),
                               "test.toml");
  const Scan scan(job);
  StopFlag stop;
  MemorySink sink(result_layout(job, scan));
  SolveOptions options;
  options.stop = &stop;
  const std::jthread soon([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    stop.raise();
  });
  EXPECT_THROW(run_scan(job, scan, dear, 3, {}, sink, options), Interrupted);
  EXPECT_LE(dear.by.size(), 1U);
}

/// What arrives, and a fault after so many points.
class NotedRows final : public ResultSink {
 public:
  explicit NotedRows(std::size_t room = ~std::size_t{0}) : room_(room) {}
  void write(const RowBlock& block) override {
    EXPECT_EQ(block.first_point, points);
    points += block.count;
    if (points > room_) throw IoError("no space left");
  }
  std::size_t points = 0;

 private:
  std::size_t room_;
};

ScanReport run(ResultSink& sink, const SolveOptions& options) {
  const Job job = parse_config(config(many, cheap), "test.toml");
  const std::unique_ptr<Backend> cpu = make_cpu_backend(3);
  return run_scan(job, Scan(job), *cpu, 3, {}, sink, options);
}

TEST(Lines, FinishWhatIsBegunWhenAskedTo) {
  StopFlag finish;
  SolveOptions options;
  options.finish = &finish;
  std::int64_t last = 0;
  options.progress = [&](const ScanReport& report) {
    EXPECT_GT(report.done, last);
    last = report.done;
    finish.raise();
  };
  NotedRows rows;
  EXPECT_THROW(run(rows, options), Interrupted);
  EXPECT_GT(rows.points, 0U);
  EXPECT_LT(rows.points, static_cast<std::size_t>(many));
  EXPECT_EQ(rows.points, static_cast<std::size_t>(last));
}

TEST(Lines, EndWithWhatTheSinkThrows) {
  NotedRows rows(1000);
  EXPECT_THROW(run(rows, {}), IoError);
  EXPECT_LT(rows.points, static_cast<std::size_t>(many));
}

TEST(Lines, StopAtOnceWhenAskedTo) {
  StopFlag stop;
  SolveOptions options;
  options.stop = &stop;
  options.progress = [&](const ScanReport&) { stop.raise(); };
  NotedRows rows;
  EXPECT_THROW(run(rows, options), Interrupted);
  EXPECT_LT(rows.points, static_cast<std::size_t>(many));
}

}  // namespace
}  // namespace pairtwist::test
