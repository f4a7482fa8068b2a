#include "solve/evaluator.hpp"

#include <omp.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <map>
#include <numeric>
#include <stdexcept>

#include "engines/run_tasks.hpp"
#include "pairtwist/error.hpp"
#include "plan/batches.hpp"
#include "plan/coherence_bound.hpp"
#include "solve/photon_rounding.hpp"

namespace pairtwist {
namespace {

/// Of solve.tolerance, for a block's integration: errors of many blocks and steps add up.
constexpr double integration_share = 0.01;

/// Of solve.tolerance, for what a block's values may change with its cutoff before the quantities
/// themselves are compared.
constexpr double change_share = 0.1;

/// How often a point comes back with limits a hundred times stricter.
constexpr int most_attempts = 3;

/// Below, steps would be refused for their rounding.
constexpr double least_tolerance = 1e-16;

/// A block that needs more steps takes minutes; what each of them rounds (measured: as many
/// oscillations of Gaussian light) adds up to solve.tolerance before that if it is small.
double most_steps(double tolerance) { return std::min(1e7, tolerance / 3e-16); }

/// What the points of a batch have in common.
std::pair<Method, bool> way(const PointWork& work) { return {work.method, work.in_double}; }

/// Where a point's times may be divided.
std::int64_t divided_at(std::int64_t time, const PointWork& work) {
  if (!work.in_double) return time;
  return std::max(time / samples_of_chunk, std::int64_t{1}) * samples_of_chunk;
}

/// Whether a block of the batch's point b gave up.
bool failed(const engines::BatchView& view, std::int64_t b) {
  return view.failed != nullptr && view.failed[b] != 0;
}

}  // namespace

std::deque<Evaluator::Tile> Evaluator::tiles_of(const InFlight& f, std::int64_t first,
                                                std::int64_t last) const {
  const Evaluation& evaluation = *f.evaluation;
  const auto task = [&](std::int64_t i) -> const Task& { return *evaluation.tasks[f.order[i]]; };
  std::deque<Tile> tiles;
  std::int64_t filled = 0;
  for (std::int64_t i = first; i < last; ++i) {
    const std::int64_t per_time = bytes_per_time(task(i).work);
    const std::int64_t needed = per_time * evaluation.n_times;
    const bool same_way = i > first && way(task(i).work) == way(task(i - 1).work);
    if (!tiles.empty() && same_way && filled + needed <= slot_budget_) {
      tiles.back().last = i + 1;
      filled += needed;
      continue;
    }
    const std::int64_t times_that_fit =
        divided_over_time(task(i).work)
            ? divided_at(
                  std::max<std::int64_t>(slot_budget_ / std::max<std::int64_t>(per_time, 1), 1),
                  task(i).work)
            : evaluation.n_times;
    for (std::int64_t from = 0; from < evaluation.n_times; from += times_that_fit)
      tiles.push_back({i, i + 1, from, std::min(from + times_that_fit, evaluation.n_times)});
    filled = needed;
  }
  return tiles;
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
  f.tiles = tiles_of(f, 0, evaluation.size());
  submit_front(slot);
}

void Evaluator::finish(int slot) {
  InFlight& f = in_flight_[slot];
  while (!f.tiles.empty()) {
    reduce_front(slot);
    submit_front(slot);
  }
}

void Evaluator::evaluate(int slot, Evaluation& evaluation) {
  begin(slot, evaluation);
  finish(slot);
}

std::vector<double> Evaluator::evaluate_once(int slot, const Quantity& quantity,
                                             std::vector<const Task*> tasks,
                                             std::span<const double> times) {
  Evaluation evaluation;
  evaluation.tasks = std::move(tasks);
  evaluation.quantities = {&quantity};
  evaluation.times.assign(times.begin(), times.end());
  evaluation.n_times = 1;
  evaluation.prepare();
  evaluate(slot, evaluation);
  return evaluation.values;
}

engines::Batch Evaluator::batch_of(const InFlight& f, const Tile& tile) const {
  const Evaluation& e = *f.evaluation;
  engines::Batch batch;
  batch.n_times = tile.to - tile.from;
  batch.method = e.tasks[f.order[tile.first]]->work.method;
  batch.tolerance =
      std::max(integration_share * spec_.tolerance * std::pow(0.1, tile.attempt), least_tolerance);
  batch.in_double = e.tasks[f.order[tile.first]]->work.in_double;
  batch.phase_error = phase_share * spec_.tolerance;
  batch.tolerance_of_values = spec_.tolerance;
  batch.most_steps = most_steps(spec_.tolerance);
  batch.limits = {.change = change_share * spec_.tolerance * std::pow(0.01, tile.attempt),
                  .ceiling = static_cast<std::int32_t>(spec_.cutoff.value_or(kLargestCutoff)),
                  .exact = static_cast<std::int32_t>(spec_.cutoff_exact.value_or(0))};
  batch.want_coherence = false;
  batch.stop = stop_ != nullptr ? stop_->address() : nullptr;
  for (std::int64_t i = tile.first; i < tile.last; ++i) {
    const std::int64_t p = f.order[i];
    const Task& task = *e.tasks[p];
    batch.add(task.point, task.work.pairs,
              std::span(e.times).subspan(static_cast<std::size_t>(p * e.n_times + tile.from),
                                         static_cast<std::size_t>(batch.n_times)),
              {f.photon_scales.of(p, tile.from, tile.to), f.photon_scales.log_at_start(p)},
              {.moving = task.work.moving_frame, .light = task.work.light.get()},
              task.work.start.get());
    batch.want_photons |= task.work.demand.photons;
    batch.want_sums |=
        wanted_sums(task.work.demand) & (tile.faint ? want_light : ~std::uint32_t{0});
    if (tile.faint) continue;
    const Demand& demand = task.work.demand;
    batch.want_coherence |= demand.all || (demand.bell && !demand.extended);
    batch.want_extended |= demand.extended;
    if (task.work.demand.distribution && batch.method == Method::fock)
      batch.distribution_levels = task.work.photon_numbers;
  }
  return batch;
}

void Evaluator::submit_front(int slot) {
  InFlight& f = in_flight_[slot];
  const auto put_back = [&f](const Tile& tile, std::int64_t Tile::*from, std::int64_t Tile::*to,
                             std::int64_t middle) {
    Tile first = tile;
    Tile second = tile;
    first.*to = second.*from = middle;
    f.tiles.push_front(second);
    f.tiles.push_front(first);
  };
  while (!f.tiles.empty()) {
    const Evaluation& e = *f.evaluation;
    const Tile tile = f.tiles.front();
    f.batch = batch_of(f, tile);
    try {
      backend_.submit(slot, f.batch);
      return;
    } catch (const OutOfMemory&) {
      f.tiles.pop_front();
      const std::int64_t p = f.order[tile.first];
      const PointWork& work = e.tasks[p]->work;
      const std::int64_t middle = divided_at((tile.from + tile.to) / 2, work);
      if (tile.last - tile.first > 1)
        put_back(tile, &Tile::first, &Tile::last, (tile.first + tile.last) / 2);
      else if (middle > tile.from && middle < tile.to && divided_over_time(work))
        put_back(tile, &Tile::from, &Tile::to, middle);
      else
        give_up(f, tile, p, Status::out_of_memory);
    }
  }
}

/// [b][k]  Of the front tile's points; empty where it is no matter to what is asked for.
std::vector<std::vector<PhotonRounding>> Evaluator::rounding(const InFlight& f) const {
  const engines::Batch& batch = f.batch;
  std::vector<std::vector<PhotonRounding>> result(static_cast<std::size_t>(batch.size()));
  if (!f.photon_scales.used()) return result;
  struct Nothing {};
  engines::run_tasks<Nothing>(batch.size(), threads_, batch.stop, [&](std::int64_t b, Nothing&) {
    const Tile& tile = f.tiles.front();
    const Task& task = *f.evaluation->tasks[f.order[tile.first + b]];
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
  const std::vector<std::vector<PhotonRounding>> roundings = rounding(f);
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
  const std::int64_t from = tile.from + stretch.first;
  std::vector<char> wanted;
  if (tile.faint)
    for (std::int64_t k = 0; k < stretch.count; ++k)
      wanted.push_back(f.photon_scales.wanted(p, from + k) ? 1 : 0);
  std::vector<Destination> destinations;
  for (std::size_t q = 0; q < e.quantities.size(); ++q) {
    const auto width = static_cast<std::size_t>(e.width(p, q));
    destinations.push_back({e.quantities[q], width,
                            e.of(p, q).subspan(static_cast<std::size_t>(from) * width,
                                               static_cast<std::size_t>(stretch.count) * width)});
  }
  const std::vector<Judgement> each =
      reduce_stretch(stretch, *e.tasks[p], destinations, spec_.tolerance, wanted);
  Judgement worst;
  for (std::int64_t k = 0; k < stretch.count && !(each.empty() && !f.photon_scales.used()); ++k) {
    Judgement judgement = each.empty() ? Judgement{} : each[k];
    if (tile.faint) {
      if (wanted[k] == 0) continue;
      if (judgement.acceptable() && !failed(stretch.view, stretch.b))
        f.photon_scales.found(p, from + k);
      // What is to be lost is no part of the point's error.
      if (!judgement.acceptable()) judgement.change = 0.0;
    }
    f.photon_scales.note(p, from + k, judgement.photons);
    worst |= judgement;
  }
  return worst;
}

void Evaluator::reduce_front(int slot) {
  InFlight& f = in_flight_[slot];
  const engines::BatchView view = backend_.wait(slot);
  // Without it coherent blocks would be taken for granted.
  if (f.batch.distribution_levels > 0 && view.distribution == nullptr)
    throw std::logic_error("the backend gave no distribution of the photon number");
  const std::vector<Judgement> judgements = reduce(f, view);
  if (stopped()) throw Interrupted("the scan was interrupted; nothing was kept");
  settle(f, view, judgements);
}

/// Point p has no values, of those that the tile was for and has not found: all the rest may be
/// good.
void Evaluator::give_up(InFlight& f, const Tile& tile, std::int64_t p, Status why) {
  Evaluation& e = *f.evaluation;
  if (!tile.faint) {
    e.fail(p, why);
    return;
  }
  for (std::int64_t k = tile.from; k < tile.to; ++k) {
    if (!f.photon_scales.wanted(p, k)) continue;
    e.drop_faint(p, k);
    f.photon_scales.abandon(p, k);
  }
  e.status[p] = Status::below_precision;
}

/// What becomes of point p, solved as the batch's point b in the front tile.
Evaluator::Fate Evaluator::settle_point(InFlight& f, const engines::BatchView& view, std::int64_t p,
                                        std::int64_t b, const Judgement& judgement) const {
  Evaluation& e = *f.evaluation;
  const Tile& tile = f.tiles.front();
  const bool gave_up = failed(view, b);
  if (!gave_up && !judgement.diverged && judgement.changed && tile.attempt < most_attempts &&
      !spec_.cutoff_exact)
    return Fate::stricter;

  e.change[p] = std::max(e.change[p], judgement.change);
  if (f.batch.method == Method::fock) {
    e.cutoff[p] = std::max(e.cutoff[p], view.cutoff[b]);
    e.tail[p] = std::max(e.tail[p], view.tail[b]);
  }
  // A block that gave up, and nothing says how far off it is.
  if (gave_up && !judgement.changed && !tile.faint)
    e.change[p] = std::numeric_limits<double>::infinity();
  if (gave_up || !judgement.acceptable()) {
    give_up(f, tile, p, gave_up || !judgement.diverged ? Status::not_converged : Status::diverged);
    if (!tile.faint) return Fate::done;
  }
  if (e.status[p] != Status::good && e.status[p] != Status::below_precision) {
    e.fail(p, e.status[p]);  // in a tile of other times
    return Fate::done;
  }
  if (judgement.imprecise) e.status[p] = Status::below_precision;

  // Once all its times are there: how a point is divided over them must not show.
  if (tile.to < e.n_times || !f.photon_scales.noted(p)) return Fate::done;
  const Task& task = *e.tasks[p];
  const double kappa = task.point.parameters.model.kappa;
  const PhotonScales::Use use{.decay = in_laboratory(task) ? 0.0 : kappa,
                              .everywhere = divided_over_time(task.work)};
  const auto times = std::span(e.times).subspan(static_cast<std::size_t>(p * e.n_times),
                                                static_cast<std::size_t>(e.n_times));
  if (f.photon_scales.lower(p, times, f.batch.limits.change, use)) return Fate::fainter;
  e.status[p] = Status::below_precision;
  return Fate::done;
}

/// Takes the front tile off. Points of which a quantity still changed with the cutoff come back
/// with stricter limits for their blocks, a few times; those that lack values for fewer photons
/// than their moments were solved for, for these values alone.
void Evaluator::settle(InFlight& f, const engines::BatchView& view,
                       const std::vector<Judgement>& judgements) {
  const Tile tile = f.tiles.front();
  std::map<Fate, std::vector<std::int64_t>> points;
  for (std::int64_t i = tile.first; i < tile.last; ++i) {
    const std::int64_t p = f.order[i];
    const std::int64_t b = i - tile.first;
    points[settle_point(f, view, p, b, judgements[b])].push_back(p);
  }
  f.tiles.pop_front();

  std::int64_t first = tile.first;
  for (const auto& [fate, those] : points) {
    std::copy(those.begin(), those.end(), f.order.begin() + first);
    const std::int64_t last = first + static_cast<std::int64_t>(those.size());
    if (fate != Fate::done) {
      std::deque<Tile> again = tiles_of(f, first, last);
      for (Tile& part : again) {
        part.attempt = tile.attempt + (fate == Fate::stricter ? 1 : 0);
        part.faint = tile.faint || fate == Fate::fainter;
      }
      f.tiles.insert(f.tiles.begin(), again.begin(), again.end());
    }
    first = last;
  }
}

}  // namespace pairtwist
