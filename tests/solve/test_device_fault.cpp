// SPDX-License-Identifier: BSD-3-Clause
// A device that fails in the middle of a scan with parts: the scan stops with exit 5, and what was
// finished is on the disk for the next run.
#include <gtest/gtest.h>

#include <atomic>
#include <cstring>
#include <optional>

#include "io/io_support.hpp"
#include "io/scan_output.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/memory_sink.hpp"
#include "solve/run_scan.hpp"
#include "support/fake_places.hpp"

namespace pairtwist::test {
namespace {

constexpr std::int64_t some_batches = 12000;

Job job_of_many() {
  Job job = io_test::small_job();
  job.scan.axes = {io_test::axis("model.kappa", {0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0}),
                   io_test::axis("model.atoms", {3, 8, 20, 30})};
  job.output.quantities = {"qfi", "purity"};
  return job;
}

/// Into FILE, a part for each block.
ScanOutput output_of(const Job& job, const Scan& scan, const std::string& path) {
  ResultLayout layout = result_layout(job, scan);
  layout.attributes["format"] = "pairtwist result 1";
  ScanOutputOptions options;
  options.path = path;
  options.part_seconds = 1e-9;
  return ScanOutput(options, layout,
                    parts_header(job, {}, scan.size(), part_origin("cpu", "places", "avx2")));
}

TEST(DeviceFault, WhatWasFinishedIsKeptAndTheNextRunGoesOn) {
  const Job job = job_of_many();
  const Scan scan(job);
  const auto healthy = fake_places(some_batches, {nullptr, nullptr});
  MemorySink whole(result_layout(job, scan));
  run_scan(job, scan, *healthy, 1, {}, whole);

  const io_test::TempFolder folder;
  const std::string path = folder.file("scan.h5");
  // Of both places together: how many batches one of them gets is a matter of the machine's load.
  std::atomic<int> batches = 0;
  const FakePlace::Before faulty = [&batches](const engines::Batch&) {
    if (++batches == 3) throw DeviceError("the device was lost");
  };
  std::int64_t kept = 0;
  {
    ScanOutput output = output_of(job, scan, path);
    const auto places = fake_places(some_batches, {faulty, faulty});
    SolveOptions options;
    options.only = output.todo();
    try {
      run_scan(job, scan, *places, 1, {}, output, options);
      FAIL() << "no error";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Exit::device);
      EXPECT_STREQ(error.what(), "the device was lost");
    }
    kept = output.keep();
    EXPECT_TRUE(output.in_parts());
  }
  EXPECT_GT(kept, 0);
  EXPECT_LT(kept, 32);

  ScanOutput output = output_of(job, scan, path);
  EXPECT_EQ(output.todo().size(), 32 - static_cast<std::size_t>(kept));
  SolveOptions options;
  options.only = output.todo();
  run_scan(job, scan, *healthy, 1, {}, output, options);
  EXPECT_EQ(output.finish().end, ScanOutput::End::written);
  EXPECT_EQ(folder.names(), std::vector<std::string>{"scan.h5"});
  for (const char* name : {"qfi", "purity"}) {
    const std::vector<std::byte> bytes = io_test::read_dataset(path, name);
    const std::vector<double>& wanted = whole.numbers(name);
    ASSERT_EQ(bytes.size(), wanted.size() * sizeof(double));
    EXPECT_EQ(std::memcmp(bytes.data(), wanted.data(), bytes.size()), 0) << name;
  }
}

}  // namespace
}  // namespace pairtwist::test
