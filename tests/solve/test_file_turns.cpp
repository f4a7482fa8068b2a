// SPDX-License-Identifier: BSD-3-Clause
// Rows written beside what solves: as they come, and by the clock while none come.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "pairtwist/error.hpp"
#include "pairtwist/memory_sink.hpp"
#include "pairtwist/solve.hpp"
#include "solve/file_turns.hpp"
#include "support/run_job.hpp"

namespace pairtwist::test {
namespace {

using namespace std::chrono_literals;

/// Keeps blocks back for a while, as one that writes parts does.
class PatientSink final : public ResultSink {
 public:
  void write(const RowBlock& block) override {
    waiting_ += block.count;
    first_ = waiting_ == block.count ? Clock::now() : first_;
  }
  std::optional<Clock::time_point> due() const override {
    if (waiting_ == 0) return std::nullopt;
    return first_ + 20ms;
  }
  void write_due() override {
    if (full) throw IoError("no space left");
    EXPECT_GE(Clock::now(), first_ + 20ms);
    written += waiting_;
    waiting_ = 0;
  }

  std::atomic<std::size_t> written = 0;
  bool full = false;

 private:
  std::size_t waiting_ = 0;
  Clock::time_point first_;
};

std::vector<RowBlock> rows(std::size_t first, std::size_t count) {
  return {RowBlock{first, count, {}, 0}};
}

bool soon(const std::function<bool()>& condition) {
  for (int i = 0; i < 1000 && !condition(); ++i) std::this_thread::sleep_for(5ms);
  return condition();
}

TEST(FileTurns, WriteByTheClockWhileNothingComes) {
  PatientSink sink;
  FileTurns turns(sink);
  turns.write(rows(0, 3));
  EXPECT_TRUE(soon([&] { return sink.written == 3; }));
  turns.write(rows(3, 4));
  turns.write(rows(7, 1));
  EXPECT_TRUE(soon([&] { return sink.written == 8; }));
  turns.finish();
}

TEST(FileTurns, TellWhatTheClockHasMetAtTheNextRows) {
  PatientSink sink;
  sink.full = true;
  FileTurns turns(sink);
  turns.write(rows(0, 3));
  const auto refused = [&] {
    try {
      turns.finish();
      return false;
    } catch (const IoError&) {
      return true;
    }
  };
  EXPECT_TRUE(soon(refused));
  EXPECT_THROW(turns.write(rows(3, 1)), IoError);
  EXPECT_EQ(sink.written, 0U);
}

/// The points in the order in which they come.
class OrderOfRows final : public ResultSink {
 public:
  void write(const RowBlock& block) override {
    for (std::size_t i = 0; i < block.count; ++i) points.push_back(block.first_point + i);
  }
  std::vector<std::size_t> points;
};

TEST(DearPoints, ComeLastAndApartFromCheapOnesIfTheyMay) {
  const Job job = parse_config(R"(
[model]
atoms = 3
[light]
state = "fock"
n = 2
[time]
stop = 1.0
samples = 3
[scan]
axes = [{ key = "time.stop", values = [1.0, 3e6, 2.0, 1e6, 3.0] }]
)",
                               "test.toml");
  SolveOptions options;
  OrderOfRows in_order;
  std::vector<std::int64_t> batches;
  std::int64_t before = 0;
  options.progress = [&](const ScanReport& report) {
    batches.push_back(report.done - before);
    before = report.done;
  };
  solve(job, in_order, options);
  EXPECT_EQ(in_order.points, (std::vector<std::size_t>{0, 1, 2, 3, 4}));

  options.dear_last = true;
  batches.clear();
  before = 0;
  OrderOfRows dear_last;
  solve(job, dear_last, options);
  ASSERT_EQ(dear_last.points.size(), 5U);
  EXPECT_EQ(batches.front(), 3);
  EXPECT_EQ(std::vector<std::size_t>(dear_last.points.begin(), dear_last.points.begin() + 3),
            (std::vector<std::size_t>{0, 2, 4}));
  EXPECT_EQ(dear_last.points.back(), 1U);
}

}  // namespace
}  // namespace pairtwist::test
