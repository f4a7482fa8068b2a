// SPDX-License-Identifier: BSD-3-Clause
#include "plan/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <string_view>
#include <vector>

#include "engines/run_tasks.hpp"
#include "model/even_sector.hpp"
#include "pairtwist/error.hpp"
#include "pairtwist/results.hpp"
#include "physics/coherent.hpp"
#include "plan/batches.hpp"
#include "plan/point_work.hpp"
#include "scan/evenly_spread.hpp"

namespace pairtwist {
namespace {

std::size_t bytes_of(DataType type) {
  switch (type) {
    case DataType::float64:
      return 8;
    case DataType::int32:
      return 4;
    case DataType::int8:
      return 1;
  }
  return 0;
}

/// Numbers that a point's rows have of a job's quantities.
struct RowNumbers {
  RowNumbers(const Job& job, std::int64_t samples)
      : times(job.output.over_time == OverTime::final ? 1.0 : static_cast<double>(samples)),
        photons(job.output.photons_max + 1),
        sampled(job.solve.trajectories > 0),
        of_output(sizes_of(job.output)) {
    for (const std::string& name : job.output.quantities) quantities.push_back(find_quantity(name));
  }

  /// Of a time. In double, as all here: N² may be beyond any integer.
  double values(std::int64_t atoms) const {
    double sum = 0.0;
    for (const Quantity* quantity : quantities) {
      auto product = static_cast<double>(quantity->variables.size());
      for (const QuantityDimension* dimension : quantity->dimensions)
        product *= dimension->of_atoms != nullptr
                       ? static_cast<double>(atoms) + 1.0
                       : static_cast<double>(dimension->length(of_output));
      sum += has_standard_error(*quantity, sampled) ? 2.0 * product : product;
    }
    return sum;
  }

  /// Bytes of what is made once of N, whatever the window: J_x's eigenvectors and rho for cfi, the
  /// coherent states and phases of husimi.
  double tables(std::int64_t atoms) const {
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

  double times;  ///< that are kept
  std::int64_t photons;
  bool sampled;  ///< they have standard errors
  Sizes of_output;
  std::vector<const Quantity*> quantities;
};

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
  constexpr double gib = 1073741824.0;
  const std::string place = scan.describe(index);
  throw UsageError(fmt::format(
      "model.atoms = {}: one point{} {} {:.1f} GiB ({:.0f} bytes){}, and {:.1f} GiB are available; "
      "{}",
      atoms, place.empty() ? "" : " (" + place + ")", what.needs, needed / gib, needed, what.of,
      static_cast<double>(available) / gib, what.way_out));
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

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

/// Neither is below 0; the largest number instead of one that is larger.
std::int64_t product(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  return __builtin_mul_overflow(a, b, &result) ? most : result;
}
void add(std::int64_t& sum, std::int64_t more) {
  if (__builtin_add_overflow(sum, more, &sum)) sum = most;
}

/// Of `all` points, if `count` was counted of some of them.
std::int64_t share(std::int64_t count, std::int64_t all, std::int64_t counted) {
  if (all == counted || count == most) return count;
  const double about =
      static_cast<double>(count) * static_cast<double>(all) / static_cast<double>(counted);
  return about < static_cast<double>(most) ? static_cast<std::int64_t>(std::llround(about)) : most;
}

/// The corners of the grid: what is dear or does not fit is mostly at one of them.
std::vector<std::size_t> corners_of(const Scan& scan, std::size_t most_corners) {
  std::vector<std::size_t> corners = {0};
  std::size_t stride = scan.size();
  for (const std::size_t length : scan.shape()) {
    stride /= length;
    const std::size_t before = corners.size();
    if (length > 1 && before <= most_corners / 2)
      for (std::size_t i = 0; i < before; ++i)
        corners.push_back(corners[i] + (length - 1) * stride);
  }
  return corners;
}

/// Of `only` all points, or so many at equal distances, and corners.
std::vector<std::size_t> counted_points(const Scan& scan, const PointSet& only) {
  constexpr std::size_t most_counted = std::size_t{1} << 20;
  // An odd divisor: a distance that an axis' length divides would see one of its values only.
  constexpr std::size_t some = 262'139;
  const bool all = only.size() <= most_counted;
  std::vector<std::size_t> points = only.at(evenly_spread(only.size(), all ? only.size() : some));
  if (all) return points;
  for (const std::size_t corner : corners_of(scan, most_counted))
    if (only.contains(corner)) points.push_back(corner);
  std::ranges::sort(points);
  // Clang 14, which builds the fuzz targets, does not take std::ranges::unique of GCC's library.
  points.erase(std::unique(points.begin(), points.end()), points.end());
  return points;
}

/// What a plan adds up.
struct CountedPoint {
  Method method = Method::automatic;
  bool in_double = false;
  bool whole = false;  ///< solved for all times at once
  std::int64_t atoms = 0;
  std::int64_t pairs = 0;
  std::int64_t sectors = 0;
  PointBytes bytes;
  std::exception_ptr refused;
};

/// Counts points, or refuses them.
class PointCounter {
 public:
  PointCounter(const Job& job, const Scan& scan, const BatchSizer& sizer, std::int64_t host_memory,
               const StateReaders& readers)
      : scan_(scan),
        sizer_(sizer),
        host_memory_(host_memory),
        numbers_(job, static_cast<std::int64_t>(scan.time().size())),
        planner_(job, readers) {}

