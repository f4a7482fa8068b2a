// SPDX-License-Identifier: BSD-3-Clause
// One CUDA device as a place of backend/places_backend.hpp: a stream, device arrays that are kept
// from batch to batch, and for each slot pinned arrays to copy into.
#pragma once

#include <string>
#include <vector>

#include "closed_form_sums.hpp"
#include "coherence_sums.hpp"
#include "counting_machine.hpp"
#include "device/buffer.hpp"
#include "device/stream.hpp"
#include "device_batch.hpp"
#include "engines/batch.hpp"
#include "engines/host_solver.hpp"
#include "joint_machine.hpp"

namespace pairtwist::kernels {

/// What a batch leaves on the host.
struct CudaResult {
  device::PinnedArray<std::complex<double>> coherence;
  device::PinnedArray<ExtendedComplex> extended;
  device::PinnedArray<PhotonMoments> photons;
  device::PinnedArray<double> distribution;
  device::PinnedArray<std::int32_t> failed;
  device::PinnedArray<std::complex<double>> coherence_before;
  device::PinnedArray<double> distribution_before;
  device::PinnedArray<std::int32_t> cutoff;
  device::PinnedArray<double> tail;
  device::PinnedArray<double> sums;
  device::PinnedArray<double> sums_before;
  device::PinnedArray<FisherTerm> counted;
  device::PinnedArray<FisherTerm> counted_before;
  engines::HostResult joint;  ///< all that the joint method leaves

  engines::BatchView view(const engines::Batch& batch) const;
  void release();
};

class CudaPlace {
 public:
  using Result = CudaResult;

  /// Device `number` of a process that uses `places` of them: they share the host's memory.
  /// `threads` of the host lead the states of the joint method.
  CudaPlace(int number, std::string name, int places, int threads);
  ~CudaPlace();
  CudaPlace(const CudaPlace&) = delete;
  CudaPlace& operator=(const CudaPlace&) = delete;

  std::string device() const { return name_; }
  std::int64_t memory_budget() const;
  /// Returns once everything is on the host. Throws OutOfMemory, DeviceError.
  void solve(const engines::Batch& batch, CudaResult& result);

 private:
  template <class T>
  using Array = device::DeviceArray<T>;

  void start(const engines::Batch& batch, CudaResult& result);
  void solve_in_double(const engines::Batch& batch, CudaResult& result);
  /// Of what was solved, and of the solution before, where there are two.
  void take_sums(const engines::Batch& batch, const DeviceBatch& solved, CudaResult& result);
  /// Of what was solved, and `twice`: of the solution before.
  void count_atoms(const engines::Batch& batch, bool twice, CudaResult& result);
  void solve_joint(const engines::Batch& batch, CudaResult& result);
  void solve_closed_form(const engines::Batch& batch, DeviceBatch& on_device);
  void solve_gaussian(const engines::Batch& batch, DeviceBatch& on_device);
  void solve_fock(const engines::Batch& batch, DeviceBatch& on_device, CudaResult& result);
  void release();

  int number_;
  std::string name_;
  int places_;
  int threads_;
  device::Stream stream_;
  std::vector<double> roots_on_host_;
  Array<physics::CoherentPoint> points_;
  Array<physics::CoherentSegment> segments_;
  Array<physics::PairIndex> pairs_;
  Array<std::int64_t> sector_offset_;
  Array<std::int64_t> pair_offset_;
  Array<double> times_;
  Array<double> photon_scales_;
  Array<std::uint32_t> sector_point_;
  Array<PairItem> pair_items_;
  Array<physics::SectorState<physics::DD<double>>> states_;
  Array<physics::Response<physics::DD<double>>> responses_;
  Array<double2> coherence_;
  Array<physics::ComplexDD<double>> extended_;
  Array<double2> photons_;
  Array<engines::GaussianLight> lights_;
  Array<engines::FockPoint> fock_points_;
  Array<double> light_matrices_;
  Array<double> roots_;
  Array<double2> coherence_before_;
  Array<double2> photons_before_;
  Array<double> distribution_;
  Array<double> distribution_before_;
  Array<std::int32_t> cutoff_;
  Array<double> tail_;
  Array<std::int32_t> failed_;
  FockWorkspace fock_workspace_;
  JointWorkspace joint_workspace_;
  CountingWorkspace counting_;
  std::vector<SumsChunk> chunks_on_host_;
  std::vector<SumsPoint> sums_points_on_host_;
  Array<SumsChunk> chunks_;
  Array<SumsPoint> sums_points_;
  Array<double> weights_;
  Array<WeightsOfPoint> weights_of_points_;
  Array<double> sums_scratch_;
  Array<double> sums_;
  Array<double> sums_before_;
};

}  // namespace pairtwist::kernels
