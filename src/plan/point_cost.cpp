// SPDX-License-Identifier: BSD-3-Clause
#include "plan/point_cost.hpp"

#include <algorithm>
#include <cmath>

#include "model/methods.hpp"
#include "physics/mean_field.hpp"

namespace pairtwist {
namespace {

// Operations, counted in the inner loops of src/physics and src/engines.
constexpr double of_sector_in_double = 40.0;
constexpr double of_pair_in_double = 20.0;
constexpr double of_sector_extended = 1500.0;
constexpr double of_pair_extended = 600.0;
/// Of samples of a Bell sum in double, how many are lost to rounding and had again: measured.
constexpr double bell_again = 0.1;
constexpr double of_gaussian_step = 2400.0;  // twelve stages
constexpr double of_moving_step = 2400.0;    // twelve stages of fields and tables, any levels
constexpr double of_moving_element = 360.0;  // twelve stages
constexpr double of_series_element = 24.0;   // one term
constexpr double of_eigenvalues = 25.0;      // times the cube
/// A block is solved again with a quarter more levels.
constexpr double both_cutoffs = 1.0 + 1.25 * 1.25 * 1.25;
/// Steps of an integrator by which fast a thing turns; what its tolerance adds is not counted.
constexpr double steps_of_turn = 0.5;
constexpr double least_steps = 20.0;
/// Of any point, to be planned, put into a batch and written: 17 us (docs/cluster.md).
constexpr double of_any_point = 3e4;

/// What makes the light of one sector.
struct SectorRates {
  double frequency = 0.0;  ///< |omega_m|
  double field = 0.0;      ///< the largest amplitude that pump and start reach, about
  double driven = 0.0;     ///< the pump's part of it, which loss does not take
  double pump = 0.0;       ///< the largest |eta_m|
  double growing = 0.0;    ///< for what share of the time it grows to that, about
};

SectorRates rates_of(const Point& point, double m) {
  const Model& model = point.parameters.model;
  const Light& light = point.parameters.light;
  SectorRates rates;
  rates.frequency = std::abs(2.0 * model.W0 * m * m - model.detuning);
  const double slow = std::hypot(rates.frequency, 0.5 * model.kappa);
  double filled = light.state == LightState::coherent ? std::abs(light.alpha) : 0.0;
  const double at_start = filled;
  double start = 0.0;
  for (const PumpSegment& segment : point.segments) {
    const double end = std::min(segment.until, point.stop);
    const double pump = std::abs(segment.at(m));
    rates.pump = std::max(rates.pump, pump);
    filled +=
        std::min(pump * std::max(end - start, 0.0), slow > 0.0 ? 2.0 * pump / slow : HUGE_VAL);
    start = std::max(start, end);
  }
  rates.field = filled;
  rates.driven = filled - at_start;
  if (filled > 0.0)
    rates.growing = (1.0 - at_start / filled) * 2.0 / std::max(slow * point.stop, 2.0);
  return rates;
}

/// Photon levels that a block of such light fills, which has so many at the start, or what is left
/// of them.
double levels_of(const Point& point, std::int64_t at_start, double field) {
  const Model& model = point.parameters.model;
  const double start = std::sqrt(static_cast<double>(std::max<std::int64_t>(at_start, 1)));
  double levels =
      field > 0.0 ? physics::filled_levels(0.7 * start + field) : static_cast<double>(at_start);
  if (model.kappa > 0.0 && model.thermal_photons > 0.0)
    levels += 9.2 / std::log1p(1.0 / model.thermal_photons);
  return std::min(levels, static_cast<double>(kLargestCutoff));
}

/// Of the generator on so many levels: the fastest that anything in it turns or decays.
double range_of(const Point& point, const SectorRates& rates, double levels, bool moving) {
  const Model& model = point.parameters.model;
  const double loss = model.kappa * (1.0 + 2.0 * model.thermal_photons);
  const double pump = moving ? 0.0 : 2.0 * rates.pump * std::sqrt(levels);
  return (rates.frequency + loss) * levels + pump +
         (0.5 * std::abs(model.kerr) + model.two_photon_loss) * levels * levels;
}

double of_fock_block(const Point& point, const SectorRates& rates, bool moving,
                     const LightDensity& light) {
  const Model& model = point.parameters.model;
  const double levels = levels_of(point, light.levels, moving ? 0.0 : rates.field);
  const double elements = levels * levels;
  const double turns = range_of(point, rates, levels, moving) * point.stop;
  if (moving) {
    const bool climbs = model.kerr != 0.0 || model.two_photon_loss != 0.0 ||
                        (model.kappa > 0.0 && model.thermal_photons > 0.0);
    // In its own frame light that only decays is solved once.
    return (climbs ? both_cutoffs : 1.0) * (of_moving_step + of_moving_element * elements) *
           (steps_of_turn * turns + least_steps);
  }
  // Levels are left out as the start's light decays: those that it alone fills count for 1/kappa.
  const double early = 1.0 / std::max(model.kappa * point.stop, 1.0);
  const double later = levels_of(point, 1, rates.driven);
  const double turns_later = range_of(point, rates, later, moving) * point.stop;
  return both_cutoffs * of_series_element *
         (elements * (early * turns + least_steps) + (1.0 - early) * later * later * turns_later);
}

double of_gaussian_block(const Point& point, const SectorRates& rates) {
  const double turns = (rates.frequency + point.parameters.model.kappa) * point.stop;
  return of_gaussian_step * (steps_of_turn * turns + least_steps);
}

/// The sector whose cavity the pump is nearest to; one that a pump drives on resonance fills far
/// more levels than others.
double nearest_resonance(const Model& model) {
  const double most = 0.5 * static_cast<double>(model.atoms);
  const double squared = 0.5 * model.detuning / model.W0;
  if (!(squared > 0.0) || std::isinf(squared)) return most;
  return most - std::clamp(std::round(most - std::sqrt(squared)), 0.0, std::floor(most));
}

/// Atoms and light as one state, twice.
double of_joint_state(const Point& point, const PointWork& work, std::int64_t trajectories) {
  const Model& model = point.parameters.model;
  const double m = 0.5 * static_cast<double>(model.atoms);
  SectorRates rates;
  for (const double at : {0.0, 0.5 * m, m, nearest_resonance(model)}) {
    const SectorRates sector = rates_of(point, at);
    rates.frequency = std::max(rates.frequency, sector.frequency);
    rates.pump = std::max(rates.pump, sector.pump);
    if (sector.field > rates.field) {
      rates.field = sector.field;
      rates.growing = sector.growing;
    }
  }
  const double levels = levels_of(point, work.light->levels, rates.field);
  const double atoms = std::abs(model.tunnelling) * m + std::abs(model.U) * m * m;
  // Levels come as light does, n as the square of time: of their square a fifth is the mean.
  const double filled = 1.0 - 0.8 * rates.growing;
  const double turns = filled * (range_of(point, rates, levels, false) + atoms) * point.stop;
  const double vector = static_cast<double>(work.start->dim()) * levels;
  const bool lossless =
      model.kappa == 0.0 && model.two_photon_loss == 0.0 && model.dephasing == 0.0;
  const double elements = lossless           ? vector
                          : trajectories > 0 ? vector * static_cast<double>(trajectories)
                                             : vector * vector;
  return 2.0 * of_series_element * elements * (turns + least_steps);
}

/// What is made of each sample's coherences.
double of_reduction(const PointWork& work) {
  const auto dim = static_cast<double>(work.start->dim());
  if (!work.demand.all) return 0.0;
  // Of the whole matrix, window or not: eigenvalues in the first case, rotations in the other.
  return work.demand.every_m ? 30.0 * dim * dim : operations_of_eigenvalues(work.start->dim());
}

}  // namespace

double operations_of_eigenvalues(std::int64_t rows) {
  const auto dim = static_cast<double>(rows);
  return of_eigenvalues * dim * dim * dim;
}

double solutions(const OutputSpec& output, Method method) {
  if (traits(method).exact) return 1.0;
  // Measured: one to three times more for extrema, half to once for events.
  const double of_extrema = output.over_time == OverTime::extrema ? 2.0 : 0.0;
  return 1.0 + of_extrema + (output.events.empty() ? 0.0 : 1.0);
}

double operations(const Point& point, const PointWork& work, std::int64_t samples,
                  std::int64_t trajectories) {
  const auto times = static_cast<double>(samples);
  const double reduced = times * of_reduction(work);
  const MethodTraits& method = traits(work.method);
  if (!method.blocks) return of_joint_state(point, work, trajectories) + reduced;
  const auto sectors = static_cast<double>(work.pairs.sectors);
  const auto pairs = static_cast<double>(work.pairs.count());
  if (method.exact) {
    const double in_double = of_sector_in_double * sectors + of_pair_in_double * pairs;
    const double extended = of_sector_extended * sectors + of_pair_extended * pairs;
    if (!work.in_double) return times * extended + reduced;
    return times * (in_double + (work.demand.bell ? bell_again * extended : 0.0)) + reduced;
  }
  // Blocks of a sector and its neighbours are alike.
  const double pairs_each = sectors > 0.0 ? pairs / sectors : 0.0;
  const double diagonals = work.demand.photons ? 1.0 : 0.0;
  const auto of_sector = [&](const SectorRates& rates) {
    if (!method.has_cutoff) return (pairs_each + diagonals) * of_gaussian_block(point, rates);
    const double of_pair = of_fock_block(point, rates, work.moving_frame, *work.light);
    if (!work.laboratory_light) return (pairs_each + diagonals) * of_pair;
    return pairs_each * of_pair +
           diagonals * of_fock_block(point, rates, false, *work.laboratory_light);
  };
  // A few sectors, evenly spread, stand for all of them.
  constexpr std::int64_t most = 32;
  const std::int64_t looked_at = std::min(work.pairs.sectors, most);
  double all = 0.0;
  for (std::int64_t i = 0; i < looked_at; ++i) {
    const std::int64_t k = work.pairs.k_lo + i * work.pairs.sectors / looked_at;
    all += of_sector(rates_of(point, static_cast<double>(k) + 0.5 * work.pairs.odd));
  }
  if (looked_at > 0) all *= sectors / static_cast<double>(looked_at);
  return all + reduced;
}

PointCost cost_of(const Job& job, const Point& point, const PointWork& work, std::int64_t samples) {
  const double once = operations(point, work, samples, job.solve.trajectories);
  const double reduced = static_cast<double>(samples) * of_reduction(work);
  return {.all = of_any_point + solutions(job.output, work.method) * once,
          .solution = std::max(once - reduced, 0.0),
          .evaluation = reduced};
}

}  // namespace pairtwist
