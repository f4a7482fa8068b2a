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

class StateReader {
 public:
  StateReader(const SolvedState& state, const Task& task)
      : state_(state),
        task_(task),
        pair_(state.k * state.batch.total_pairs() + state.batch.pair_offset[state.b]),
        sector_(state.k * state.batch.total_sectors() + state.batch.sector_offset[state.b]) {}

  AtomicState now(double tolerance) const {
    return with(state_.view.coherence, state_.view.photons, state_.view.distribution,
                state_.photon_scale, state_.photon_rounding, tolerance);
  }
  /// At the cutoff before, for comparison with whatever it is worth; of the Fock method.
  AtomicState before() const {
    return with(state_.view.coherence_before, state_.view.photons_before,
                state_.view.distribution_before, 0.0, {}, 0.0);
  }

 private:
  AtomicState with(const std::complex<double>* coherence, const PhotonMoments* photons,
                   const double* distribution, double photon_scale, const PhotonRounding& rounding,
                   double tolerance) const {
    const engines::Batch& batch = state_.batch;
    const std::int64_t levels = batch.distribution_levels;
    return {task_.point,
            *task_.work.start,
            task_.work.pairs,
            batch.times[state_.b * batch.n_times + state_.k],
            {.coherence = batch.want_coherence ? coherence + pair_ : nullptr,
             .extended = batch.want_extended ? state_.view.extended + pair_ : nullptr,
             .photons = batch.want_photons ? photons + sector_ : nullptr,
             .distribution = levels > 0 ? distribution + sector_ * levels : nullptr,
             .levels = levels,
             .coherence_error = batch.method == Method::closed_form ? 0.0 : batch.limits.change,
             .photon_scale = photon_scale,
             .photon_rounding = rounding,
             .tolerance = tolerance}};
  }

  const SolvedState& state_;
  const Task& task_;
  std::int64_t pair_;
  std::int64_t sector_;
};

double photons_of(const AtomicState& state) {
  double photons = 0.0;
  find_quantity("photon_number")->evaluate(state, std::span(&photons, 1));
  return std::abs(photons);
}

}  // namespace

Judgement& Judgement::operator|=(const Judgement& other) {
  change = std::max(change, other.change);
  changed |= other.changed;
  diverged |= other.diverged;
  imprecise |= other.imprecise;
  return *this;
}

Judgement reduce_state(const SolvedState& state, const Task& task,
                       const std::vector<const Quantity*>& quantities, double tolerance, bool faint,
                       std::span<double> row) {
  const StateReader reader(state, task);
  const AtomicState now = reader.now(tolerance);
  Judgement judgement;
  bool few_photons = false;
  std::vector<double> before;
  for (const Quantity* quantity : quantities) {
    const auto width = static_cast<std::size_t>(values_of(*quantity, task.work.sizes()));
    const std::span<double> values = row.first(width);
    row = row.subspan(width);
    if (faint && !quantity->over_photon_number) continue;
    const Trust trust = quantity->evaluate(now, values);
    look_at_values(*quantity, values, trust, judgement);
    few_photons |= trust == Trust::few_photons;
    if (state.batch.method != Method::fock) continue;
    before.resize(width);
    quantity->evaluate(reader.before(), before);
    const double scale = scale_of(quantity->scale, task.work.start->atoms);
    judgement.change =
        std::max(judgement.change, largest_change(*quantity, values, before, scale, tolerance));
  }
  judgement.changed = judgement.change > 1.0;
  if (few_photons) {
    const double photons = photons_of(now);
    const double scale = smaller_scale(photons, state.photon_scale, state.batch.limits.change);
    // No scale wins back what rounding has taken, and cutoffs would grow on it.
    if (formulas::lost_to_rounding(now, 2.0 * scale))
      judgement.imprecise = true;
    else
      judgement.photons = photons;
  }
  return judgement;
}

}  // namespace pairtwist
