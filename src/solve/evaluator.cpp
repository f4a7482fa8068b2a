#include "solve/evaluator.hpp"

#include <omp.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "engines/run_tasks.hpp"
#include "pairtwist/error.hpp"
#include "plan/batches.hpp"

namespace pairtwist {
namespace {

/// Of solve.tolerance, for a block's integration: errors of many blocks and steps add up, and
/// Mandel Q and g2 divide by a small <n>.
constexpr double integration_share = 0.01;

/// Of solve.tolerance, for what a block's values may change with its cutoff before the quantities
/// themselves are compared.
constexpr double change_share = 0.1;

/// How often a point comes back with limits a hundred times stricter.
constexpr int most_attempts = 3;

/// Beyond, steps would be refused for their rounding.
constexpr double least_tolerance = 1e-16;

/// Photon numbers below are not told from none.
constexpr double fewest_photons = 1e-70;

/// The scale to solve for next, when `photons` were found on average with the present one.
double smaller_scale(double photons, double scale, double change) {
  // What was found may be that wrong.
  const double noise = 2.0 * std::min(change, 1e-6) * scale;
  return std::max(0.5 * photons, noise);
}

}  // namespace

std::deque<Evaluator::Tile> Evaluator::tiles_of(const InFlight& f) const {
  const Evaluation& evaluation = *f.evaluation;
  const auto task = [&](std::int64_t i) -> const Task& { return *evaluation.tasks[f.order[i]]; };
  std::deque<Tile> tiles;
  std::int64_t filled = 0;
  for (std::int64_t i = 0; i < evaluation.size(); ++i) {
    const std::int64_t per_time = bytes_per_time(task(i).work);
    const std::int64_t needed = per_time * evaluation.n_times;
    const bool same_method = i > 0 && task(i).work.method == task(i - 1).work.method;
    if (!tiles.empty() && same_method && filled + needed <= slot_budget_) {
      tiles.back().last = i + 1;
      filled += needed;
      continue;
    }
    const std::int64_t times_that_fit =
        divided_over_time(task(i).work)
            ? std::max<std::int64_t>(slot_budget_ / std::max<std::int64_t>(per_time, 1), 1)
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
    return evaluation.tasks[a]->work.method < evaluation.tasks[b]->work.method;
  });
  f.photon_scale.assign(evaluation.tasks.size(), 1.0);
  f.tiles = tiles_of(f);
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
              f.photon_scale[p],
              {.moving = task.work.moving_frame, .light = task.work.light.get()});
    batch.want_coherence |= task.work.demand.coherences() && !tile.only_photons;
    batch.want_extended |= task.work.demand.extended && !tile.only_photons;
    batch.want_photons |= task.work.demand.photons;
    if (task.work.demand.distribution) batch.distribution_levels = task.work.photon_numbers;
  }
  return batch;
}

void Evaluator::submit_front(int slot) {
  InFlight& f = in_flight_[slot];
  while (!f.tiles.empty()) {
    const Evaluation& e = *f.evaluation;
    const Tile tile = f.tiles.front();
    f.batch = batch_of(f, tile);
    try {
      backend_.submit(slot, f.batch);
      return;
    } catch (const OutOfMemory&) {
      f.tiles.pop_front();
      const std::int64_t points = tile.last - tile.first;
      const std::int64_t times = tile.to - tile.from;
      if (points > 1) {
        const std::int64_t middle = tile.first + points / 2;
        Tile half = tile;
        half.first = middle;
        f.tiles.push_front(half);
        half = tile;
        half.last = middle;
        f.tiles.push_front(half);
      } else if (times > 1 && divided_over_time(e.tasks[f.order[tile.first]]->work)) {
        const std::int64_t middle = tile.from + times / 2;
        Tile half = tile;
        half.from = middle;
        f.tiles.push_front(half);
        half = tile;
        half.to = middle;
        f.tiles.push_front(half);
      } else {
        f.evaluation->fail(f.order[tile.first], Status::out_of_memory);
      }
    }
  }
}

