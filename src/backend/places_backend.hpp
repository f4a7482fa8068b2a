// SPDX-License-Identifier: BSD-3-Clause
// A backend of several places of one kind: batches go to whichever place is free, results stay in
// their slots. CUDA's devices are such places, and in tests what pretends to be some.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

#include "backend/backend.hpp"
#include "backend/place_threads.hpp"
#include "backend/simd_level.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/stop_flag.hpp"

namespace pairtwist {

/// A Place has
///   a type Result, of what is solved, with view(const Batch&) -> BatchView on the caller's thread;
///   device() -> std::string;
///   memory_budget() -> bytes that the batches of two slots may take there;
///   solve(const Batch&, Result&), called on the place's thread; may throw what wait() throws.
template <class Place>
class PlacesBackend : public Backend {
 public:
  /// At least one place.
  explicit PlacesBackend(std::vector<std::unique_ptr<Place>> places)
      : places_(std::move(places)),
        slots_(2 * places_.size()),
        threads_(places_.size(), slots_.size(),
                 [this](std::size_t place, std::size_t slot) { solve(place, slot); }) {}

  std::string device() const override {
    std::vector<std::string> names;
    for (const auto& place : places_) names.push_back(place->device());
    return fmt::format("{}", fmt::join(names, ", "));
  }
  std::string simd() const override { return chosen_simd_level().name; }
  int slots() const override { return static_cast<int>(slots_.size()); }

  /// Any batch may go to any place: the one with least memory decides.
  std::int64_t memory_budget() const override {
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (const auto& place : places_) least = std::min(least, place->memory_budget());
    return least * static_cast<std::int64_t>(places_.size());
  }

  void submit(int slot, const engines::Batch& batch) override {
    slots_.at(slot).batch = &batch;
    threads_.start(slot);
  }
  engines::BatchView wait(int slot) override {
    threads_.wait(slot);
    return slots_.at(slot).result.view(*slots_.at(slot).batch);
  }
  void abandon(int slot) noexcept override { threads_.abandon(slot); }

 private:
  struct Slot {
    const engines::Batch* batch = nullptr;
    typename Place::Result result;
  };

  void solve(std::size_t place, std::size_t slot) {
    const engines::Batch& batch = *slots_[slot].batch;
    if (StopFlag::raised_at(batch.stop))
      throw Interrupted("the scan was interrupted; nothing was kept");
    batch.begin();
    places_[place]->solve(batch, slots_[slot].result);
    batch.end();
  }

  std::vector<std::unique_ptr<Place>> places_;
  std::vector<Slot> slots_;
  PlaceThreads threads_;  ///< the last: they use the others
};

}  // namespace pairtwist
