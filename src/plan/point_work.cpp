#include "plan/point_work.hpp"

#include <algorithm>
#include <cmath>

#include "observables/atomic_start.hpp"
#include "scan/method.hpp"

namespace pairtwist {
namespace {

/// Dropping may cost this part of solve.tolerance.
constexpr double share_of_tolerance = 1e-2;

/// Starts kept for later points; a scan over more than these computes some of them again.
constexpr std::size_t starts_kept = 256;

/// Bound on sqrt(<n>) over all sectors and times: every sector is damped, driven and heated alike.
double largest_amplitude(const Point& point) {
  const Light& light = point.parameters.light;
  double bound = std::sqrt(point.parameters.model.thermal_photons);
  if (light.state == LightState::coherent) bound += std::abs(light.alpha);
  if (light.state == LightState::thermal) bound += std::sqrt(light.n);
  if (light.state == LightState::squeezed) bound += std::sinh(light.r);
  double start = 0.0;
  for (const PumpSegment& segment : point.segments) {
    const double end = std::min(segment.until, point.stop);
    bound += std::abs(segment.eta) * std::max(end - start, 0.0);
    start = std::max(start, end);
  }
  return bound;
}

}  // namespace

WorkPlanner::WorkPlanner(const Job& job, AmplitudeReader read_amplitudes)
    : names_(job.output.quantities),
      tolerance_(job.solve.tolerance),
      wanted_method_(job.solve.method),
      read_amplitudes_(std::move(read_amplitudes)) {
  std::vector<std::string> more;
  for (const EventSpec& event : job.output.events) more.push_back(event.quantity);
  if (job.base.pump.switch_off_at_max_qfi) more.emplace_back("qfi");
  for (const std::string& name : more)
    if (std::find(names_.begin(), names_.end(), name) == names_.end()) names_.push_back(name);
}

double WorkPlanner::allowed_weight(const Point& point) const {
  const auto atoms = static_cast<double>(point.parameters.model.atoms);
  double allowed = 1.0;
  for (const std::string& name : names_) {
    const Quantity& quantity = *find_quantity(name);
    const Demand demand = quantity.demand(point);
    if (demand.every_m) return 0.0;
    // Moments of J reach N²; what is dropped of them counts against the quantity's own scale.
    double share = share_of_tolerance * tolerance_ *
                   scale_of(quantity.scale, point.parameters.model.atoms) / (atoms * atoms);
    if (demand.photons) {
      const double photons = std::pow(largest_amplitude(point), 2.0);
      share /= std::max(1.0, photons * photons);
    }
    allowed = std::min(allowed, share);
  }
  return allowed;
}

PointWork WorkPlanner::work(const Point& point) {
  const Atoms& atoms = point.parameters.atoms;
  const std::int64_t n_atoms = point.parameters.model.atoms;
  const double allowed = allowed_weight(point);

  const StartKey key{n_atoms, atoms.state, atoms.theta, atoms.phi, atoms.m, atoms.file, allowed};
  auto found = starts_.find(key);
  if (found == starts_.end()) {
    if (starts_.size() >= starts_kept) starts_.clear();
    std::vector<std::complex<double>> from_file;
    if (atoms.state == AtomsState::file) from_file = read_amplitudes_(atoms.file, n_atoms);
    auto start = std::make_shared<const AtomicStart>(
        atomic_start(atoms, n_atoms, allowed, from_file.empty() ? nullptr : &from_file));
    found = starts_.emplace(key, std::move(start)).first;
  }

  PointWork result;
  result.start = found->second;
  result.demand = total_demand(names_, point);
  result.method = method_of(wanted_method_, point.parameters);
  if (result.method != Method::closed_form) result.demand.extended = false;
  const std::uint32_t wanted = result.demand.all ? physics::every_pair
                                                 : (result.demand.step1 ? physics::step1 : 0U) |
                                                       (result.demand.step2 ? physics::step2 : 0U);
  const bool needs_sectors = wanted != 0 || result.demand.photons;
  result.pairs = {.k_lo = result.start->first_sector(),
                  .sectors = needs_sectors ? result.start->sector_count() : 0,
                  .demand = wanted,
                  .odd = static_cast<std::uint32_t>(n_atoms % 2)};
  result.error_estimate =
      allowed > 0.0 ? share_of_tolerance * result.start->dropped_weight / allowed : 0.0;
  return result;
}

}  // namespace pairtwist
