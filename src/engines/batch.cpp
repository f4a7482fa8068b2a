// SPDX-License-Identifier: BSD-3-Clause
#include "engines/batch.hpp"

#include "engines/engine.hpp"
#include "model/methods.hpp"

namespace pairtwist::engines {

std::uint32_t Batch::sums_of(std::int64_t p) const {
  const std::uint32_t demand = pairs[p].demand;
  if ((demand & physics::every_pair) != 0) return want_sums;
  std::uint32_t sums = want_sums & want_light;
  if ((demand & physics::step1) != 0) sums |= want_sums & (want_plus | want_plus_z);
  if ((demand & physics::step2) != 0) sums |= want_sums & want_plus2;
  return sums;
}

double Batch::near_resonance(std::int64_t p) const {
  // Where every pair is wanted, sectors cost next to nothing: each sample is reached by itself,
  // which is as good as can be, and lets times be divided anywhere.
  if ((pairs[p].demand & physics::every_pair) != 0) return std::numeric_limits<double>::infinity();
  const bool differences = (sums_of(p) & want_plus_z) != 0;
  return pairtwist::near_resonance(sizes[p],
                                   phase_error * (differences ? share_of_differences : 1.0));
}

std::int64_t Batch::add_light(const LightDensity& light) {
  const auto first = static_cast<std::int64_t>(light_matrices.size()) / 2;
  for (const std::complex<double>& element : light.matrix) {
    light_matrices.push_back(element.real());
    light_matrices.push_back(element.imag());
  }
  return first;
}

void Batch::reserve(std::int64_t count) {
  const auto more = static_cast<std::size_t>(count);
  points.reserve(more);
  sizes.reserve(more);
  segments.reserve(more);
  pairs.reserve(more);
  starts.reserve(more);
  for (auto* offset : {&sector_offset, &pair_offset, &density_offset}) offset->reserve(more + 1);
  const std::size_t samples = more * static_cast<std::size_t>(n_times);
  times.reserve(samples);
  photon_scales.reserve(samples);
}

void Batch::add(const Point& point, const physics::PairIndex& index,
                std::span<const double> at_times, const FaintLight& faint, const FockStart& fock,
                const AtomicStart* start) {
  points.push_back(coherent_point(point));
  points.back().first_segment = static_cast<std::uint32_t>(segments.size());
  sizes.push_back(coherence_size(points.back(), index));
  for (const PumpSegment& segment : point.segments) {
    segments.push_back(coherent_segment(segment));
    sizes.back().add_stretch(std::abs(segment.eta), std::abs(segment.transverse));
  }
  points.back().known_until = known_until(sizes.back(), point.stop, phase_error);
  pairs.push_back(index);
  engine_of(method).add(*this, point, faint, fock);
  starts.push_back(start);
  sector_offset.push_back(sector_offset.back() + index.sectors);
  pair_offset.push_back(pair_offset.back() + index.count());
  const bool blocks = traits(method).blocks;
  const std::int64_t dim = blocks ? 0 : start->dim();
  density_offset.push_back(density_offset.back() + dim * dim);
  times.insert(times.end(), at_times.begin(), at_times.end());
  photon_scales.insert(photon_scales.end(), faint.scales.begin(), faint.scales.end());
  photon_scales.resize(times.size(), 1.0);
}

}  // namespace pairtwist::engines
