// SPDX-License-Identifier: BSD-3-Clause
// The closed form on the device: thin launchers over src/physics/coherent.hpp. A thread takes one
// sector (or pair) through a stretch of times, so that what does not depend on time is computed
// once.
#include <algorithm>

#include "device/check.hpp"
#include "device_batch.hpp"

namespace pairtwist::kernels {
namespace {

using physics::ComplexDD;
using physics::DD;
using physics::SectorState;

constexpr int threads_per_block = 128;
constexpr std::int64_t times_per_thread = 8;
constexpr std::int64_t largest_grid_y = 65535;

dim3 grid_of(std::int64_t items, std::int64_t n_times) {
  const std::int64_t stretches = (n_times + times_per_thread - 1) / times_per_thread;
  return dim3(static_cast<unsigned>((items + threads_per_block - 1) / threads_per_block),
              static_cast<unsigned>(std::min(stretches, largest_grid_y)));
}

__global__ void sector_kernel(DeviceBatch batch) {
  const std::int64_t item = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (item >= batch.total_sectors) return;
  const std::uint32_t p = batch.sector_point[item];
  const physics::CoherentPoint point = batch.points[p];
  const physics::PairIndex index = batch.pairs[p];
  const physics::CoherentSegment* segments = batch.segments + point.first_segment;

  const double k = static_cast<double>(index.k_lo + (item - batch.sector_offset[p]));
  const double m_squared = physics::m_squared(k, index.odd);
  const ComplexDD<double> lambda = {
      DD<double>(0.5 * point.kappa),
      physics::sector_frequency<DD<double>>(point.two_W0, point.detuning, m_squared)};
  const ComplexDD<double> inverse = physics::inverse(lambda);
  const auto spread = physics::spread_of<double>(point);

  for (std::int64_t first = std::int64_t{blockIdx.y} * times_per_thread; first < batch.n_times;
       first += std::int64_t{gridDim.y} * times_per_thread) {
    SectorState<DD<double>> start = physics::initial_state(point);
    auto response = physics::initial_response<DD<double>>();
    double start_time = 0.0;
    std::uint32_t segment = 0;
    const auto propagator_to = [&](double end) {
      const DD<double> stretch = physics::two_sum(end, -start_time);
      return physics::propagator(lambda, inverse, stretch,
                                 physics::field_decay(point.kappa, stretch));
    };
    const std::int64_t last = min(first + times_per_thread, batch.n_times);
    for (std::int64_t t = first; t < last; ++t) {
      const double time = batch.times[p * batch.n_times + t];
      for (; time > segments[segment].until; ++segment) {
        const auto whole = propagator_to(segments[segment].until);
        const auto pump = physics::pump_of<DD<double>>(point, segments[segment], m_squared);
        start = physics::advance(start, whole, pump);
        response = physics::advance(response, whole, pump);
        start_time = segments[segment].until;
      }
      const auto part = propagator_to(time);
      const auto pump = physics::pump_of<DD<double>>(point, segments[segment], m_squared);
      const SectorState<DD<double>> now = physics::advance(start, part, pump);
      const auto from_here = physics::advance(response, part, pump);
      const std::int64_t out = t * batch.total_sectors + item;
      batch.states[out] = now;
      if (batch.responses != nullptr) batch.responses[out] = from_here;
      if (batch.photons != nullptr) {
        double2& moments = batch.photons[out];
        physics::light_moments<double>({now.alpha.re.hi, now.alpha.im.hi},
                                       {from_here.decay.re.hi, from_here.decay.im.hi}, spread,
                                       moments.x, moments.y);
      }
    }
  }
}

__global__ void pair_kernel(DeviceBatch batch) {
  const std::int64_t i = std::int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  if (i >= batch.total_pairs) return;
  const PairItem item = batch.pair_items[i];
  const physics::CoherentPoint point = batch.points[item.point];
  const physics::PairIndex index = batch.pairs[item.point];
  const std::int64_t first_sector = batch.sector_offset[item.point];

  const double k = item.k;
  const double l = item.l;
  const double offset = 2.0 * static_cast<double>(index.k_lo) + index.odd;
  const auto spread = physics::spread_of<DD<double>>(point);
  const auto constants = physics::pair_constants<DD<double>>(point.two_W0, point.kappa, point.U,
                                                             (k - l) * ((k + l) + offset));

  for (std::int64_t first = std::int64_t{blockIdx.y} * times_per_thread; first < batch.n_times;
       first += std::int64_t{gridDim.y} * times_per_thread) {
    const std::int64_t last = min(first + times_per_thread, batch.n_times);
    for (std::int64_t t = first; t < last; ++t) {
      const SectorState<DD<double>>* row = batch.states + t * batch.total_sectors + first_sector;
      const double time = batch.times[item.point * batch.n_times + t];
      ComplexDD<double> log_v = physics::log_coherence(row[item.k], row[item.l], constants, time);
      ComplexDD<double> factor = {DD<double>(1.0), DD<double>(0.0)};
      if (point.spread()) {
        const auto* response = batch.responses + t * batch.total_sectors + first_sector;
        const auto blur = physics::blur_of(row[item.k], response[item.k], row[item.l],
                                           response[item.l], constants.factor, spread);
        log_v = log_v + blur.exponent;
        factor = blur.factor;
      }
      const std::int64_t out = t * batch.total_pairs + i;
      if (batch.coherence != nullptr) {
        double2 v;
        physics::coherence(log_v, time < point.known_until, v.x, v.y);
        const auto whole = physics::Complex<double>{v.x, v.y} *
                           physics::Complex<double>{factor.re.hi, factor.im.hi};
        batch.coherence[out] = {whole.re, whole.im};
      }
      if (batch.extended != nullptr)
        batch.extended[out] = physics::coherence_extended(log_v) * factor;
    }
  }
}

}  // namespace

void solve_sectors(const DeviceBatch& batch, cudaStream_t stream) {
  if (batch.total_sectors == 0 || batch.n_times == 0) return;
  sector_kernel<<<grid_of(batch.total_sectors, batch.n_times), threads_per_block, 0, stream>>>(
      batch);
  PT_CUDA_CHECK_LAUNCH(sector_kernel);
}

void solve_pairs(const DeviceBatch& batch, cudaStream_t stream) {
  if (batch.total_pairs == 0 || batch.n_times == 0) return;
  pair_kernel<<<grid_of(batch.total_pairs, batch.n_times), threads_per_block, 0, stream>>>(batch);
  PT_CUDA_CHECK_LAUNCH(pair_kernel);
}

}  // namespace pairtwist::kernels
