#include "solve/reduction.hpp"

#include <algorithm>
#include <cmath>
#include <complex>

#include "observables/atomic_state.hpp"
#include "observables/formulas.hpp"
#include "plan/batches.hpp"
#include "solve/photon_scales.hpp"

namespace pairtwist {
namespace {

/// The one place where values are looked at that are no numbers, of all methods and quantities:
/// where a formula does not call its value undefined, one that is infinite is beyond double
/// precision, and so is what a closed approximation makes of such numbers; any other was lost, with
/// a phase for example (physics::expi).
void look_at_values(const Quantity& quantity, std::span<const double> values, Trust trust,
                    Judgement& judgement) {
  judgement.imprecise |= trust == Trust::below_precision;
  if (trust != Trust::good) return;
  for (const double value : values) {
    if (std::isfinite(value)) continue;
    const bool beyond = std::isinf(value) || quantity.closed_approximation;
    (beyond ? judgement.diverged : judgement.imprecise) = true;
  }
}

/// Over the tolerance times the scale or, where they are larger, the values; undefined and infinite
/// values do not count, unless it is rounding that decides whether there are photons to divide by.
double largest_change(const Quantity& quantity, std::span<const double> now,
                      std::span<const double> before, double scale, double tolerance) {
  double largest = 0.0;
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (!std::isfinite(now[i])) continue;
    if (std::isfinite(before[i]))
      largest = std::max(
          largest, std::abs(now[i] - before[i]) / (tolerance * std::max(scale, std::abs(now[i]))));
    else if (quantity.over_photon_number)
      largest = std::numeric_limits<double>::infinity();
  }
  return largest;
}

/// What the formulas read of a stretch: its solution, or with `before` the one at the cutoff
/// before, for comparison with whatever it is worth.
class StretchReader {
 public:
  StretchReader(const SolvedStretch& stretch, const Task& task, double tolerance)
      : s_(stretch), task_(task), tolerance_(tolerance), places_(stretch.batch.want_sums) {}

  SumSeries series(bool before) const {
    const engines::Batch& batch = s_.batch;
    const double* sums = before ? s_.view.sums_before : s_.view.sums;
    const bool exact = before || batch.method == Method::closed_form;
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
                before || s_.photon_rounding.empty()
                    ? std::span<const PhotonRounding>{}
                    : s_.photon_rounding.subspan(static_cast<std::size_t>(s_.first), count),
            .tolerance = before ? 0.0 : tolerance_,
            .coherence_error = error()};
  }

  AtomicState state(std::int64_t k, bool before) const {
    const engines::Batch& batch = s_.batch;
    const engines::BatchView& view = s_.view;
    const std::int64_t time = s_.first + k;
    const std::int64_t pair = time * batch.total_pairs() + batch.pair_offset[s_.b];
    const std::int64_t sector = time * batch.total_sectors() + batch.sector_offset[s_.b];
    const std::int64_t levels = batch.distribution_levels;
    const auto at = [](const auto* now, const auto* then, bool wanted, std::int64_t offset,
                       bool of_before) {
      const auto* chosen = of_before ? then : now;
      return wanted ? chosen + offset : nullptr;
    };
    return {
        task_.point,
        *task_.work.start,
        task_.work.pairs,
        batch.times[s_.b * batch.n_times + time],
        {.coherence = at(view.coherence, view.coherence_before, batch.want_coherence, pair, before),
         .extended = batch.want_extended ? view.extended + pair : nullptr,
         .bell = view.bell != nullptr ? view.bell + s_.b * batch.n_times + time : nullptr,
         .photons = at(view.photons, view.photons_before, batch.want_photons, sector, before),
         .distribution =
             at(view.distribution, view.distribution_before, levels > 0, sector * levels, before),
         .levels = levels,
         .coherence_error = error(),
         .tolerance = tolerance_}};
  }

 private:
  std::size_t first() const { return static_cast<std::size_t>(s_.b * s_.batch.n_times + s_.first); }
  double error() const {
    return s_.batch.method == Method::closed_form ? 0.0 : s_.batch.limits.change;
  }

