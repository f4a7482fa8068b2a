// SPDX-License-Identifier: BSD-3-Clause
#include "cuda_place.hpp"

#include <algorithm>
#include <new>
#include <stdexcept>
#include <utility>

#include "backend/backend.hpp"
#include "backend/host_memory.hpp"
#include "device/transfer.hpp"
#include "engines/host_solver.hpp"
#include "engines/joint_rounds.hpp"
#include "model/methods.hpp"

namespace pairtwist::kernels {

using device::download;
using device::room;
using device::upload;
using engines::Batch;

engines::BatchView CudaResult::view(const Batch& batch) const {
  if (batch.method == Method::joint) return engines::view_of(joint);
  return {.sums = sums.data(),
          .coherence = coherence.data(),
          .counted = counted.data(),
          .extended = extended.data(),
          .photons = photons.data(),
          .distribution = distribution.data(),
          .failed = failed.data(),
          .sums_before = sums_before.data(),
          .coherence_before = coherence_before.data(),
          .counted_before = counted_before.data(),
          .distribution_before = distribution_before.data(),
          .cutoff = cutoff.data(),
          .tail = tail.data()};
}

void CudaResult::release() {
  joint = {};
  sums.release();
  sums_before.release();
  coherence.release();
  counted.release();
  counted_before.release();
  extended.release();
  photons.release();
  distribution.release();
  coherence_before.release();
  distribution_before.release();
}

CudaPlace::CudaPlace(int number, std::string name, int places, int threads)
    : number_((PT_CUDA_CHECK(cudaSetDevice(number)), number)),
      name_(std::move(name)),
      places_(places),
      threads_(threads) {}

// The members go with the device that they belong to.
CudaPlace::~CudaPlace() { cudaSetDevice(number_); }

// Beyond a gigabyte larger batches gain nothing, and pinned memory is dear.
std::int64_t CudaPlace::memory_budget() const {
  std::size_t free = 0;
  std::size_t total = 0;
  PT_CUDA_CHECK(cudaSetDevice(number_));
  PT_CUDA_CHECK(cudaMemGetInfo(&free, &total));
  const auto four_fifths = static_cast<std::int64_t>(free / 5 * 4);
  return std::min({four_fifths, available_host_memory() / (4 * places_), std::int64_t{1} << 30});
}

void CudaPlace::solve(const Batch& batch, CudaResult& result) {
  PT_CUDA_CHECK(cudaSetDevice(number_));
  try {
    if (batch.in_double)
      solve_in_double(batch, result);
    else if (batch.method == Method::joint)
      solve_joint(batch, result);
    else
      start(batch, result);
    stream_.synchronize();
  } catch (const OutOfMemory&) {
    // What was queued must be over before its arrays go.
    stream_.synchronize();
    release();
    result.release();
    throw;
  }
}

void CudaPlace::start(const Batch& given, CudaResult& result) {
  const auto sector_values = static_cast<std::size_t>(given.n_times * given.total_sectors());
  const auto pair_values = static_cast<std::size_t>(given.n_times * given.total_pairs());

  DeviceBatch on_device{};
  on_device.n_points = given.size();
  on_device.n_times = given.n_times;
  on_device.total_sectors = given.total_sectors();
  on_device.total_pairs = given.total_pairs();
  sector_point_.reserve(static_cast<std::size_t>(given.total_sectors()));
  pair_items_.reserve(static_cast<std::size_t>(given.total_pairs()));
  on_device.sector_point = sector_point_.data();
  on_device.pair_items = pair_items_.data();
  on_device.coherence = room(coherence_, given.needs_pairs(), pair_values);
  on_device.extended = room(extended_, given.want_extended, pair_values);
  on_device.photons = room(photons_, given.needs_photons(), sector_values);

  on_device.points = upload(points_, given.points, stream_.get());
  on_device.segments = upload(segments_, given.segments, stream_.get());
  on_device.pairs = upload(pairs_, given.pairs, stream_.get());
  on_device.sector_offset = upload(sector_offset_, given.sector_offset, stream_.get());
  on_device.pair_offset = upload(pair_offset_, given.pair_offset, stream_.get());
  on_device.times = upload(times_, given.times, stream_.get());
  on_device.photon_scales = upload(photon_scales_, given.photon_scales, stream_.get());

  build_lists(on_device, stream_.get());
  const auto points_count = static_cast<std::size_t>(given.size());
  on_device.tolerance = given.tolerance;
  on_device.phase_error = given.phase_error;
  on_device.most_steps = given.most_steps;
  on_device.failed = room(failed_, true, points_count);
  PT_CUDA_CHECK(
      cudaMemsetAsync(on_device.failed, 0, points_count * sizeof(std::int32_t), stream_.get()));
  switch (given.method) {
    case Method::closed_form:
      solve_closed_form(given, on_device);
      break;
    case Method::gaussian:
      solve_gaussian(given, on_device);
      break;
    case Method::fock:
      solve_fock(given, on_device, result);
      break;
    default:
      throw std::out_of_range("no kernels for method " + to_string(given.method));
  }
  download(result.failed, failed_, true, points_count, stream_.get());
  take_sums(given, on_device, result);
  count_atoms(given, traits(given.method).has_cutoff, result);
  download(result.coherence, coherence_, given.want_coherence, pair_values, stream_.get());
  download(result.extended, extended_, given.want_extended, pair_values, stream_.get());
  download(result.photons, photons_, given.want_photons, sector_values, stream_.get());
}

void CudaPlace::solve_closed_form(const Batch& batch, DeviceBatch& on_device) {
  states_.reserve(static_cast<std::size_t>(on_device.n_times * on_device.total_sectors));
  on_device.states = states_.data();
  const bool spread = batch.spreads();
  if (spread)
    responses_.reserve(static_cast<std::size_t>(on_device.n_times * on_device.total_sectors));
  on_device.responses = spread ? responses_.data() : nullptr;
  kernels::solve_sectors(on_device, stream_.get());
  kernels::solve_pairs(on_device, stream_.get());
}

void CudaPlace::solve_gaussian(const Batch& batch, DeviceBatch& on_device) {
  on_device.lights = upload(lights_, batch.lights, stream_.get());
  kernels::solve_gaussian(on_device, stream_.get());
}

void CudaPlace::solve_fock(const Batch& given, DeviceBatch& on_device, CudaResult& result) {
  const auto points_count = static_cast<std::size_t>(given.size());
  const auto sector_values = static_cast<std::size_t>(given.n_times * given.total_sectors());
  const auto pair_values = static_cast<std::size_t>(given.n_times * given.total_pairs());
  roots_on_host_ = engines::level_roots(given.limits);
  DeviceFock fock{};
  fock.points = upload(fock_points_, given.fock_points, stream_.get());
  fock.lights = upload(light_matrices_, given.light_matrices, stream_.get());
  fock.roots = upload(roots_, roots_on_host_, stream_.get()) + 1;
  fock.limits = given.limits;
  const std::size_t distributions =
      sector_values * static_cast<std::size_t>(given.distribution_levels);
  fock.distribution_levels = given.distribution_levels;
  fock.distribution = room(distribution_, distributions > 0, distributions);
  fock.before = {
      .coherence =
          reinterpret_cast<double*>(room(coherence_before_, given.needs_pairs(), pair_values)),
      .photons =
          reinterpret_cast<double*>(room(photons_before_, given.needs_photons(), sector_values)),
      .distribution = room(distribution_before_, distributions > 0, distributions)};
  fock.cutoff = room(cutoff_, true, points_count);
  fock.tail = room(tail_, true, points_count);
  PT_CUDA_CHECK(
      cudaMemsetAsync(fock.cutoff, 0, points_count * sizeof(std::int32_t), stream_.get()));
  PT_CUDA_CHECK(cudaMemsetAsync(fock.tail, 0, points_count * sizeof(double), stream_.get()));
  kernels::solve_fock(on_device, fock, fock_workspace_, given.stop, stream_.get());
  download(result.coherence_before, coherence_before_, given.want_coherence, pair_values,
           stream_.get());
  download(result.distribution, distribution_, distributions > 0, distributions, stream_.get());
  download(result.distribution_before, distribution_before_, distributions > 0, distributions,
           stream_.get());
  download(result.cutoff, cutoff_, true, points_count, stream_.get());
  download(result.tail, tail_, true, points_count, stream_.get());
}

// Of what is free half: the states grow on their way.
void CudaPlace::solve_joint(const Batch& batch, CudaResult& result) {
  std::size_t free = 0;
  std::size_t total = 0;
  PT_CUDA_CHECK(cudaMemGetInfo(&free, &total));
  const std::int64_t host_memory = available_host_memory() / (4 * places_);
  CudaJointMachine machine(
      joint_workspace_, std::min(static_cast<std::int64_t>(free / 2), host_memory), stream_.get());
  try {
    engines::size_result(batch, result.joint);
    engines::solve_joint_in_rounds(batch, machine, threads_, result.joint);
  } catch (const std::bad_alloc&) {
    throw OutOfMemory("the host's memory");
  }
}

void CudaPlace::release() {
  joint_workspace_.release();
  counting_.release();
  coherence_.release();
  extended_.release();
  photons_.release();
  states_.release();
  responses_.release();
  coherence_before_.release();
  photons_before_.release();
  distribution_.release();
  distribution_before_.release();
  fock_workspace_.release();
  sums_scratch_.release();
  sums_.release();
  sums_before_.release();
}

}  // namespace pairtwist::kernels
