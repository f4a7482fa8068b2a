// SPDX-License-Identifier: BSD-3-Clause
#include "solve/stretch_reader.hpp"

#include <algorithm>

#include "observables/counting.hpp"
#include "solve/strictness.hpp"

namespace pairtwist {

StretchReader::StretchReader(const SolvedStretch& stretch, const Task& task,
                             std::span<const Destination> destinations, const Measure& measure)
    : s_(stretch), task_(task), tolerance_(measure.tolerance), places_(stretch.batch.want_sums) {
  // The closed form in double is good enough for whatever is not a quotient of small numbers.
  const engines::Batch& batch = stretch.batch;
  const bool over_photon_numbers = std::any_of(
      destinations.begin(), destinations.end(),
      [&](const Destination& to) { return to.quantity->demand(task.point).distribution; });
  if (traits(batch.method).gaussian_blocks && over_photon_numbers)
    light_ = light_axes(
        task, std::span(batch.times).subspan(first(), static_cast<std::size_t>(stretch.count)));
  const bool of_small_numbers =
      std::any_of(destinations.begin(), destinations.end(),
                  [](const Destination& to) { return to.quantity->of_small_numbers; });
  if (traits(batch.method).exact && !of_small_numbers) return;
  errors_ = errors_at(batch.tolerance);
  if (!measure.strictest) least_ = errors_at(least_tolerance);
}

double StretchReader::gain(std::size_t k) const {
  if (errors_.empty()) return 1.0;
  // The closed form would be solved in double-double.
  const double least = s_.batch.in_double ? 0.0 : least_[k].of_one();
  return least / errors_[k].of_one();
}

Solution StretchReader::now() const {
  const engines::BatchView& view = s_.view;
  return {view.sums, view.coherence, view.counted, view.distribution, view.density};
}

Solution StretchReader::before() const {
  const engines::BatchView& view = s_.view;
  return {.sums = view.sums_before,
          .coherence = view.coherence_before,
          .counted = view.counted_before,
          .distribution = view.distribution_before,
          .density = view.density_before,
          .reported = false};
}

Solution StretchReader::without(std::int64_t group) const {
  const engines::Batch& batch = s_.batch;
  const std::int64_t states = group * batch.size() * batch.n_times;
  Solution solution = now();
  solution.sums = s_.view.sums_without + states * places_.count;
  solution.distribution = s_.view.distribution_without + states * batch.distribution_levels;
  solution.density = s_.view.density_without + group * batch.n_times * batch.total_density();
  return solution;
}

SumSeries StretchReader::series(const Solution& solution) const {
  const engines::Batch& batch = s_.batch;
  const double* sums = solution.sums;
  const bool exact = !solution.reported || !traits(batch.method).faint_light;
  const std::size_t count = static_cast<std::size_t>(s_.count);
  return {.point = &task_.point,
          .start = task_.work.start.get(),
          .times = std::span(batch.times).subspan(first(), count),
          .sums = sums + places_.count * s_.b * batch.n_times + s_.first,
          .stride = static_cast<std::size_t>(batch.n_times),
          .places = places_,
          .photon_scales = exact ? std::span<const double>{}
                                 : std::span(batch.photon_scales).subspan(first(), count),
          .photon_rounding =
              !solution.reported || s_.photon_rounding.empty()
                  ? std::span<const PhotonRounding>{}
                  : s_.photon_rounding.subspan(static_cast<std::size_t>(s_.first), count),
          .tolerance = solution.reported ? tolerance_ : 0.0,
          .coherence_errors = errors_,
          .blocks = traits(batch.method).blocks};
}

AtomicState StretchReader::state(std::int64_t k, const Solution& solution) const {
  const engines::Batch& batch = s_.batch;
  const engines::BatchView& view = s_.view;
  const std::int64_t time = s_.first + k;
  const std::int64_t pair = time * batch.total_pairs() + batch.pair_offset[s_.b];
  const std::int64_t sector = time * batch.total_sectors() + batch.sector_offset[s_.b];
  const std::int64_t levels = batch.distribution_levels;
  const std::int64_t angles = batch.counts() ? task_.work.tables.counting->angles() : 0;
  const auto at = [](const auto* array, bool wanted, std::int64_t offset) {
    return wanted ? array + offset : nullptr;
  };
  return {task_.point,
          *task_.work.start,
          task_.work.pairs,
          batch.times[s_.b * batch.n_times + time],
          {.coherence = at(solution.coherence, batch.want_coherence, pair),
           .extended = batch.want_extended ? view.extended + pair : nullptr,
           .counted = at(solution.counted, batch.counts(), (s_.b * batch.n_times + time) * angles),
           .distribution = at(solution.distribution, levels > 0, sector * levels),
           .levels = levels,
           .blocks = traits(batch.method).blocks,
           .density = at(solution.density, batch.want_coherence && batch.total_density() > 0,
                         time * batch.total_density() + batch.density_offset[s_.b]),
           .coherence_error = errors_.empty() ? CoherenceError{} : errors_[k],
           .tolerance = tolerance_,
           .light = at(light_.data(), !light_.empty(), k * task_.work.start->sector_count())},
          &task_.work.tables};
}

std::vector<CoherenceError> StretchReader::errors_at(double tolerance) const {
  if (s_.view.state_rounding != nullptr)
    return {static_cast<std::size_t>(s_.count),
            CoherenceError{.absolute = tolerance + s_.view.state_rounding[s_.b]}};
  const std::int32_t levels = s_.view.cutoff != nullptr ? s_.view.cutoff[s_.b] : 0;
  return coherence_errors(s_.batch, s_.b, task_, s_.first, s_.count, tolerance, levels);
}

}  // namespace pairtwist
