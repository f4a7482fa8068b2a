// SPDX-License-Identifier: BSD-3-Clause
// A backend whose batches take as long as a test wants, for limits of time.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "backend/places_backend.hpp"
#include "backend/simd_level.hpp"
#include "engines/host_solver.hpp"
#include "support/comes_true.hpp"
#include "support/fake_places.hpp"

namespace pairtwist::test {

/// Whether a batch is for values that faint light still lacks.
inline bool asks_for_fewer_photons(const engines::Batch& batch) {
  return std::ranges::any_of(batch.photon_scales, [](double scale) { return scale < 1.0; });
}

/// The host, one thread.
class PacedPlace {
 public:
  using Result = FakeResult;
  /// Called when a batch is solved, on the place's thread; what it takes counts as solving.
  using After = std::function<void(const engines::Batch&)>;

  PacedPlace(After after, std::atomic<int>* solved) : after_(std::move(after)), solved_(solved) {}

  std::string device() const { return "paced"; }
  std::int64_t memory_budget() const { return std::int64_t{1} << 30; }
  void solve(const engines::Batch& batch, FakeResult& result) {
    ++*solved_;
    engines::Batch timed_by_the_place = batch;
    timed_by_the_place.clock = nullptr;
    engines::solve_on_host(timed_by_the_place, simd_.kernels, 1, result);
    after_(batch);
  }

 private:
  After after_;
  std::atomic<int>* solved_;  ///< batches
  SimdLevel simd_ = chosen_simd_level();
};

class PacedBackend final : public PlacesBackend<PacedPlace> {
 public:
  explicit PacedBackend(const PacedPlace::After& after) : PlacesBackend(one(after, &solved_)) {}
  std::string name() const override { return "cpu"; }
  int solved() const { return solved_; }

 private:
  static std::vector<std::unique_ptr<PacedPlace>> one(const PacedPlace::After& after,
                                                      std::atomic<int>* solved) {
    std::vector<std::unique_ptr<PacedPlace>> places;
    places.push_back(std::make_unique<PacedPlace>(after, solved));
    return places;
  }

  std::atomic<int> solved_ = 0;
};

/// Goes on until its time is over.
inline void take_all_the_time(const engines::Batch& batch) {
  comes_true([&] { return StopFlag::raised_at(batch.stop); });
}

}  // namespace pairtwist::test
