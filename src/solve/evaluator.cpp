#include "solve/evaluator.hpp"

#include <omp.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>

#include "plan/batches.hpp"

namespace pairtwist {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

void fail(Evaluation& evaluation, std::int64_t p, Status status) {
  evaluation.status[p] = status;
  for (std::int64_t k = 0; k < evaluation.n_times; ++k) {
    const auto row = evaluation.at(p, k);
    std::fill(row.begin(), row.end(), not_a_number);
  }
}

bool all_finite(const std::complex<double>* values, std::int64_t count) {
  return std::all_of(values, values + count, [](const std::complex<double>& v) {
    return std::isfinite(v.real()) && std::isfinite(v.imag());
  });
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

std::deque<Evaluator::Tile> Evaluator::tiles_of(const Evaluation& evaluation) const {
  std::deque<Tile> tiles;
  std::int64_t filled = 0;
  for (std::int64_t p = 0; p < evaluation.size(); ++p) {
    const std::int64_t per_time = bytes_per_time(evaluation.tasks[p]->work);
    const std::int64_t needed = per_time * evaluation.n_times;
    if (!tiles.empty() && filled + needed <= slot_budget_) {
      tiles.back().last = p + 1;
      filled += needed;
      continue;
    }
    const std::int64_t times_that_fit =
        std::max<std::int64_t>(slot_budget_ / std::max<std::int64_t>(per_time, 1), 1);
    for (std::int64_t from = 0; from < evaluation.n_times; from += times_that_fit)
      tiles.push_back({p, p + 1, from, std::min(from + times_that_fit, evaluation.n_times)});
    filled = needed;
  }
  return tiles;
}

void Evaluator::begin(int slot, Evaluation& evaluation) {
  InFlight& f = in_flight_[slot];
  f.evaluation = &evaluation;
  f.tiles = tiles_of(evaluation);
  submit_front(slot);
}

void Evaluator::finish(int slot) {
  InFlight& f = in_flight_[slot];
  while (!f.tiles.empty()) {
    reduce_front(slot);
    f.tiles.pop_front();
    submit_front(slot);
  }
}

void Evaluator::evaluate(int slot, Evaluation& evaluation) {
  begin(slot, evaluation);
  finish(slot);
}

void Evaluator::submit_front(int slot) {
  InFlight& f = in_flight_[slot];
  while (!f.tiles.empty()) {
    const Evaluation& e = *f.evaluation;
    const Tile tile = f.tiles.front();
    f.batch = {};
    f.batch.n_times = tile.to - tile.from;
    f.batch.want_coherence = false;
    for (std::int64_t p = tile.first; p < tile.last; ++p) {
      const Task& task = *e.tasks[p];
      f.batch.add(task.point, task.work.pairs,
                  std::span(e.times).subspan(static_cast<std::size_t>(p * e.n_times + tile.from),
                                             static_cast<std::size_t>(f.batch.n_times)));
      f.batch.want_coherence |= task.work.demand.coherences();
      f.batch.want_extended |= task.work.demand.extended;
      f.batch.want_alpha |= task.work.demand.photons;
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
        fail(*f.evaluation, tile.first, Status::out_of_memory);
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
  const auto team =
      static_cast<int>(std::min<std::int64_t>(threads_, (states + chunk - 1) / chunk));
#pragma omp parallel for schedule(dynamic, chunk) num_threads(team)
  for (std::int64_t i = 0; i < states; ++i) {
    const std::int64_t b = i / times;
    const std::int64_t k = i % times;
    const std::int64_t p = tile.first + b;
    const Task& task = *e.tasks[p];
    const std::int64_t pair = k * batch.total_pairs() + batch.pair_offset[b];
    const std::int64_t sector = k * batch.total_sectors() + batch.sector_offset[b];
    const auto* coherence = batch.want_coherence ? view.coherence + pair : nullptr;
    const auto* alpha = batch.want_alpha ? view.alpha + sector : nullptr;
    const AtomicState state(task.point, *task.work.start, task.work.pairs,
                            batch.times[b * times + k], coherence,
                            batch.want_extended ? view.extended + pair : nullptr, alpha);
    std::span<double> row = e.at(p, tile.from + k);
    try {
      for (const Quantity* quantity : e.quantities) {
        const auto width = static_cast<std::size_t>(values_of(*quantity, task.work.start->dim()));
        const Trust trust = quantity->evaluate(state, row.first(width));
        row = row.subspan(width);
        if (trust != Trust::below_precision) continue;
#pragma omp critical(pairtwist_status)
        if (e.status[p] == Status::good) e.status[p] = Status::below_precision;
      }
      const bool finite =
          (coherence == nullptr || all_finite(coherence, task.work.pairs.count())) &&
          (alpha == nullptr || all_finite(alpha, task.work.pairs.sectors));
      if (!finite) {
#pragma omp critical(pairtwist_status)
        e.status[p] = Status::diverged;
      }
    } catch (...) {
#pragma omp critical(pairtwist_status)
      failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
  for (std::int64_t p = tile.first; p < tile.last; ++p)
    if (e.status[p] == Status::diverged || e.status[p] == Status::out_of_memory)
      fail(e, p, e.status[p]);
}

}  // namespace pairtwist
