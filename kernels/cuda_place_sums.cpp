// SPDX-License-Identifier: BSD-3-Clause
// Where a CUDA device takes sums: with the solution, of the closed form in double, or from what a
// method has left in its memory. The weights come from the host, each start's once.
#include <algorithm>
#include <span>

#include "cuda_place.hpp"
#include "device/transfer.hpp"
#include "engines/packed_weights.hpp"
#include "engines/sample_chunks.hpp"
#include "model/methods.hpp"

namespace pairtwist::kernels {

using device::download;
using device::room;
using device::upload;
using engines::Batch;

void CudaPlace::solve_in_double(const Batch& batch, CudaResult& result) {
  engines::PackedWeights weights;
  for (const AtomicStart* start : batch.starts) weights.add(*start);
  const double* const weights_there = upload(weights_, weights.numbers(), stream_.get());
  chunks_on_host_.clear();
  sums_points_on_host_.clear();
  std::int64_t most_sectors = 0;
  std::vector<engines::SampleChunk> chunks;
  for (std::int64_t p = 0; p < batch.size(); ++p) {
    const auto times = std::span(batch.times)
                           .subspan(static_cast<std::size_t>(p * batch.n_times),
                                    static_cast<std::size_t>(batch.n_times));
    most_sectors = std::max(most_sectors, engines::sums_block(batch, p, times, chunks).sectors);
    for (const engines::SampleChunk& chunk : chunks)
      chunks_on_host_.push_back({static_cast<std::uint32_t>(p), chunk});
    const AtomicStart& start = *batch.starts[p];
    sums_points_on_host_.push_back({weights.view(start, batch.sums_of(p), weights_there),
                                    weights.bell(start, weights_there), batch.near_resonance(p),
                                    batch.pair_offset[p]});
  }

  DeviceSums on_device{};
  on_device.points = upload(points_, batch.points, stream_.get());
  on_device.segments = upload(segments_, batch.segments, stream_.get());
  on_device.pairs = upload(pairs_, batch.pairs, stream_.get());
  on_device.of_points = upload(sums_points_, sums_points_on_host_, stream_.get());
  on_device.times = upload(times_, batch.times, stream_.get());
  on_device.n_times = batch.n_times;
  on_device.chunks = upload(chunks_, chunks_on_host_, stream_.get());
  on_device.n_chunks = static_cast<std::int64_t>(chunks_on_host_.size());
  const auto pair_values = static_cast<std::size_t>(batch.n_times * batch.total_pairs());
  // double2 is two doubles.
  on_device.coherence =
      reinterpret_cast<double*>(room(coherence_, batch.keeps_coherence(), pair_values));
  on_device.total_pairs = batch.total_pairs();
  on_device.places = SumPlaces(batch.want_sums);
  const SumsKind kind = {
      .every_pair = batch.keeps_coherence() || (batch.want_sums & want_every_pair) != 0,
      .spread = batch.spreads()};
  const SumsLaunch launch = sums_launch(on_device.n_chunks, most_sectors, kind);
  on_device.scratch_of_block = launch.scratch_of_block;
  const auto scratch = static_cast<std::size_t>(launch.blocks * launch.scratch_of_block);
  on_device.scratch = room(sums_scratch_, scratch > 0, scratch);
  const auto count =
      static_cast<std::size_t>(on_device.places.count * batch.size() * batch.n_times);
  on_device.sums = room(sums_, true, count);
  kernels::solve_sums(on_device, launch, kind, stream_.get());
  download(result.sums, sums_, true, count, stream_.get());
  download(result.coherence, coherence_, batch.want_coherence, pair_values, stream_.get());
  count_atoms(batch, false, result);

  const auto points = static_cast<std::size_t>(batch.size());
  failed_.reserve(points);
  PT_CUDA_CHECK(cudaMemsetAsync(failed_.data(), 0, points * sizeof(std::int32_t), stream_.get()));
  download(result.failed, failed_, true, points, stream_.get());
  stream_.synchronize();  // the weights go with this function
}

void CudaPlace::take_sums(const Batch& batch, const DeviceBatch& solved, CudaResult& result) {
  DeviceWeights on_device{.of_points = nullptr, .places = SumPlaces(batch.want_sums)};
  if (on_device.places.count == 0) return;
  engines::PackedWeights weights;
  for (const AtomicStart* start : batch.starts) weights.add(*start);
  const double* const weights_there = upload(weights_, weights.numbers(), stream_.get());
  std::vector<WeightsOfPoint> views;
  for (std::int64_t p = 0; p < batch.size(); ++p) {
    const AtomicStart& start = *batch.starts[p];
    views.push_back({weights.view(start, batch.sums_of(p), weights_there),
                     weights.pair_sums(start, weights_there)});
  }
  on_device.of_points = upload(weights_of_points_, views, stream_.get());
  const auto count =
      static_cast<std::size_t>(on_device.places.count * batch.size() * batch.n_times);
  sum_coherences(solved, on_device, room(sums_, true, count), stream_.get());
  download(result.sums, sums_, true, count, stream_.get());
  if (traits(batch.method).has_cutoff) {
    DeviceBatch before = solved;
    before.coherence = coherence_before_.data();
    before.photons = photons_before_.data();
    sum_coherences(before, on_device, room(sums_before_, true, count), stream_.get());
    download(result.sums_before, sums_before_, true, count, stream_.get());
  }
  stream_.synchronize();  // the weights go with this function
}

}  // namespace pairtwist::kernels
