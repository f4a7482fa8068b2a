// SPDX-License-Identifier: BSD-3-Clause
#include "plan/point_work.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "model/methods.hpp"
#include "model/start_photons.hpp"
#include "observables/atomic_start.hpp"
#include "observables/bell_amplitudes.hpp"
#include "pairtwist/error.hpp"
#include "plan/coherence_bound.hpp"
#include "plan/light_state.hpp"

namespace pairtwist {
namespace {

/// Dropping may cost this part of solve.tolerance.
constexpr double share_of_tolerance = 1e-2;

/// The tolerance for light of which nothing is to be missed.
constexpr double finest_light = 1e-14;

/// Starts kept for later points; a scan over more than these computes some of them again.
constexpr std::size_t starts_kept = 256;
/// The same of tables of grids, which are larger.
constexpr std::size_t tables_kept = 16;

/// Bound on sqrt(<n>) over all sectors and times: every sector is damped, driven and heated alike.
/// Light from a file may have its <n²> far above <n>²: there the bound is of all its levels.
double largest_amplitude(const Point& point, const LightDensity* light_file) {
  const double photons = light_file != nullptr ? static_cast<double>(light_file->levels - 1)
                                               : mean_photons(point.parameters.light);
  double bound = std::sqrt(point.parameters.model.thermal_photons) + std::sqrt(photons);
  double start = 0.0;
  const double m = 0.5 * static_cast<double>(point.parameters.model.atoms);
  for (const PumpSegment& segment : point.segments) {
    const double end = std::min(segment.until, point.stop);
    bound += segment.largest(m) * std::max(end - start, 0.0);
    start = std::max(start, end);
  }
  return bound;
}

/// What the config cannot know: it reads no files.
void refuse_too_many_levels(const LightDensity& light, const std::string& path,
                            const SolveSpec& solve) {
  for (const auto& [key, cutoff] :
       {std::pair{"solve.cutoff_exact", solve.cutoff_exact}, {"solve.cutoff", solve.cutoff}}) {
    if (!cutoff || light.levels <= *cutoff) continue;
    throw UsageError(
        fmt::format("{}: found {}, allowed for the light of {}: at least {}, the "
                    "levels that it has",
                    key, *cutoff, path, light.levels));
  }
}

}  // namespace

WorkPlanner::WorkPlanner(const Job& job, StateReaders readers, Arithmetic arithmetic)
    : distribution_(over_photon_numbers(job.output.quantities)),
      photon_numbers_(job.output.photons_max + 1),
      output_(job.output),
      solve_(job.solve),
      readers_(std::move(readers)),
      arithmetic_(arithmetic) {
  std::vector<std::string> names = job.output.quantities;
  for (const EventSpec& event : job.output.events) names.push_back(event.quantity);
  if (job.base.pump.switch_off_at_max_qfi) names.emplace_back("qfi");
  for (const std::string& name : names) {
    const Quantity* quantity = find_quantity(name);
    if (std::find(quantities_.begin(), quantities_.end(), quantity) == quantities_.end())
      quantities_.push_back(quantity);
  }
}

Method WorkPlanner::method(const Point& point) const {
  return method_of(solve_.method, point.parameters);
}

Demand WorkPlanner::demand(const Point& point) const {
  Demand demand;
  const MethodTraits& solved_by = traits(method(point));
  for (const Quantity* quantity : quantities_) {
    Demand each = quantity->demand(point);
    // Gaussian blocks are known without their moments.
    if (each.distribution && solved_by.gaussian_blocks) each.photons = each.distribution = false;
    demand |= each;
  }
  if (!solved_by.in_double_double) demand.extended = false;
  return demand;
}

double WorkPlanner::allowed_weight(const Point& point, const LightDensity* light_file) const {
  const auto atoms = static_cast<double>(point.parameters.model.atoms);
  double allowed = 1.0;
  for (const Quantity* quantity : quantities_) {
    const Demand demand = quantity->demand(point);
    if (demand.every_m) return 0.0;
    // Moments of J reach N²; what is dropped of them counts against the quantity's own scale.
    double share = share_of_tolerance * solve_.tolerance *
                   scale_of(quantity->scale, point.parameters.model.atoms) / (atoms * atoms);
    if (demand.photons) {
      // Rounded up, so that points that differ in their light alone share a start.
      const double most = std::pow(largest_amplitude(point, light_file), 2.0);
      const double photons = most > 1.0 ? std::exp2(std::ceil(std::log2(most))) : 1.0;
      share /= photons;
      // A sector in resonance may have more light than all the others together.
      if (quantity->over_photon_number) share *= fewest_photons * fewest_photons / photons;
    }
    allowed = std::min(allowed, share);
  }
  return allowed;
}

void WorkPlanner::prepare_light(const Point& point, PointWork& work, Recent& recent) const {
  const bool frames = traits(work.method).frames;
  work.moving_frame = frames && moving_frame(point.parameters.frame.value_or(solve_.frame), point);
  const bool apart = work.moving_frame && work.demand.distribution;
  if (work.light_file) {
    work.light = work.light_file;
    if (apart) work.laboratory_light = work.light_file;
    return;
  }
  const auto levels = [&](bool moving) -> const Recent::Levels& {
    return recent.levels(point.parameters.light, moving, work.demand.bell, solve_.tolerance);
  };
  work.light = levels(work.moving_frame).density;
  work.light_error = levels(work.moving_frame).left_out;
  if (apart) work.laboratory_light = levels(false).density;
}

auto WorkPlanner::Recent::levels(const Light& of, bool moving, bool wanted_finest, double tolerance)
    -> const Levels& {
  if (!(of == light) || wanted_finest != finest) {
    light = of;
    finest = wanted_finest;
    in_frame = {};
  }
  Levels& found = in_frame[moving ? 1 : 0];
  if (found.density) return found;
  const auto keep = [&](double error) {
    found.density = std::make_shared<const LightDensity>(light_density(of, moving, error));
    found.left_out = light_left_out * error;
  };
  // What is left out of the light is in the way of a Bell sum that cancels.
  if (finest) {
    try {
      keep(finest_light);
      return found;
    } catch (const UsageError&) {
      // Too many levels: as many as the tolerance asks for, if there may be so many.
    }
  }
  keep(tolerance);
  return found;
}

std::shared_ptr<const LightDensity> WorkPlanner::light_from_file(const std::string& path) {
  const std::lock_guard lock(shared_);
  auto found = lights_.find(path);
  if (found == lights_.end()) {
    auto light = std::make_shared<const LightDensity>(readers_.light(path));
    refuse_too_many_levels(*light, path, solve_);
    found = lights_.emplace(path, std::move(light)).first;
  }
  return found->second;
}

/// whole: on every m, even those that are empty.
std::shared_ptr<const AtomicStart> WorkPlanner::start(const Point& point, double allowed,
                                                      bool whole, Recent& recent) {
  const Atoms& atoms = point.parameters.atoms;
  const std::int64_t n_atoms = point.parameters.model.atoms;
  const auto key =
      std::tie(n_atoms, atoms.state, atoms.theta, atoms.phi, atoms.m, atoms.file, allowed, whole);
  if (recent.start && recent.start_key == key) return recent.start;
  recent.start_key = key;
  {
    const std::lock_guard lock(shared_);
    const auto found = starts_.find(recent.start_key);
    if (found != starts_.end()) return recent.start = found->second;
  }
  // Others go on meanwhile; who is first with it has made it for all.
  std::shared_ptr<const AtomicStart> made = new_start(point, allowed, whole);
  const std::lock_guard lock(shared_);
  if (starts_.size() >= starts_kept) starts_.clear();
  return recent.start = starts_.emplace(recent.start_key, std::move(made)).first->second;
}

std::shared_ptr<const AtomicStart> WorkPlanner::new_start(const Point& point, double allowed,
                                                          bool whole) {
  const Atoms& atoms = point.parameters.atoms;
  const std::int64_t n_atoms = point.parameters.model.atoms;
  std::vector<std::complex<double>> from_file;
  if (atoms.state == AtomsState::file) from_file = readers_.atoms(atoms.file, n_atoms);
  auto start = std::make_shared<AtomicStart>(
      atomic_start(atoms, n_atoms, allowed, from_file.empty() ? nullptr : &from_file));
  if (whole) *start = on_every_m(*start, atoms);
  if (demand(point).bell)
    start->bell = std::make_shared<const BellAmplitudes>(bell_amplitudes(*start, 0.0));
  return start;
}

OutputTables WorkPlanner::tables(std::int64_t atoms, Recent& recent) {
  if (recent.atoms == atoms) return recent.tables;
  const std::lock_guard lock(shared_);
  auto found = tables_.find(atoms);
  if (found == tables_.end()) {
    if (tables_.size() >= tables_kept) tables_.clear();
    found = tables_.emplace(atoms, output_tables(output_, quantities_, atoms)).first;
  }
  recent.atoms = atoms;
  return recent.tables = found->second;
}

/// Which sums the point's quantities are made of and, of the closed form, in which arithmetic. A
/// Bell sum alone tells afterwards how good it is: in double it is always tried.
void WorkPlanner::choose_sums(const Point& point, PointWork& work) const {
  const Demand& demand = work.demand;
  const MethodTraits& solved_by = traits(work.method);
  work.sums = wanted_sums(demand, !solved_by.blocks);
  if (!solved_by.blocks) return;
  const std::uint32_t every = every_pair_sums(demand, point, *work.start);
  // In double-double S is smaller than sums of double coherences can tell.
  work.sums |= demand.extended ? every & ~std::uint32_t{want_bell} : every;
  if (!solved_by.exact) return;
  const bool missing =
      (demand.bell && (every & want_bell) == 0) || (demand.squares && (every & want_squares) == 0);
  if (missing || arithmetic_ == Arithmetic::double_double) return;
  work.sums_in_double = wanted_sums(demand) | every;
  const bool bell_alone = work.sums_in_double == want_bell && !demand.all;
  work.in_double = bell_alone || double_is_enough(point, work.pairs, solve_.tolerance);
}

PointWork WorkPlanner::work(const Point& point) {
  Recent none;
  return work(point, none);
}

PointWork WorkPlanner::work(const Point& point, Recent& recent) {
  const Light& light = point.parameters.light;
  PointWork result;
  if (light.state == LightState::file) result.light_file = light_from_file(light.file);
  result.method = method(point);
  const bool blocks = traits(result.method).blocks;
  const double allowed = blocks ? allowed_weight(point, result.light_file.get()) : 0.0;
  result.start = start(point, allowed, !blocks, recent);
  result.demand = demand(point);
  result.photon_numbers = photon_numbers_;
  result.groups = solve_.trajectories > 0 ? kTrajectoryGroups : 0;
  result.of_output = sizes_of(output_);
  result.tables = tables(point.parameters.model.atoms, recent);
  if (traits(result.method).has_cutoff) prepare_light(point, result, recent);
  result.finer = result.by_steps() && std::ranges::any_of(quantities_, [&](const Quantity* q) {
                   return q->of_small_numbers && q->demand(point).coherences();
                 });
  const std::uint32_t wanted =
      result.demand.every_pair()
          ? physics::every_pair
          : (result.demand.step1 || result.demand.plus_z ? physics::step1 : 0U) |
                (result.demand.step2 ? physics::step2 : 0U);
  const std::uint32_t odd = static_cast<std::uint32_t>(point.parameters.model.atoms % 2);
  if (!blocks) {  // one for all of the light
    result.pairs = {.k_lo = 0, .sectors = 1, .demand = 0, .odd = odd};
    choose_sums(point, result);
    return result;
  }
  const bool needs_sectors = wanted != 0 || result.demand.photons;
  result.pairs = {.k_lo = result.start->first_sector(),
                  .sectors = needs_sectors ? result.start->sector_count() : 0,
                  .demand = wanted,
                  .odd = odd};
  choose_sums(point, result);
  result.error_estimate =
      allowed > 0.0 ? share_of_tolerance * result.start->dropped_weight / allowed : 0.0;
  return result;
}

}  // namespace pairtwist
