// SPDX-License-Identifier: BSD-3-Clause
#include "solve/evaluator.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "pairtwist/error.hpp"

namespace pairtwist {

Evaluator::~Evaluator() {
  for (std::size_t slot = 0; slot < in_flight_.size(); ++slot) abandon(static_cast<int>(slot));
}

void Evaluator::abandon(int slot) noexcept {
  InFlight& f = in_flight_[slot];
  if (f.submitted) backend_.abandon(slot);
  f.submitted = false;
}

void Evaluator::begin(int slot, Evaluation& evaluation) {
  InFlight& f = in_flight_[slot];
  f.evaluation = &evaluation;
  f.order.resize(evaluation.tasks.size());
  std::iota(f.order.begin(), f.order.end(), std::int64_t{0});
  std::stable_sort(f.order.begin(), f.order.end(), [&](std::int64_t a, std::int64_t b) {
    return way(evaluation.tasks[a]->work) < way(evaluation.tasks[b]->work);
  });
  const bool over_photons =
      std::any_of(evaluation.quantities.begin(), evaluation.quantities.end(),
                  [](const Quantity* quantity) { return quantity->over_photon_number; });
  f.photon_scales.reset(over_photons ? evaluation.size() : 0, evaluation.n_times);
  f.given_up.assign(evaluation.tasks.size(), ValueState::untried);
  f.tiles =
      tiles_of(f, {.first = 0, .last = evaluation.size(), .from = 0, .to = evaluation.n_times});
  submit_front(slot);
}

void Evaluator::finish(int slot) {
  InFlight& f = in_flight_[slot];
  while (!f.tiles.empty()) {
    const std::optional<engines::BatchView> view = wait_for_front(slot);
    if (took_too_long(slot))
      divide_or_give_up(f);
    else if (view)
      reduce_front(f, *view);
    else
      make_front_smaller(f);
    submit_front(slot);
  }
  settle_the_rest(f);
}

void Evaluator::evaluate(int slot, Evaluation& evaluation) {
  begin(slot, evaluation);
  finish(slot);
}

Evaluation Evaluator::evaluate_once(int slot, const Quantity& quantity,
                                    std::vector<const Task*> tasks, std::span<const double> times) {
  Evaluation evaluation;
  evaluation.tasks = std::move(tasks);
  evaluation.quantities = {&quantity};
  evaluation.times.assign(times.begin(), times.end());
  evaluation.n_times = 1;
  evaluation.prepare();
  evaluate(slot, evaluation);
  return evaluation;
}

/// Of the time that the front tile's points have left; false: none. What a point may have taken of
/// batches with others counts until it is alone, so that none goes on among others for ever.
bool Evaluator::set_deadline(int slot) {
  InFlight& f = in_flight_[slot];
  if (!deadlines_) return true;
  const Tile& tile = f.tiles.front();
  const bool alone = tile.last - tile.first == 1;
  double spent = 0.0;
  for (std::int64_t i = tile.first; i < tile.last; ++i) {
    const SpentTime& of_point = f.evaluation->tasks[f.order[i]]->spent;
    spent = std::max(spent, of_point.alone + (alone ? 0.0 : of_point.beside));
  }
  if (!(spent < spec_.max_seconds)) return false;
  deadlines_->set(static_cast<std::size_t>(slot), spec_.max_seconds - spent);
  f.batch.stop = deadlines_->flag(static_cast<std::size_t>(slot)).address();
  f.batch.clock = &deadlines_->clock(static_cast<std::size_t>(slot));
  return true;
}

/// Once the backend has ended: what it says counts for nothing then.
bool Evaluator::took_too_long(int slot) {
  if (!deadlines_) return false;
  InFlight& f = in_flight_[slot];
  double seconds = 0.0;
  const bool over = deadlines_->lift(static_cast<std::size_t>(slot), seconds);
  note_spent(f, seconds);
  // Nobody asks for a flag that nobody will raise: the reduction listens to the scan's own.
  f.batch.stop = StopFlag::address_of(stop_);
  if (over && stopped()) throw Interrupted("the scan was interrupted; nothing was kept");
  return over;
}

/// Whose time it was nobody can say of several: a point is given up for what it took alone, and of
/// what it took beside others there is what it was counted to cost, by threads that work side by
/// side.
void Evaluator::note_spent(const InFlight& f, double seconds) const {
  const Tile& tile = f.tiles.front();
  const auto task = [&](std::int64_t i) -> const Task& { return *f.evaluation->tasks[f.order[i]]; };
  if (tile.last - tile.first == 1) {
    task(tile.first).spent.alone += seconds;
    return;
  }
  double all = 0.0;
  for (std::int64_t i = tile.first; i < tile.last; ++i) all += task(i).cost.solution;
  const auto points = static_cast<double>(tile.last - tile.first);
  for (std::int64_t i = tile.first; i < tile.last; ++i) {
    const double share = all > 0.0 ? task(i).cost.solution / all : 1.0 / points;
    task(i).spent.beside += seconds * std::min(static_cast<double>(threads_) * share, 1.0);
  }
}

/// Starts the front tile, made smaller as often as the backend has no memory for it.
void Evaluator::submit_front(int slot) {
  InFlight& f = in_flight_[slot];
  while (!f.tiles.empty()) {
    f.batch = batch_of(f, f.tiles.front());
    if (!set_deadline(slot)) {
      divide_or_give_up(f);
      continue;
    }
    try {
      backend_.submit(slot, f.batch);
      f.submitted = true;
      return;
    } catch (const OutOfMemory&) {
      make_front_smaller(f);
    }
  }
}

/// Nothing where the backend has run out of memory.
std::optional<engines::BatchView> Evaluator::wait_for_front(int slot) {
  in_flight_[slot].submitted = false;
  try {
    return backend_.wait(slot);
  } catch (const OutOfMemory&) {
    return std::nullopt;
  } catch (const Interrupted&) {
    // A device that was told that its time is over says the same as of a scan that is to stop.
    if (stopped() || !deadlines_) throw;
    return std::nullopt;
  }
}

}  // namespace pairtwist
