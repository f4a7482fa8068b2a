// SPDX-License-Identifier: BSD-3-Clause
#include "plan/point_counter.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string_view>

#include "model/even_sector.hpp"
#include "pairtwist/error.hpp"
#include "physics/coherent.hpp"
#include "text/sizes.hpp"

namespace pairtwist {
namespace {

/// Bytes without which a point cannot be solved: its start, one sample time on the backend, a few
/// matrices of the reduction and its rows of all times. In double: what is asked for may be beyond
/// any integer. dim: values of m kept; sectors: of |m|.
double least_bytes(const RowNumbers& numbers, const Demand& demand, std::int64_t atoms, double dim,
                   double sectors) {
  const double pairs = demand.every_pair() ? 0.5 * sectors * (sectors - 1.0) : 2.0 * sectors;
  const double per_pair = static_cast<double>(
      sizeof(std::complex<double>) + (demand.extended ? sizeof(ExtendedComplex) : std::size_t{0}));
  const double distributions =
      demand.distribution ? 2.0 * sizeof(double) * static_cast<double>(numbers.photons) : 0.0;
  const double per_sector =
      sizeof(physics::SectorState<physics::DD<double>>) + sizeof(PhotonMoments) + distributions;
  const double per_m = sizeof(ExtendedComplex) + sizeof(std::complex<double>);
  // Rows are held twice: as they are evaluated, and as the file wants them.
  const double rows = 2.0 * sizeof(double) * numbers.times * numbers.values(atoms);
  const double matrices = demand.all ? 4.0 * sizeof(std::complex<double>) * dim * dim : 0.0;
  return dim * per_m + sectors * per_sector + pairs * per_pair + matrices + rows +
         numbers.tables(atoms);
}

/// needs: "needs", and of what beside the number if it is not all of the point; way_out: what to
/// ask for instead.
struct TooLarge {
  std::string_view needs, of, way_out;
};
constexpr TooLarge whole_point = {"needs", "",
                                  "ask for fewer atoms or samples, or for quantities that need few "
                                  "coherences (qfi without dephasing or tilt, squeezing)"};
constexpr TooLarge joint_matrix = {"needs at least", " for the density matrix of atoms and light",
                                   "ask for fewer atoms, or for solve.trajectories, which takes a "
                                   "state vector at a time"};

void refuse_too_large(const TooLarge& what, const Scan& scan, std::size_t index, std::int64_t atoms,
                      double needed, std::int64_t available) {
  if (needed <= static_cast<double>(available)) return;
  const std::string place = scan.describe(index);
  throw UsageError(
      fmt::format("model.atoms = {}: one point{} {} {} ({:.0f} bytes){}, and {} are available; {}",
                  atoms, place.empty() ? "" : " (" + place + ")", what.needs, bytes_text(needed),
                  needed, what.of, bytes_text(available), what.way_out));
}

/// Bytes of the density matrix of atoms and light, where the point is solved for it: three of them,
/// as a step of the joint method has them, on no more photon levels than the light starts with. 0:
/// it is not.
double joint_matrix_bytes(const Point& point, const PointWork& work) {
  const Model& model = point.parameters.model;
  const bool lossless =
      model.kappa == 0.0 && model.two_photon_loss == 0.0 && model.dephasing == 0.0;
  if (traits(work.method).blocks || work.groups > 0 || lossless) return 0.0;
  const bool even = work.start->symmetric && keeps_even_sector(model);
  const auto atoms = static_cast<double>(model.atoms);
  const double sites = even ? std::floor(0.5 * atoms) + 1.0 : atoms + 1.0;
  const double states = sites * static_cast<double>(work.light->levels);
  return 3.0 * sizeof(std::complex<double>) * states * states;
}

/// Whether every m from -N/2 to N/2 will be kept, before the start is computed.
bool keeps_every_m(const Demand& demand, const Atoms& atoms) {
  return demand.every_m && atoms.state != AtomsState::dicke && std::sin(atoms.theta) != 0.0;
}

}  // namespace

RowNumbers::RowNumbers(const Job& job, std::int64_t samples)
    : times(job.output.over_time == OverTime::final ? 1.0 : static_cast<double>(samples)),
      photons(job.output.photons_max + 1),
      sampled(job.solve.trajectories > 0),
      of_output(sizes_of(job.output)) {
  for (const std::string& name : job.output.quantities) quantities.push_back(find_quantity(name));
}

double RowNumbers::values(std::int64_t atoms) const {
  double sum = 0.0;
  for (const Quantity* quantity : quantities) {
    auto product = static_cast<double>(quantity->variables.size());
    for (const QuantityDimension* dimension : quantity->dimensions)
      product *= dimension->of_atoms != nullptr ? static_cast<double>(atoms) + 1.0
                                                : static_cast<double>(dimension->length(of_output));
    sum += has_standard_error(*quantity, sampled) ? 2.0 * product : product;
  }
  return sum;
}

double RowNumbers::tables(std::int64_t atoms) const {
  const double all_m = static_cast<double>(atoms) + 1.0;
  double sum = 0.0;
  for (const Quantity* quantity : quantities) {
    if (quantity->runs_over(angle_dimension))
      sum += all_m * (8.0 * all_m + 4.0 * static_cast<double>(of_output.angles));
    if (quantity->runs_over(theta_dimension))
      sum += all_m * static_cast<double>(of_output.theta + 2 * of_output.phi);
  }
  return sizeof(double) * sum;
}

PointCounter::PointCounter(const Job& job, const Scan& scan, const BatchSizer& sizer,
                           std::int64_t host_memory, const StateReaders& readers)
    : scan_(scan),
      sizer_(sizer),
      host_memory_(host_memory),
      numbers_(job, static_cast<std::int64_t>(scan.time().size())),
      planner_(job, readers) {}

CountedPoint PointCounter::count(std::size_t i, WorkPlanner::Recent& recent) {
  const Point point = scan_.point(i);
  const std::int64_t atoms = point.parameters.model.atoms;
  const Demand demand = planner_.demand(point);
  const auto refuse = [&](double kept_m, double sectors, double besides) {
    refuse_too_large(whole_point, scan_, i, atoms,
                     least_bytes(numbers_, demand, atoms, kept_m, sectors) + besides, host_memory_);
  };
  // Known without the start, which alone might not fit.
  const double all_m = static_cast<double>(atoms) + 1.0;
  const double known_m = keeps_every_m(demand, point.parameters.atoms) ? all_m : 1.0;
  refuse(known_m, 0.5 * known_m, 0.0);
  const PointWork work = planner_.work(point, recent);
  CountedPoint found{.method = work.method,
                     .in_double = work.in_double,
                     .whole = !divided_over_time(work),
                     .atoms = atoms,
                     .pairs = work.pairs.count(),
                     .sectors = work.pairs.sectors,
                     .bytes = sizer_.bytes(point, work),
                     .refused = nullptr};
  refuse_too_large(joint_matrix, scan_, i, atoms, joint_matrix_bytes(point, work), host_memory_);
  refuse(static_cast<double>(work.start->dim()), static_cast<double>(work.pairs.sectors),
         found.whole ? static_cast<double>(found.bytes.solve) : 0.0);
  return found;
}

}  // namespace pairtwist