/// Of each state of the front tile: point by point, time after time.
std::vector<Judgement> Evaluator::reduce(const InFlight& f, const engines::BatchView& view) const {
  Evaluation& e = *f.evaluation;
  const Tile& tile = f.tiles.front();
  const engines::Batch& batch = f.batch;
  const bool exact = batch.method == Method::closed_form;
  std::vector<Judgement> judgements(static_cast<std::size_t>(batch.size() * batch.n_times));
  const auto states = static_cast<std::int64_t>(judgements.size());
  std::exception_ptr failure;
  constexpr std::int64_t chunk = 16;
  const int team = engines::threads_for(
      batch.n_times * (batch.total_sectors() + batch.total_pairs()) + states, threads_);
#pragma omp parallel for schedule(dynamic, chunk) num_threads(team)
  for (std::int64_t i = 0; i < states; ++i) {
    if (stopped()) continue;
    const std::int64_t b = i / batch.n_times;
    const std::int64_t k = i % batch.n_times;
    const std::int64_t p = f.order[tile.first + b];
    try {
      judgements[i] =
          reduce_state({batch, view, b, k, exact ? 0.0 : f.photon_scale[p]}, *e.tasks[p],
                       e.quantities, spec_.tolerance, tile.only_photons, e.at(p, tile.from + k));
    } catch (...) {
#pragma omp critical(pairtwist_reduction_failure)
      failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
  return judgements;
}

void Evaluator::reduce_front(int slot) {
  InFlight& f = in_flight_[slot];
  const engines::BatchView view = backend_.wait(slot);
  // Without it coherent blocks would be taken for granted.
  if (f.batch.distribution_levels > 0 && view.distribution == nullptr)
    throw std::logic_error("the backend gave no distribution of the photon number");
  const std::vector<Judgement> judgements = reduce(f, view);
  if (stopped())
    throw Interrupted("interrupted; nothing was kept, the same command starts the scan again");
  settle(f, view, judgements);
}

/// Of point p, solved as the batch's point b, what does not depend on what becomes of it.
void Evaluator::record(const InFlight& f, const engines::BatchView& view, std::int64_t b,
                       std::int64_t p, const Judgement& judgement) {
  Evaluation& e = *f.evaluation;
  e.change[p] = std::max(e.change[p], judgement.change);
  if (f.batch.method == Method::fock) {
    e.cutoff[p] = std::max(e.cutoff[p], view.cutoff[b]);
    e.tail[p] = std::max(e.tail[p], view.tail[b]);
  }
  if (judgement.imprecise && e.status[p] == Status::good) e.status[p] = Status::below_precision;
}

/// Takes the front tile off. Points of which a quantity still changed with the cutoff come back
/// with stricter limits for their blocks, a few times; those that lack values for fewer photons
/// than their moments were solved for, with their photons alone.
void Evaluator::settle(InFlight& f, const engines::BatchView& view,
                       const std::vector<Judgement>& judgements) {
  Evaluation& e = *f.evaluation;
  const Tile tile = f.tiles.front();
  f.tiles.pop_front();
  std::vector<std::int64_t> done, faint, unsettled;
  for (std::int64_t i = tile.first; i < tile.last; ++i) {
    const std::int64_t p = f.order[i];
    const std::int64_t b = i - tile.first;
    Judgement judgement;
    for (std::int64_t k = 0; k < f.batch.n_times; ++k)
      judgement |= judgements[b * f.batch.n_times + k];
    const bool failed = view.failed != nullptr && view.failed[b] != 0;
    const bool solved = !failed && !judgement.diverged;
    const bool changed = judgement.change > 1.0;
    const double smaller =
        smaller_scale(judgement.photons, f.photon_scale[p], f.batch.limits.change);
    const bool for_fewer = solved && judgement.few_photons && smaller > fewest_photons;
    if (for_fewer) f.photon_scale[p] = smaller;
    if (solved && changed && tile.attempt < most_attempts && !spec_.cutoff_exact) {
      unsettled.push_back(p);
      continue;
    }
    record(f, view, b, p, judgement);
    if (for_fewer && !changed) {
      faint.push_back(p);
      continue;
    }
    done.push_back(p);
    if (failed || (solved && changed)) {
      e.fail(p, Status::not_converged);
      // A block that gave up says nothing of how far off it is.
      if (failed && !changed) e.change[p] = std::numeric_limits<double>::infinity();
    } else if (judgement.diverged) {
      e.fail(p, Status::diverged);
    } else if (e.status[p] != Status::good && e.status[p] != Status::below_precision) {
      e.fail(p, e.status[p]);  // in a tile of other times
    } else if (judgement.few_photons) {
      e.status[p] = Status::below_precision;
    }
  }

  auto place = [&, next = tile.first](const std::vector<std::int64_t>& points) mutable {
    Tile part = tile;
    part.first = next;
    std::copy(points.begin(), points.end(), f.order.begin() + next);
    next += static_cast<std::int64_t>(points.size());
    part.last = next;
    return part;
  };
  place(done);
  Tile again = place(faint);
  again.only_photons = true;
  Tile stricter = place(unsettled);
  ++stricter.attempt;
  for (const Tile& part : {stricter, again})
    if (part.first < part.last) f.tiles.push_front(part);
}

}  // namespace pairtwist
