#include "solve/evaluator.hpp"

#include <omp.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "engines/run_tasks.hpp"
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

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

void fail(Evaluation& evaluation, std::int64_t p, Status status) {
  evaluation.status[p] = status;
  for (std::int64_t k = 0; k < evaluation.n_times; ++k) {
    const auto row = evaluation.at(p, k);
    std::fill(row.begin(), row.end(), not_a_number);
  }
}

bool is_finite(const std::complex<double>& v) {
  return std::isfinite(v.real()) && std::isfinite(v.imag());
}
bool is_finite(const PhotonMoments& moments) {
  return std::isfinite(moments.number) && std::isfinite(moments.pairs);
}

/// Numbers beyond double precision. NaN is a formula's word for undefined (g2 without photons),
/// -inf that of the Bell correlator for S = 0.
bool overflowed(const Quantity& quantity, std::span<const double> values) {
  return std::any_of(values.begin(), values.end(), [&](double value) {
    if (std::isnan(value)) return quantity.closed_approximation;
    return std::isinf(value) && !(quantity.name == "bell" && value < 0.0);
  });
}

/// Over the tolerance times the scale or, where they are larger, the values; undefined and infinite
/// values do not count.
double largest_change(std::span<const double> now, std::span<const double> before, double scale,
                      double tolerance) {
  double largest = 0.0;
  for (std::size_t i = 0; i < now.size(); ++i)
    if (std::isfinite(now[i]) && std::isfinite(before[i]))
      largest = std::max(
          largest, std::abs(now[i] - before[i]) / (tolerance * std::max(scale, std::abs(now[i]))));
  return largest;
}

template <class T>
bool all_finite(const T* values, std::int64_t count) {
  return std::all_of(values, values + count, [](const T& value) { return is_finite(value); });
}

}  // namespace

std::span<const double> Evaluation::at(std::int64_t p, std::int64_t k) const {
  return std::span(values).subspan(
      static_cast<std::size_t>(n_times * point_offset[p] + k * width(p)),
      static_cast<std::size_t>(width(p)));
}

std::span<double> Evaluation::at(std::int64_t p, std::int64_t k) {
  return std::span(values).subspan(
      static_cast<std::size_t>(n_times * point_offset[p] + k * width(p)),
      static_cast<std::size_t>(width(p)));
}

void Evaluation::prepare() {
  point_offset.assign(1, 0);
  for (const Task* task : tasks) {
    std::int64_t width = 0;
    for (const Quantity* quantity : quantities) width += values_of(*quantity, task->work.sizes());
    point_offset.push_back(point_offset.back() + width);
  }
  values.assign(static_cast<std::size_t>(n_times * point_offset.back()), not_a_number);
  status.assign(tasks.size(), Status::good);
  change.assign(tasks.size(), 0.0);
  cutoff.assign(tasks.size(), 0);
  tail.assign(tasks.size(), 0.0);
}

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
  f.tiles = tiles_of(f);
  submit_front(slot);
}

void Evaluator::finish(int slot) {
  InFlight& f = in_flight_[slot];
  while (!f.tiles.empty()) {
    reduce_front(slot);
    if (!f.tiles.empty() && between_tiles_) between_tiles_();
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
  batch.tolerance = integration_share * spec_.tolerance * std::pow(0.1, tile.attempt);
  batch.limits = {.change = change_share * spec_.tolerance * std::pow(0.01, tile.attempt),
                  .ceiling = static_cast<std::int32_t>(spec_.cutoff.value_or(kLargestCutoff)),
                  .exact = static_cast<std::int32_t>(spec_.cutoff_exact.value_or(0))};
  batch.want_coherence = false;
  for (std::int64_t i = tile.first; i < tile.last; ++i) {
    const std::int64_t p = f.order[i];
    const Task& task = *e.tasks[p];
    batch.add(task.point, task.work.pairs,
              std::span(e.times).subspan(static_cast<std::size_t>(p * e.n_times + tile.from),
                                         static_cast<std::size_t>(batch.n_times)),
              {.moving = task.work.moving_frame, .light = task.work.light.get()});
    batch.want_coherence |= task.work.demand.coherences();
    batch.want_extended |= task.work.demand.extended;
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
        f.tiles.push_front({middle, tile.last, tile.from, tile.to, tile.attempt});
        f.tiles.push_front({tile.first, middle, tile.from, tile.to, tile.attempt});
      } else if (times > 1 && divided_over_time(e.tasks[f.order[tile.first]]->work)) {
        const std::int64_t middle = tile.from + times / 2;
        f.tiles.push_front({tile.first, tile.last, middle, tile.to, tile.attempt});
        f.tiles.push_front({tile.first, tile.last, tile.from, middle, tile.attempt});
      } else {
        fail(*f.evaluation, f.order[tile.first], Status::out_of_memory);
      }
    }
  }
}