  CountedPoint count(std::size_t i, WorkPlanner::Recent& recent) {
    const Point point = scan_.point(i);
    const std::int64_t atoms = point.parameters.model.atoms;
    const Demand demand = planner_.demand(point);
    const auto refuse = [&](double kept_m, double sectors, double besides) {
      refuse_too_large(whole_point, scan_, i, atoms,
                       least_bytes(numbers_, demand, atoms, kept_m, sectors) + besides,
                       host_memory_);
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

 private:
  const Scan& scan_;
  const BatchSizer& sizer_;
  std::int64_t host_memory_;
  RowNumbers numbers_;
  WorkPlanner planner_;
};

/// As batches would be filled with it.
void add_to_batches(const CountedPoint& point, BatchSizer& sizer, Plan& plan) {
  if (plan.batches == 0 || !sizer.add(point.bytes)) {
    sizer.start_next();
    sizer.add(point.bytes);
    ++plan.batches;
  }
  plan.largest_batch = std::max(plan.largest_batch, sizer.points());
  const std::int64_t allowed =
      std::max(sizer.slot_budget(), point.whole ? point.bytes.solve : point.bytes.per_time);
  plan.batch_bytes = std::max(plan.batch_bytes, std::min(sizer.solve_bytes(), allowed));
  plan.rows_bytes = std::max(plan.rows_bytes, sizer.rows_bytes());
}

}  // namespace

Plan make_plan(const Job& job, const Scan& scan, const BatchRoom& room, std::int64_t host_memory,
               const StateReaders& readers, const PointSet& only, const StopFlag* stop) {
  Plan plan;
  plan.points = static_cast<std::int64_t>(only.size());
  plan.samples = static_cast<std::int64_t>(scan.time().size());
  BatchSizer sizer(job, plan.samples, room);
  PointCounter counter(job, scan, sizer, host_memory, readers);
  std::map<Method, std::int64_t> methods;

  const std::vector<std::size_t> counted = counted_points(scan, only);
  plan.counted = static_cast<std::int64_t>(counted.size());
  constexpr std::size_t together = 16384;
  std::vector<CountedPoint> some;
  for (std::size_t first = 0; first < counted.size(); first += some.size()) {
    some.assign(std::min(together, counted.size() - first), {});
    engines::run_short_tasks<WorkPlanner::Recent>(
        static_cast<std::int64_t>(some.size()), room.hands,
        [&](std::int64_t i, WorkPlanner::Recent& recent) {
          CountedPoint& point = some[static_cast<std::size_t>(i)];
          try {
            point = counter.count(counted[first + static_cast<std::size_t>(i)], recent);
          } catch (...) {
            point.refused = std::current_exception();
          }
        },
        StopFlag::address_of(stop));
    if (stop != nullptr && stop->raised()) throw Interrupted("the scan was interrupted unsolved");
    for (const CountedPoint& point : some) {
      // The first of them, whichever thread met its own first.
      if (point.refused) std::rethrow_exception(point.refused);
      add_to_batches(point, sizer, plan);
      add(plan.coherences, product(point.atoms + 1, point.atoms + 1));
      add(plan.solved, point.pairs);
      add(plan.sectors, point.sectors);
      ++methods[point.method];
      if (point.in_double) ++plan.in_double;
    }
  }

  const auto of_all = [&](std::int64_t& count) { count = share(count, plan.points, plan.counted); };
  for (std::int64_t* count :
       {&plan.coherences, &plan.solved, &plan.sectors, &plan.batches, &plan.in_double})
    of_all(*count);
  for (const auto& [method, points] : methods) of_all(plan.methods[to_string(method)] = points);
  const ResultLayout layout = result_layout(job, scan);
  for (const Variable& variable : layout.variables)
    add(plan.disk_bytes, product(plan.points, static_cast<std::int64_t>(layout.row_size(variable) *
                                                                        bytes_of(variable.type))));
  return plan;
}

Plan make_plan(const Job& job, const Scan& scan, const BatchRoom& room, std::int64_t host_memory,
               const StateReaders& readers, const StopFlag* stop) {
  return make_plan(job, scan, room, host_memory, readers, PointSet::all(scan.size()), stop);
}

}  // namespace pairtwist
