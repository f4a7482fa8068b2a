// SPDX-License-Identifier: BSD-3-Clause
#include "solve/evaluator.hpp"

#include <omp.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <stdexcept>

#include "engines/run_tasks.hpp"
#include "pairtwist/error.hpp"
#include "plan/batches.hpp"
#include "plan/coherence_bound.hpp"
#include "solve/kept_means.hpp"
#include "solve/photon_rounding.hpp"
#include "solve/strictness.hpp"

namespace pairtwist {
namespace {

/// Where a point's times may be divided.
std::int64_t divided_at(std::int64_t time, const PointWork& work) {
  if (!work.in_double || work.demand.every_pair()) return time;
  return std::max(time / samples_of_chunk, std::int64_t{1}) * samples_of_chunk;
}

/// Whether a block of the batch's point b gave up.
bool failed(const engines::BatchView& view, std::int64_t b) {
  return view.failed != nullptr && view.failed[b] != 0;
}

}  // namespace

/// What the points of a batch have in common: also which sums over every pair do for all of them.
std::tuple<Method, bool, std::uint32_t> Evaluator::way(const PointWork& work) const {
  return {work.method, work.in_double, work.sums & want_every_pair};
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

engines::Batch Evaluator::batch_of(const InFlight& f, const Tile& tile) const {
  const Evaluation& e = *f.evaluation;
  engines::Batch batch;
  batch.n_times = tile.to - tile.from;
  const PointWork& work = e.tasks[f.order[tile.first]]->work;
  batch.method = work.method;
  batch.in_double = work.in_double && !tile.strictest;
  batch.tolerance = tolerance_of_steps(spec_.tolerance, tile.attempt, tile.strictest);
  batch.phase_error = phase_share * spec_.tolerance;
  batch.most_steps = most_steps(spec_.tolerance);
  batch.limits = {.change = change_with_cutoff(spec_.tolerance, tile.attempt, tile.strictest),
                  .ceiling = static_cast<std::int32_t>(spec_.cutoff.value_or(kLargestCutoff)),
                  .exact = static_cast<std::int32_t>(spec_.cutoff_exact.value_or(0))};
  batch.trajectories = {spec_.trajectories, static_cast<std::uint64_t>(spec_.seed),
                        spec_.first_trajectory.value_or(0)};
  batch.want_coherence = false;
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
    if (e.at_samples && tile.attempt == 0 && !tile.strictest && !tile.faint)
      batch.cost +=
          task.cost.solution * static_cast<double>(batch.n_times) / static_cast<double>(e.n_times);
    const Demand& demand = task.work.demand;
    const std::uint32_t sums = batch.in_double ? task.work.sums_in_double : task.work.sums;
    batch.want_sums |= tile.faint ? sums & want_light : sums;
    if (tile.faint) continue;
    const bool of_state = demand.bell && (sums & want_bell) == 0;
    batch.want_coherence |= demand.all || (demand.squares && (sums & want_squares) == 0) ||
                            (of_state && !demand.extended);
    batch.want_extended |= of_state && demand.extended;
    if (task.work.demand.distribution && traits(batch.method).has_cutoff)
      batch.distribution_levels = task.work.photon_numbers;
  }
  return batch;
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

/// Of a front tile that took too long: its points in two halves, since one of them may be all that
/// it was; a single one is given up.
void Evaluator::divide_or_give_up(InFlight& f) {
  if (divide_points(f)) return;
  const Tile tile = f.tiles.front();
  const std::int64_t p = f.order[tile.first];
  Evaluation& e = *f.evaluation;
  // How a point is divided over times must not show; what was good before limits became stricter
  // is so of all of them.
  if (!tile.faint && !tile.strictest && tile.attempt == 0) e.lose(p, ValueState::not_converged);
  give_front_up(f, ValueState::not_converged);
  e.change[p] = std::numeric_limits<double>::infinity();
  e.timed_out[p] = 1;
}

/// The front tile, of one point: what of its values is not settled will never be, for this reason.
/// Values that are too faint may yet be had, from another tile of the point.
void Evaluator::give_front_up(InFlight& f, ValueState why) {
  const Tile tile = f.tiles.front();
  f.tiles.pop_front();
  const std::int64_t p = f.order[tile.first];
  f.given_up[p] = why;
  give_up(*f.evaluation, tile, p, why, why);
}

/// After the last tile: what is still too faint of a point, since the tile that would have looked
/// after it was given up, is lost for the same reason.
void Evaluator::settle_the_rest(InFlight& f) {
  Evaluation& e = *f.evaluation;
  if (std::all_of(e.states.begin(), e.states.end(), settled)) return;
  for (std::int64_t p = 0; p < e.size(); ++p) {
    const ValueState why =
        f.given_up[p] == ValueState::untried ? ValueState::not_converged : f.given_up[p];
    for (std::size_t q = 0; q < e.quantities.size(); ++q)
      for (std::int64_t k = 0; k < e.n_times; ++k)
        if (!settled(e.states_of(p, q)[k])) e.lose(p, q, k, why);
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
void Evaluator::make_front_smaller(InFlight& f) {
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

/// [b][k]  Of the front tile's points; empty where it is no matter to what is asked for.
std::vector<std::vector<PhotonRounding>> Evaluator::rounding(const InFlight& f,
                                                             const engines::BatchView& view) const {
  const engines::Batch& batch = f.batch;
  std::vector<std::vector<PhotonRounding>> result(static_cast<std::size_t>(batch.size()));
  if (!f.photon_scales.used()) return result;
  struct Nothing {};
  engines::run_tasks<Nothing>(batch.size(), threads_, batch.stop, [&](std::int64_t b, Nothing&) {
    const Tile& tile = f.tiles.front();
    const Task& task = *f.evaluation->tasks[f.order[tile.first + b]];
    if (view.photon_rounding != nullptr) {
      const PhotonRounding* const first = view.photon_rounding + b * batch.n_times;
      result[b].assign(first, first + batch.n_times);
      return;
    }
    // A rounded field matters to few photons only.
    if (tile.faint || in_laboratory(task))
      result[b] = photon_rounding(task, std::span(batch.times)
                                            .subspan(static_cast<std::size_t>(b * batch.n_times),
                                                     static_cast<std::size_t>(batch.n_times)));
  });
  return result;
}

/// Of each point of the front tile, over those of its times that it is for.
std::vector<Judgement> Evaluator::reduce(InFlight& f, const engines::BatchView& view) const {
  const engines::Batch& batch = f.batch;
  std::vector<Judgement> judgements(static_cast<std::size_t>(batch.size()));
  const std::vector<std::vector<PhotonRounding>> roundings = rounding(f, view);
  // A few points alone would leave threads idle: then their times are divided as well.
  const std::int64_t length =
      batch.size() >= 4 * threads_ ? batch.n_times : std::min<std::int64_t>(batch.n_times, 16);
  const std::int64_t parts = batch.n_times == 0 ? 0 : (batch.n_times + length - 1) / length;
  const std::int64_t states = batch.size() * batch.n_times;
  const std::int64_t values =
      batch.n_times * batch.total_pairs() * (batch.want_coherence || batch.want_extended ? 1 : 0);
  struct Nothing {};
  engines::run_tasks<Nothing>(
      batch.size() * parts, engines::threads_for(values + 8 * states, threads_), batch.stop,
      [&](std::int64_t task, Nothing&) {
        const std::int64_t b = task / parts;
        const std::int64_t first = task % parts * length;
        const Judgement judgement =
            reduce_part(f, {.batch = batch,
                            .view = view,
                            .b = b,
                            .first = first,
                            .count = std::min(length, batch.n_times - first),
                            .photon_rounding = roundings[b]});
        if (parts == 1) {
          judgements[b] = judgement;
        } else {
#pragma omp critical(pairtwist_judgement)
          judgements[b] |= judgement;
        }
      });
  return judgements;
}

Judgement Evaluator::reduce_part(InFlight& f, const SolvedStretch& stretch) const {
  Evaluation& e = *f.evaluation;
  const Tile& tile = f.tiles.front();
  const std::int64_t p = f.order[tile.first + stretch.b];
  const auto from = static_cast<std::size_t>(tile.from + stretch.first);
  const auto count = static_cast<std::size_t>(stretch.count);
  std::vector<Destination> destinations;
  for (std::size_t q = 0; q < e.quantities.size(); ++q) {
    if (tile.faint && !e.quantities[q]->over_photon_number) continue;
    const auto width = static_cast<std::size_t>(e.width(p, q));
    const std::span<double> at_least = e.at_least_of(p, q);
    const std::span<double> at_most = e.at_most_of(p, q);
    const std::span<double> errors = e.errors_of(p, q);
    destinations.push_back(
        {.quantity = e.quantities[q],
         .width = width,
         .values = e.of(p, q).subspan(from * width, count * width),
         .states = e.states_of(p, q).subspan(from, count),
         .at_least = at_least.empty() ? at_least : at_least.subspan(from, count),
         .at_most = at_most.empty() ? at_most : at_most.subspan(from, count),
         .errors = errors.empty() ? errors : errors.subspan(from * width, count * width)});
  }
  const Measure measure{.tolerance = spec_.tolerance,
                        .strictest = tile.strictest,
                        .failed = failed(stretch.view, stretch.b)};
  Judgement judgement = reduce_stretch(stretch, *e.tasks[p], destinations, measure);
  for (std::size_t k = 0; k < judgement.photons.size(); ++k)
    f.photon_scales.note(p, static_cast<std::int64_t>(from + k), judgement.photons[k]);
  return judgement;
}

void Evaluator::reduce_front(InFlight& f, const engines::BatchView& view) {
  // Without it coherent blocks would be taken for granted.
  if (f.batch.distribution_levels > 0 && view.distribution == nullptr)
    throw std::logic_error("the backend gave no distribution of the photon number");
  const std::vector<Judgement> judgements = reduce(f, view);
  Evaluation& e = *f.evaluation;
  for (std::int64_t b = 0; e.keeps_means && b < f.batch.size(); ++b)
    keep_means(f.batch, view, b, e.kept_means, e.kept_of_point(f.order[f.tiles.front().first + b]));
  if (stopped()) throw Interrupted("the scan was interrupted; nothing was kept");
  settle(f, view, judgements);
}

/// Point p has no more values at the tile's times than it has so far, but for what is too faint;
/// `why`, or `of_imprecise` where that is what is known of them.
void Evaluator::give_up(Evaluation& e, const Tile& tile, std::int64_t p, ValueState why,
                        ValueState of_imprecise) {
  for (std::size_t q = 0; q < e.quantities.size(); ++q) {
    const std::span<const ValueState> states = e.states_of(p, q);
    const std::span<const double> bounds = e.at_most_of(p, q);
    for (std::int64_t k = tile.from; k < tile.to; ++k) {
      const ValueState state = states[k];
      if (settled(state) || state == ValueState::too_faint) continue;
      if (state != ValueState::imprecise)
        e.lose(p, q, k, why);
      else  // what lies below 0 for certain does so whatever else ended it
        e.lose(p, q, k, bounds.empty() || bounds[k] > 0.0 ? of_imprecise : swamped(bounds[k]));
    }
  }
}

/// A tile like this for point p's imprecise values, as good as they can be had; the tile itself, if
/// none of them matters.
Evaluator::Tile Evaluator::strictest_of(Evaluation& e, const Tile& tile, std::int64_t p) {
  e.leave_out_what_decides_nothing(p);
  std::int64_t first = tile.to;
  std::int64_t last = tile.from;
  for (std::size_t q = 0; q < e.quantities.size(); ++q) {
    const std::span<const ValueState> states = e.states_of(p, q);
    for (std::int64_t k = tile.from; k < tile.to; ++k) {
      if (states[k] != ValueState::imprecise) continue;
      first = std::min(first, k);
      last = std::max(last, k + 1);
    }
  }
  Tile strictest = tile;
  if (first >= last) return strictest;
  strictest.strictest = true;
  // Cutoffs are judged by all times; the closed form has none.
  if (traits(e.tasks[p]->work.method).exact) {
    strictest.from = first;
    strictest.to = last;
  }
  return strictest;
}

/// What the batch's point b needs after its solution in the front tile: nothing, or a tile like
/// this.
std::optional<Evaluator::Tile> Evaluator::settle_point(InFlight& f, const engines::BatchView& view,
                                                       std::int64_t b,
                                                       const Judgement& judgement) const {
  Evaluation& e = *f.evaluation;
  const Tile& tile = f.tiles.front();
  const std::int64_t p = f.order[tile.first + b];
  const bool gave_up = failed(view, b);
  const bool changing = judgement.rejected > 1.0;
  Tile next = tile;
  if (!gave_up) {
    if (changing && tile.attempt < most_attempts && !spec_.cutoff_exact) ++next.attempt;
    if (judgement.imprecise) next = strictest_of(e, next, p);
    if (next != tile) return next;
  }

  e.change[p] = std::max(e.change[p], judgement.change);
  if (traits(f.batch.method).has_cutoff) {
    e.cutoff[p] = std::max(e.cutoff[p], view.cutoff[b]);
    e.tail[p] = std::max(e.tail[p], view.tail[b]);
  }
  if (tile.faint || tile.strictest) {
    // All else that was asked for is there.
    give_up(e, tile, p, ValueState::below_precision, ValueState::below_precision);
  } else {
    e.change[p] = std::max(e.change[p], judgement.rejected);
    // How a point is divided over times must not show: if a block gave up, it has no values but
    // those that were good before its limits became stricter.
    if (gave_up && tile.attempt == 0) e.lose(p, ValueState::not_converged);
    // Nothing says how far off the block is.
    if (gave_up && !changing) e.change[p] = std::numeric_limits<double>::infinity();
    give_up(e, tile, p, ValueState::not_converged, ValueState::below_precision);
  }
  // Once all its times are there.
  if (tile.to < e.n_times || !f.photon_scales.noted(p) || !solve_for_fewer_photons(f, p))
    return std::nullopt;
  next.from = 0;
  next.faint = true;
  next.strictest = false;
  return next;
}

/// Whether values of p that were too faint can be had; those that cannot are lost.
bool Evaluator::solve_for_fewer_photons(InFlight& f, std::int64_t p) const {
  Evaluation& e = *f.evaluation;
  const Task& task = *e.tasks[p];
  const PhotonScales::Use use{
      .decay = in_laboratory(task) ? 0.0 : task.point.parameters.model.kappa,
      .everywhere = divided_over_time(task.work)};
  const auto times = std::span(e.times).subspan(static_cast<std::size_t>(p * e.n_times),
                                                static_cast<std::size_t>(e.n_times));
  const std::vector<char> lowered = f.photon_scales.lower(p, times, f.batch.limits.change, use);
  bool any = false;
  for (std::size_t q = 0; q < e.quantities.size(); ++q) {
    for (std::int64_t k = 0; k < e.n_times; ++k) {
      if (e.states_of(p, q)[k] != ValueState::too_faint) continue;
      if (lowered[k] != 0)
        any = true;
      else
        e.lose(p, q, k, ValueState::below_precision);
    }
  }
  return any;
}

/// Takes the front tile off. Points that lack values come back for these alone: with stricter
/// limits for their blocks, a few times; with their coherences as good as can be; for fewer photons
/// than their moments were solved for.
void Evaluator::settle(InFlight& f, const engines::BatchView& view,
                       const std::vector<Judgement>& judgements) {
  const Tile tile = f.tiles.front();
  std::vector<std::int64_t> done;
  std::map<Tile, std::vector<std::int64_t>> again;
  for (std::int64_t b = 0; b < tile.last - tile.first; ++b) {
    const std::optional<Tile> next = settle_point(f, view, b, judgements[b]);
    (next ? again[*next] : done).push_back(f.order[tile.first + b]);
  }
  f.tiles.pop_front();

  // Those of a kind side by side.
  std::int64_t first = tile.first;
  const auto place = [&](const std::vector<std::int64_t>& points) {
    std::copy(points.begin(), points.end(), f.order.begin() + first);
    first += static_cast<std::int64_t>(points.size());
  };
  place(done);
  for (const auto& [like, points] : again) {
    Tile all = like;
    all.first = first;
    place(points);
    all.last = first;
    const std::deque<Tile> tiles = tiles_of(f, all);
    f.tiles.insert(f.tiles.begin(), tiles.begin(), tiles.end());
  }
}

}  // namespace pairtwist