/// State i of the tile: point by point, time after time.
void Evaluator::reduce_state(const InFlight& f, const engines::BatchView& view, std::int64_t i,
                             double& change) const {
  Evaluation& e = *f.evaluation;
  const Tile& tile = f.tiles.front();
  const engines::Batch& batch = f.batch;
  const std::int64_t b = i / batch.n_times;
  const std::int64_t k = i % batch.n_times;
  const std::int64_t p = f.order[tile.first + b];
  const Task& task = *e.tasks[p];
  const std::int64_t pair = k * batch.total_pairs() + batch.pair_offset[b];
  const std::int64_t sector = k * batch.total_sectors() + batch.sector_offset[b];
  const std::int64_t levels = batch.distribution_levels;
  const auto state_of = [&](const std::complex<double>* coherence, const PhotonMoments* photons,
                            const double* distribution) {
    return AtomicState(task.point, *task.work.start, task.work.pairs,
                       batch.times[b * batch.n_times + k],
                       batch.want_coherence ? coherence + pair : nullptr,
                       batch.want_extended ? view.extended + pair : nullptr,
                       batch.want_photons ? photons + sector : nullptr,
                       batch.method == Method::closed_form ? 0.0 : batch.limits.change,
                       levels > 0 ? distribution + sector * levels : nullptr, levels);
  };
  const AtomicState state = state_of(view.coherence, view.photons, view.distribution);
  std::span<double> row = e.at(p, tile.from + k);
  bool overflow = false;
  bool imprecise = false;
  for (const Quantity* quantity : e.quantities) {
    const auto width = static_cast<std::size_t>(values_of(*quantity, task.work.sizes()));
    const std::span<double> values = row.first(width);
    imprecise |= quantity->evaluate(state, values) == Trust::below_precision;
    overflow |= overflowed(*quantity, values);
    row = row.subspan(width);
    if (batch.method != Method::fock) continue;
    std::vector<double> before(width);
    quantity->evaluate(
        state_of(view.coherence_before, view.photons_before, view.distribution_before), before);
    const double scale = scale_of(quantity->scale, task.work.start->atoms);
    change = std::max(change, largest_change(values, before, scale, spec_.tolerance));
  }
  const bool finite =
      (!batch.want_coherence || all_finite(view.coherence + pair, task.work.pairs.count())) &&
      (!batch.want_photons || all_finite(view.photons + sector, task.work.pairs.sectors));
  if (finite && !overflow && !imprecise) return;
#pragma omp critical(pairtwist_status)
  {
    if (!finite || overflow)
      e.status[p] = Status::diverged;
    else if (e.status[p] == Status::good)
      e.status[p] = Status::below_precision;
  }
}

void Evaluator::reduce_front(int slot) {
  InFlight& f = in_flight_[slot];
  const engines::BatchView view = backend_.wait(slot);
  const engines::Batch& batch = f.batch;
  // Without it coherent blocks would be taken for granted.
  if (batch.distribution_levels > 0 && view.distribution == nullptr)
    throw std::logic_error("the backend gave no distribution of the photon number");
  const std::int64_t states = batch.size() * batch.n_times;
  std::vector<double> changes(static_cast<std::size_t>(states), 0.0);
  std::exception_ptr failure;
  constexpr std::int64_t chunk = 16;
  const int team = engines::threads_for(
      batch.n_times * (batch.total_sectors() + batch.total_pairs()) + states, threads_);
#pragma omp parallel for schedule(dynamic, chunk) num_threads(team)
  for (std::int64_t i = 0; i < states; ++i) {
    try {
      reduce_state(f, view, i, changes[i]);
    } catch (...) {
#pragma omp critical(pairtwist_status)
      failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
  settle(f, view, changes);
}

/// Takes the front tile off. A point of which a quantity still changed with the cutoff comes back
/// with stricter limits for its blocks, a few times.
void Evaluator::settle(InFlight& f, const engines::BatchView& view,
                       const std::vector<double>& changes) {
  Evaluation& e = *f.evaluation;
  const Tile tile = f.tiles.front();
  f.tiles.pop_front();
  for (std::int64_t i = tile.first; i < tile.last; ++i) {
    const std::int64_t p = f.order[i];
    const std::int64_t b = i - tile.first;
    const auto first = changes.begin() + b * f.batch.n_times;
    const double change = *std::max_element(first, first + f.batch.n_times);
    const bool failed = view.failed != nullptr && view.failed[b] != 0;
    const bool solved = !failed && e.status[p] != Status::diverged;
    if (solved && change > 1.0 && tile.attempt < most_attempts && !spec_.cutoff_exact) {
      f.tiles.push_front({i, i + 1, tile.from, tile.to, tile.attempt + 1});
      continue;
    }
    e.change[p] = std::max(e.change[p], change);
    if (f.batch.method == Method::fock) {
      e.cutoff[p] = std::max(e.cutoff[p], view.cutoff[b]);
      e.tail[p] = std::max(e.tail[p], view.tail[b]);
    }
    if (failed || (solved && change > 1.0)) e.status[p] = Status::not_converged;
    if (e.status[p] != Status::good && e.status[p] != Status::below_precision)
      fail(e, p, e.status[p]);
  }
}

}  // namespace pairtwist
