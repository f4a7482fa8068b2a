// SPDX-License-Identifier: BSD-3-Clause
// From a solved batch to the values of its quantities.
#include <algorithm>
#include <stdexcept>

#include "engines/run_tasks.hpp"
#include "pairtwist/error.hpp"
#include "solve/evaluator.hpp"
#include "solve/kept_means.hpp"
#include "solve/photon_rounding.hpp"

namespace pairtwist {
namespace {

void tell_of_evaluation(void* meter, double cost) {
  static_cast<WorkMeter*>(meter)->evaluate(cost);
}

}  // namespace

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
  const std::int64_t length =
      engines::stretch_of_task(batch.size(), batch.n_times, batch.total_pairs(), threads_);
  const std::int64_t parts = (batch.n_times + length - 1) / length;
  const std::int64_t states = batch.size() * batch.n_times;
  const std::int64_t values =
      batch.n_times * batch.total_pairs() * (batch.want_coherence || batch.want_extended ? 1 : 0);
  const double evaluation = batch.evaluation / static_cast<double>(batch.size() * parts);
  if (meter_ != nullptr) meter_->begin_evaluation(batch.evaluation);
  struct Nothing {};
  engines::run_tasks<Nothing>(
      batch.size() * parts, engines::threads_for(values + 8 * states, threads_), batch.stop,
      [&](std::int64_t task, Nothing&) {
        const std::int64_t b = task / parts;
        const std::int64_t first = task % parts * length;
        const Judgement judgement = reduce_part(f,
                                                {.batch = batch,
                                                 .view = view,
                                                 .b = b,
                                                 .first = first,
                                                 .count = std::min(length, batch.n_times - first),
                                                 .photon_rounding = roundings[b]},
                                                evaluation);
        if (parts == 1) {
          judgements[b] = judgement;
        } else {
#pragma omp critical(pairtwist_judgement)
          judgements[b] |= judgement;
        }
      });
  return judgements;
}

Judgement Evaluator::reduce_part(InFlight& f, const SolvedStretch& stretch, double cost) const {
  Evaluation& e = *f.evaluation;
  const Tile& tile = f.tiles.front();
  const std::int64_t p = f.order[tile.first + stretch.b];
  const auto from = static_cast<std::size_t>(tile.from + stretch.first);
  const auto count = static_cast<std::size_t>(stretch.count);
  std::vector<Destination> destinations;
  for (std::size_t q = 0; q < e.quantities.size(); ++q) {
    if (tile.faint && !e.quantities[q]->over_photon_number) continue;
    if (tile.light_alone && e.quantities[q]->demand(e.tasks[p]->point).coherences()) continue;
    const auto width = static_cast<std::size_t>(e.width(p, q));
    const std::span<double> at_least = e.at_least_of(p, q);
    const std::span<double> at_most = e.at_most_of(p, q);
    const std::span<double> errors = e.errors_of(p, q);
    const std::span<double> divisors = e.divisors_of(p, q);
    destinations.push_back(
        {.quantity = e.quantities[q],
         .width = width,
         .values = e.of(p, q).subspan(from * width, count * width),
         .states = e.states_of(p, q).subspan(from, count),
         .at_least = at_least.empty() ? at_least : at_least.subspan(from, count),
         .at_most = at_most.empty() ? at_most : at_most.subspan(from, count),
         .errors = errors.empty() ? errors : errors.subspan(from * width, count * width),
         .divisors = divisors.empty() ? divisors : divisors.subspan(from, count)});
  }
  engines::Telling telling{meter_ != nullptr ? tell_of_evaluation : nullptr, meter_, cost};
  const Measure measure{.tolerance = spec_.tolerance,
                        .strictest = tile.strictest,
                        .gave_up = stretch.view.gave_up(stretch.b),
                        .telling = &telling};
  Judgement judgement = reduce_stretch(stretch, *e.tasks[p], destinations, measure);
  telling.reached(1.0);
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

}  // namespace pairtwist