  const SolvedStretch& s_;
  const Task& task_;
  double tolerance_;
  SumPlaces places_;
};

/// Nothing to say of any time: what nearly all stretches come to.
bool all_good(std::span<const double> values, std::span<const Trust> trust) {
  double sum = 0.0;  // infinite or not a number if one of the values is
  for (const double value : values) sum += value * 0.0;
  bool good = sum == 0.0;
  for (const Trust each : trust) good &= each == Trust::good;
  return good;
}

void evaluate(const StretchReader& reader, const SumSeries& series, const Destination& to,
              const Demand& demand, bool before, std::span<double> values, std::span<Trust> trust) {
  std::fill(trust.begin(), trust.end(), Trust::good);
  if (to.quantity->by_sums(demand)) {
    to.quantity->of_sums(series, values, trust);
    return;
  }
  for (std::size_t k = 0; k < trust.size(); ++k)
    trust[k] = to.quantity->of_state(reader.state(static_cast<std::int64_t>(k), before),
                                     values.subspan(k * to.width, to.width));
}

}  // namespace

Judgement& Judgement::operator|=(const Judgement& other) {
  change = std::max(change, other.change);
  changed |= other.changed;
  diverged |= other.diverged;
  imprecise |= other.imprecise;
  return *this;
}

std::vector<Judgement> reduce_stretch(const SolvedStretch& stretch, const Task& task,
                                      std::span<const Destination> destinations, double tolerance,
                                      std::span<const char> wanted) {
  const StretchReader reader(stretch, task, tolerance);
  const SumSeries series = reader.series(false);
  const bool compares = stretch.batch.method == Method::fock;
  const auto count = static_cast<std::size_t>(stretch.count);
  std::vector<Judgement> judgements;
  std::vector<Trust> trust(count), ignored;
  std::vector<double> found, before;
  for (const Destination& to : destinations) {
    const Quantity& quantity = *to.quantity;
    if (!wanted.empty() && !quantity.over_photon_number) continue;
    const Demand demand = quantity.demand(task.point);
    std::span<double> values = to.values;
    if (!wanted.empty()) {
      found.resize(values.size());
      values = found;
    }
    evaluate(reader, series, to, demand, false, values, trust);
    if (!compares && wanted.empty() && all_good(values, trust)) continue;
    judgements.resize(count);
    if (compares) {
      ignored.resize(count);
      before.resize(values.size());
      evaluate(reader, reader.series(true), to, demand, true, before, ignored);
    }
    const double scale = scale_of(quantity.scale, task.work.start->atoms);
    for (std::size_t k = 0; k < count; ++k) {
      if (!wanted.empty() && wanted[k] == 0) continue;
      Judgement& judgement = judgements[k];
      const auto now = values.subspan(k * to.width, to.width);
      look_at_values(quantity, now, trust[k], judgement);
      if (compares)
        judgement.change = std::max(
            judgement.change,
            largest_change(quantity, now, std::span(before).subspan(k * to.width, to.width), scale,
                           tolerance));
      if (trust[k] == Trust::few_photons) judgement.photons = std::abs(series.sum(photon_mean, k));
      if (!wanted.empty())
        std::copy(now.begin(), now.end(),
                  to.values.begin() + static_cast<std::ptrdiff_t>(k * to.width));
    }
  }
  for (std::size_t k = 0; k < judgements.size(); ++k) {
    Judgement& judgement = judgements[k];
    judgement.changed = judgement.change > 1.0;
    if (std::isinf(judgement.photons)) continue;
    const double scale =
        smaller_scale(judgement.photons, series.photon_scales[k], stretch.batch.limits.change);
    // No scale wins back what rounding has taken, and cutoffs would grow on it.
    if (formulas::lost_to_rounding(series, k, 2.0 * scale)) {
      judgement.imprecise = true;
      judgement.photons = std::numeric_limits<double>::infinity();
    }
  }
  return judgements;
}

}  // namespace pairtwist
