#include "solve/evaluator.hpp"

#include <omp.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <numeric>

#include "engines/run_tasks.hpp"
#include "plan/batches.hpp"

namespace pairtwist {
namespace {

/// Of solve.tolerance, for a block's integration: errors of many blocks and steps add up, and
/// Mandel Q and g2 divide by a small <n>.
constexpr double share_of_tolerance = 0.01;

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
    for (const Quantity* quantity : quantities)
      width += values_of(*quantity, task->work.start->dim());
    point_offset.push_back(point_offset.back() + width);
  }
  values.assign(static_cast<std::size_t>(n_times * point_offset.back()), not_a_number);
  status.assign(tasks.size(), Status::good);
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
        std::max<std::int64_t>(slot_budget_ / std::max<std::int64_t>(per_time, 1), 1);
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
    f.tiles.pop_front();
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

void Evaluator::submit_front(int slot) {
  InFlight& f = in_flight_[slot];
  while (!f.tiles.empty()) {
    const Evaluation& e = *f.evaluation;
    const Tile tile = f.tiles.front();
    f.batch = {};
    f.batch.n_times = tile.to - tile.from;
    f.batch.method = e.tasks[f.order[tile.first]]->work.method;
    f.batch.tolerance = share_of_tolerance * tolerance_;
    f.batch.want_coherence = false;
    for (std::int64_t i = tile.first; i < tile.last; ++i) {
      const std::int64_t p = f.order[i];
      const Task& task = *e.tasks[p];
      f.batch.add(task.point, task.work.pairs,
                  std::span(e.times).subspan(static_cast<std::size_t>(p * e.n_times + tile.from),
                                             static_cast<std::size_t>(f.batch.n_times)));
      f.batch.want_coherence |= task.work.demand.coherences();
      f.batch.want_extended |= task.work.demand.extended;
      f.batch.want_photons |= task.work.demand.photons;
    }
    try {
      backend_.submit(slot, f.batch);
      return;
    } catch (const OutOfMemory&) {
      f.tiles.pop_front();
      const std::int64_t points = tile.last - tile.first;
      const std::int64_t times = tile.to - tile.from;
      if (points > 1) {
        const std::int64_t middle = tile.first + points / 2;
        f.tiles.push_front({middle, tile.last, tile.from, tile.to});
        f.tiles.push_front({tile.first, middle, tile.from, tile.to});
      } else if (times > 1) {
        const std::int64_t middle = tile.from + times / 2;
        f.tiles.push_front({tile.first, tile.last, middle, tile.to});
        f.tiles.push_front({tile.first, tile.last, tile.from, middle});
      } else {
        fail(*f.evaluation, f.order[tile.first], Status::out_of_memory);
      }
    }
  }
}

void Evaluator::reduce_front(int slot) {
  InFlight& f = in_flight_[slot];
  Evaluation& e = *f.evaluation;
  const Tile tile = f.tiles.front();
  const engines::Batch& batch = f.batch;
  const engines::BatchView view = backend_.wait(slot);
  const std::int64_t times = tile.to - tile.from;
  std::exception_ptr failure;

  const std::int64_t states = batch.size() * times;
  constexpr std::int64_t chunk = 16;
  const int team = engines::threads_for(
      times * (batch.total_sectors() + batch.total_pairs()) + states, threads_);
#pragma omp parallel for schedule(dynamic, chunk) num_threads(team)
  for (std::int64_t i = 0; i < states; ++i) {
    const std::int64_t b = i / times;
    const std::int64_t k = i % times;
    const std::int64_t p = f.order[tile.first + b];
    const Task& task = *e.tasks[p];
    const std::int64_t pair = k * batch.total_pairs() + batch.pair_offset[b];
    const std::int64_t sector = k * batch.total_sectors() + batch.sector_offset[b];
    const auto* coherence = batch.want_coherence ? view.coherence + pair : nullptr;
    const auto* photons = batch.want_photons ? view.photons + sector : nullptr;
    const AtomicState state(task.point, *task.work.start, task.work.pairs,
                            batch.times[b * times + k], coherence,
                            batch.want_extended ? view.extended + pair : nullptr, photons);
    std::span<double> row = e.at(p, tile.from + k);
    bool overflow = false;
    try {
      for (const Quantity* quantity : e.quantities) {
        const auto width = static_cast<std::size_t>(values_of(*quantity, task.work.start->dim()));
        const std::span<double> values = row.first(width);
        const Trust trust = quantity->evaluate(state, values);
        row = row.subspan(width);
        if (overflowed(*quantity, values)) overflow = true;
        if (trust != Trust::below_precision) continue;
#pragma omp critical(pairtwist_status)
        if (e.status[p] == Status::good) e.status[p] = Status::below_precision;
      }
      const bool finite =
          (coherence == nullptr || all_finite(coherence, task.work.pairs.count())) &&
          (photons == nullptr || all_finite(photons, task.work.pairs.sectors));
      if (!finite || overflow) {
#pragma omp critical(pairtwist_status)
        e.status[p] = Status::diverged;
      }
    } catch (...) {
#pragma omp critical(pairtwist_status)
      failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
  for (std::int64_t i = tile.first; i < tile.last; ++i) {
    const std::int64_t p = f.order[i];
    if (view.failed != nullptr && view.failed[i - tile.first] != 0)
      e.status[p] = Status::not_converged;
    if (e.status[p] != Status::good && e.status[p] != Status::below_precision)
      fail(e, p, e.status[p]);
  }
}

}  // namespace pairtwist
