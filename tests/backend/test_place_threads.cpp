// SPDX-License-Identifier: BSD-3-Clause
// The queue behind several places alone: who works on what, what comes back, what is left out.
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>

#include "backend/backend.hpp"
#include "backend/place_threads.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::test {
namespace {

TEST(PlaceThreads, EachPlaceWorksAtTheSameTime) {
  std::latch all_there(3);
  std::mutex mutex;
  std::set<std::size_t> places;
  PlaceThreads threads(3, 6, [&](std::size_t place, std::size_t) {
    all_there.arrive_and_wait();  // none goes on unless all have begun
    const std::lock_guard lock(mutex);
    places.insert(place);
  });
  for (const std::size_t slot : {0, 1, 2}) threads.start(slot);
  for (const std::size_t slot : {2, 0, 1}) threads.wait(slot);
  EXPECT_EQ(places, (std::set<std::size_t>{0, 1, 2}));
}

TEST(PlaceThreads, StartReturnsAtOnceAndAFastPlaceTakesWhatASlowOneLeaves) {
  std::latch go_on(1);
  std::atomic<int> done = 0;
  PlaceThreads threads(2, 4, [&](std::size_t, std::size_t slot) {
    if (slot == 0) go_on.wait();
    ++done;
  });
  for (const std::size_t slot : {0, 1, 2, 3}) threads.start(slot);
  for (const std::size_t slot : {1, 2, 3}) threads.wait(slot);
  EXPECT_EQ(done, 3);
  go_on.count_down();
  threads.wait(0);
  EXPECT_EQ(done, 4);
}

TEST(PlaceThreads, WaitThrowsWhatTheWorkThrewOnce) {
  std::atomic<bool> fails = true;
  PlaceThreads threads(1, 2, [&](std::size_t, std::size_t slot) {
    if (!fails) return;
    if (slot == 0) throw OutOfMemory("of place 0");
    throw DeviceError("lost");
  });
  threads.start(0);
  threads.start(1);
  EXPECT_THROW(threads.wait(1), DeviceError);
  EXPECT_THROW(threads.wait(0), OutOfMemory);
  fails = false;
  threads.start(0);
  EXPECT_NO_THROW(threads.wait(0));
}

TEST(PlaceThreads, WhatIsAbandonedIsOverOrNeverBegins) {
  std::latch begun(1);
  std::latch go_on(1);
  std::atomic<int> done = 0;
  PlaceThreads threads(1, 2, [&](std::size_t, std::size_t slot) {
    if (slot == 0) {
      begun.count_down();
      go_on.wait();
    }
    ++done;
  });
  threads.start(0);
  threads.start(1);
  begun.wait();
  threads.abandon(1);
  go_on.count_down();
  threads.abandon(0);
  EXPECT_EQ(done, 1);
  threads.abandon(0);  // nothing there: nothing to do
  threads.start(1);    // both are free again
  threads.wait(1);
  EXPECT_EQ(done, 2);
}

TEST(PlaceThreads, TheEndWaitsForWhatIsUnderWayAlone) {
  std::atomic<int> done = 0;
  std::latch begun(1);
  {
    PlaceThreads threads(1, 3, [&](std::size_t, std::size_t slot) {
      if (slot == 0) begun.count_down();
      ++done;
    });
    for (const std::size_t slot : {0, 1, 2}) threads.start(slot);
    begun.wait();
  }
  EXPECT_GE(done, 1);
}

TEST(MakeBackend, DevicesThatCannotBe) {
  const auto words = [](BackendChoice choice, const std::vector<int>& devices) {
    try {
      make_backend(choice, 1, devices);
    } catch (const UsageError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_NE(words(BackendChoice::cpu, {0}).find("\"cpu\""), std::string::npos);
  EXPECT_NE(words(BackendChoice::cuda, {0, 2, 0}).find("device 0 is there twice"),
            std::string::npos);
  EXPECT_NE(words(BackendChoice::automatic, {-1}).find("found -1"), std::string::npos);
  EXPECT_THROW(make_backend(BackendChoice::automatic, 1, {4711}), DeviceError);
  EXPECT_EQ(make_backend(BackendChoice::cpu, 1)->name(), "cpu");
}

}  // namespace
}  // namespace pairtwist::test
