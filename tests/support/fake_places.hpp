// SPDX-License-Identifier: BSD-3-Clause
// A backend of several places that all are the host, one thread each, and can be made slow, small
// or faulty: the threads and queues of several devices without a device.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "backend/places_backend.hpp"
#include "backend/simd_level.hpp"
#include "engines/host_solver.hpp"

namespace pairtwist::test {

struct FakeResult : engines::HostResult {
  engines::BatchView view(const engines::Batch& /*batch*/) const { return engines::view_of(*this); }
};

class FakePlace {
 public:
  using Result = FakeResult;
  /// Called before each batch, on the place's thread.
  using Before = std::function<void(const engines::Batch&)>;

  FakePlace(std::string name, std::int64_t budget, Before before)
      : name_(std::move(name)), budget_(budget), before_(std::move(before)) {}

  std::string device() const { return name_; }
  std::int64_t memory_budget() const { return budget_; }
  void solve(const engines::Batch& batch, FakeResult& result) {
    ++solved;
    if (before_) before_(batch);
    engines::solve_on_host(batch, simd_.kernels, 1, result);
  }

  std::atomic<int> solved = 0;

 private:
  std::string name_;
  std::int64_t budget_;
  Before before_;
  SimdLevel simd_ = chosen_simd_level();
};

class FakeBackend final : public PlacesBackend<FakePlace> {
 public:
  using PlacesBackend::PlacesBackend;
  std::string name() const override { return "cpu"; }
};

/// One place for each `before`, with room for batches of half of `budget`.
inline std::unique_ptr<FakeBackend> fake_places(std::int64_t budget,
                                                const std::vector<FakePlace::Before>& before) {
  std::vector<std::unique_ptr<FakePlace>> places;
  for (const FakePlace::Before& each : before)
    places.push_back(
        std::make_unique<FakePlace>("place " + std::to_string(places.size()), budget, each));
  return std::make_unique<FakeBackend>(std::move(places));
}

inline FakePlace::Before slow(int milliseconds) {
  return [milliseconds](const engines::Batch&) {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
  };
}

}  // namespace pairtwist::test
