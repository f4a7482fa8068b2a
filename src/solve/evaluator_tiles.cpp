// SPDX-License-Identifier: BSD-3-Clause
// Which points and times are solved together, as a batch, and how that is made smaller.
#include <algorithm>
#include <limits>

#include "engines/run_tasks.hpp"
#include "model/even_sector.hpp"
#include "plan/batches.hpp"
#include "plan/coherence_bound.hpp"
#include "solve/coherence_error.hpp"
#include "solve/evaluator.hpp"
#include "solve/strictness.hpp"

namespace pairtwist {
namespace {

/// Where a point's times may be divided.
std::int64_t divided_at(std::int64_t time, const PointWork& work) {
  if (!work.in_double || work.demand.every_pair()) return time;
  return std::max(time / samples_of_chunk, std::int64_t{1}) * samples_of_chunk;
}

/// Whether one of these quantities reads v of every pair where the backend counts atoms.
bool reads_coherences(const Evaluation& e, const Point& point) {
  return std::ranges::any_of(e.quantities, [&](const Quantity* quantity) {
    return quantity->demand(point).all && !quantity->counts_atoms;
  });
}

engines::CountingPoint counting_point(const Task& task) {
  const Model& model = task.point.parameters.model;
  return {.tables = task.work.tables.counting.get(),
          .dephasing = model.dephasing,
          .tilt = model.tilt,
          .stays_even = task.work.start->symmetric && keeps_even_sector(model)};
}

}  // namespace

/// Whether it counts atoms for what is asked for; of states as a whole it does not.
bool Evaluator::counts(const Evaluation& e, Method method) const {
  return backend_.counts() && traits(method).blocks &&
         std::ranges::any_of(e.quantities, [](const Quantity* q) { return q->counts_atoms; });
}

/// What the points of a batch have in common: also which sums over every pair do for all of them.
std::tuple<Method, bool, bool, std::uint32_t> Evaluator::way(const PointWork& work) const {
  return {work.method, work.in_double, work.finer, work.sums & want_every_pair};
}

std::deque<Evaluator::Tile> Evaluator::tiles_of(const InFlight& f, const Tile& like) const {
  const auto work_of = [&](std::int64_t i) -> const PointWork& {
    return f.evaluation->tasks[f.order[i]]->work;
  };
  const std::int64_t n_times = like.to - like.from;
  std::deque<Tile> tiles;
  std::int64_t filled = 0;
  for (std::int64_t i = like.first; i < like.last; ++i) {
    const PointWork& work = work_of(i);
    const std::int64_t per_time = bytes_per_time(work, work.in_double && !like.strictest);
    const std::int64_t needed = per_time * n_times;
    const bool same_way = i > like.first && way(work) == way(work_of(i - 1));
    if (!tiles.empty() && same_way && filled + needed <= slot_budget_) {
      tiles.back().last = i + 1;
      filled += needed;
      continue;
    }
    const std::int64_t times_that_fit =
        divided_over_time(work)
            ? divided_at(
                  std::max<std::int64_t>(slot_budget_ / std::max<std::int64_t>(per_time, 1), 1),
                  work)
            : n_times;
    for (std::int64_t from = like.from; from < like.to; from += times_that_fit) {
      Tile tile = like;
      tile.first = i;
      tile.last = i + 1;
      tile.from = from;
      tile.to = std::min(from + times_that_fit, like.to);
      tiles.push_back(tile);
    }
    filled = needed;
  }
  return tiles;
}

engines::Batch Evaluator::batch_of(const InFlight& f, const Tile& tile) const {
  const Evaluation& e = *f.evaluation;
  engines::Batch batch;
  batch.n_times = tile.to - tile.from;
  const PointWork& work = e.tasks[f.order[tile.first]]->work;
  batch.method = work.method;
  batch.in_double = work.in_double && !tile.strictest;
  const int powers = tile.attempt + tile.finer + (work.finer ? 1 : 0);
  batch.tolerance = tolerance_of_steps(spec_.tolerance, powers, tile.strictest);
  batch.phase_error = phase_share * spec_.tolerance;
  batch.most_steps = most_steps(spec_.tolerance);
  batch.limits = {.change = change_with_cutoff(spec_.tolerance, tile.attempt, tile.strictest),
                  .ceiling = static_cast<std::int32_t>(spec_.cutoff.value_or(kLargestCutoff)),
                  .exact = static_cast<std::int32_t>(spec_.cutoff_exact.value_or(0))};
  batch.trajectories = {spec_.trajectories, static_cast<std::uint64_t>(spec_.seed),
                        spec_.first_trajectory.value_or(0)};
  batch.want_coherence = false;
  const bool counting = counts(e, batch.method);
  batch.stop = StopFlag::address_of(stop_);
  batch.meter = meter_;
  batch.reserve(tile.last - tile.first);
  for (std::int64_t i = tile.first; i < tile.last; ++i) {
    const std::int64_t p = f.order[i];
    const Task& task = *e.tasks[p];
    batch.add(task.point, task.work.pairs,
              std::span(e.times).subspan(static_cast<std::size_t>(p * e.n_times + tile.from),
                                         static_cast<std::size_t>(batch.n_times)),
              {f.photon_scales.of(p, tile.from, tile.to), f.photon_scales.log_at_start(p)},
              {.moving = task.work.moving_frame,
               .light = task.work.light.get(),
               .laboratory_light = task.work.laboratory_light.get()},
              task.work.start.get());
    batch.scan_points.push_back(task.number);
    // What is solved again was not counted.
    if (e.at_samples && tile.attempt == 0 && !tile.again()) {
      const double share = static_cast<double>(batch.n_times) / static_cast<double>(e.n_times);
      batch.cost += share * task.cost.solution;
      batch.evaluation += share * task.cost.evaluation;
    }
    const Demand& demand = task.work.demand;
    const std::uint32_t sums = batch.in_double ? task.work.sums_in_double : task.work.sums;
    batch.want_sums |= tile.faint || tile.light_alone ? sums & want_light : sums;
    if (tile.faint) continue;
    if (!tile.light_alone) {
      const bool of_state = demand.bell && (sums & want_bell) == 0;
      batch.want_coherence |= (counting ? reads_coherences(e, task.point) : demand.all) ||
                              (demand.squares && (sums & want_squares) == 0) ||
                              (of_state && !demand.extended);
      if (counting) batch.counting.push_back(counting_point(task));
      batch.want_extended |= of_state && demand.extended;
    }
    if (task.work.demand.distribution && traits(batch.method).has_cutoff)
      batch.distribution_levels = task.work.photon_numbers;
  }
  if (batch.counts()) note_coherence_errors(f, tile, batch);
  return batch;
}

/// Of the tile's points: whoever counts their atoms makes bounds of outcomes of them.
void Evaluator::note_coherence_errors(const InFlight& f, const Tile& tile,
                                      engines::Batch& batch) const {
  batch.coherence_errors.resize(batch.times.size());
  struct Nothing {};
  engines::run_short_tasks<Nothing>(
      batch.size(), threads_,
      [&](std::int64_t b, Nothing&) {
        const Task& task = *f.evaluation->tasks[f.order[tile.first + b]];
        std::int64_t at = b * batch.n_times;
        for (const CoherenceError& error :
             coherence_errors(batch, b, task, 0, batch.n_times, batch.tolerance, 0))
          batch.coherence_errors[at++] = error.of_one();
      },
      batch.stop);
}

/// The front tile becomes two, of which one ends and the other begins at `middle`.
void Evaluator::divide(InFlight& f, std::int64_t Tile::*from, std::int64_t Tile::*to,
                       std::int64_t middle) {
  Tile first = f.tiles.front();
  first.*to = middle;
  f.tiles.front().*from = middle;
  f.tiles.push_front(first);
}

/// Into two halves of its points; false: it has only one.
bool Evaluator::divide_points(InFlight& f) {
  const Tile& tile = f.tiles.front();
  if (tile.last - tile.first <= 1) return false;
  divide(f, &Tile::first, &Tile::last, (tile.first + tile.last) / 2);
  return true;
}

/// Divides the front tile over points, then over times; gives its point up if neither can be.
void Evaluator::make_front_smaller(InFlight& f) const {
  if (divide_points(f)) return;
  const Tile tile = f.tiles.front();
  const std::int64_t p = f.order[tile.first];
  const PointWork& work = f.evaluation->tasks[p]->work;
  const std::int64_t middle = tile.from + divided_at((tile.to - tile.from) / 2, work);
  if (middle > tile.from && middle < tile.to && divided_over_time(work)) {
    divide(f, &Tile::from, &Tile::to, middle);
    return;
  }
  give_front_up(f, ValueState::out_of_memory);
}

/// Of a front tile that took too long: its points in two halves, since one of them may be all that
/// it was; a single one is given up.
void Evaluator::divide_or_give_up(InFlight& f) const {
  if (divide_points(f)) return;
  const Tile tile = f.tiles.front();
  const std::int64_t p = f.order[tile.first];
  Evaluation& e = *f.evaluation;
  // How a point is divided over times must not show; what was good before limits became stricter
  // is so of all of them.
  if (!tile.again() && tile.attempt == 0) e.lose(p, ValueState::not_converged);
  give_front_up(f, ValueState::not_converged);
  e.change[p] = std::numeric_limits<double>::infinity();
  e.timed_out[p] = 1;
}

}  // namespace pairtwist
