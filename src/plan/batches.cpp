// SPDX-License-Identifier: BSD-3-Clause
#include "plan/batches.hpp"

#include "observables/trajectory_means.hpp"
#include "physics/spread_light.hpp"
#include "plan/point_cost.hpp"

namespace pairtwist {
namespace {

constexpr std::int64_t largest_batch = 8192;  // points
constexpr std::int64_t many_points = 256;     // for each thread: enough to fill lanes and threads
constexpr double largest_work = 2e10;         // operations, some ten seconds
constexpr std::int64_t fixed_bytes = 512;     // of a point: parameters, offsets, segments

}  // namespace

std::int64_t bytes_per_time(const PointWork& work, bool in_double) {
  const Demand& demand = work.demand;
  if (in_double) {
    const std::int64_t pairs = demand.all ? work.pairs.count() : 0;
    return SumPlaces(work.sums_in_double).count * static_cast<std::int64_t>(sizeof(double)) +
           pairs * static_cast<std::int64_t>(sizeof(std::complex<double>));
  }
  if (!traits(work.method).blocks) {
    const std::int64_t dim = work.start->dim();
    const std::int64_t elements = demand.every_pair() ? dim * dim : 0;
    const std::int64_t levels = demand.distribution ? work.photon_numbers : 0;
    // Both solutions; of trajectories also the groups of each, and what is left without each group.
    const std::int64_t solutions = 2 + 3 * work.groups;
    return solutions * (elements * static_cast<std::int64_t>(sizeof(std::complex<double>)) +
                        (moment_sums + levels) * static_cast<std::int64_t>(sizeof(double)));
  }
  if (traits(work.method).has_cutoff) {
    // Twice: at a cutoff and at the one before.
    const std::int64_t sectors = demand.photons ? work.pairs.sectors : 0;
    const std::int64_t levels = demand.distribution ? work.photon_numbers : 0;
    const auto per_sector = static_cast<std::int64_t>(sizeof(PhotonMoments)) +
                            levels * static_cast<std::int64_t>(sizeof(double));
    return 2 * (sectors * per_sector +
                work.pairs.count() * static_cast<std::int64_t>(sizeof(std::complex<double>)));
  }
  const std::int64_t per_sector = sizeof(physics::SectorState<physics::DD<double>>) +
                                  sizeof(physics::Response<physics::DD<double>>) +
                                  (demand.photons ? sizeof(PhotonMoments) : 0);
  const std::int64_t per_pair =
      sizeof(std::complex<double>) + (demand.extended ? sizeof(ExtendedComplex) : 0);
  return work.pairs.sectors * per_sector + work.pairs.count() * per_pair;
}

BatchSizer::BatchSizer(const Job& job, std::int64_t samples, const BatchRoom& room)
    : room_(room),
      over_time_(job.output.over_time),
      samples_(samples),
      trajectories_(job.solve.trajectories),
      keeps_means_(keeps_trajectory_means(job)),
      slot_budget_(room.budget / room.slots) {
  for (const std::string& name : job.output.quantities) quantities_.push_back(find_quantity(name));
}

PointBytes BatchSizer::bytes(const Point& point, const PointWork& work) const {
  PointBytes result;
  result.operations = operations(point, work, samples_, trajectories_);
  result.per_time = bytes_per_time(work, work.in_double);
  result.solve = fixed_bytes + samples_ * (result.per_time + sizeof(double));
  if (work.light)
    result.solve +=
        static_cast<std::int64_t>(work.light->matrix.size() * sizeof(std::complex<double>));

  const std::int64_t kept_times = over_time_ == OverTime::final ? 1 : samples_;
  std::int64_t values = 0;
  for (const Quantity* quantity : quantities_) values += quantity->values(work.sizes());
  if (work.groups > 0) values *= 2;  // with their standard errors
  if (keeps_means_) {
    const TrajectoryMeans means{work.demand.distribution ? work.photon_numbers : 0,
                                work.demand.every_pair() ? work.start->dim() : 0};
    values += trajectory_sets * means.size();
  }
  result.rows = fixed_bytes + kept_times * values * static_cast<std::int64_t>(sizeof(double));
  return result;
}

bool BatchSizer::add(const PointBytes& bytes) {
  const bool leaves_cache = room_.cached > 0 && points_ >= many_points * room_.hands &&
                            solve_ + rows_ + bytes.solve + bytes.rows > room_.cached * room_.hands;
  const bool full = leaves_cache || points_ >= largest_batch ||
                    solve_ + bytes.solve > slot_budget_ || rows_ + bytes.rows > room_.rows ||
                    (points_ >= room_.hands && operations_ + bytes.operations > largest_work);
  if (points_ > 0 && full) return false;
  ++points_;
  solve_ += bytes.solve;
  rows_ += bytes.rows;
  operations_ += bytes.operations;
  return true;
}

}  // namespace pairtwist
