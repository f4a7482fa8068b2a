// SPDX-License-Identifier: BSD-3-Clause
#include "observables/sum_series.hpp"

#include <cmath>

#include "observables/atomic_state.hpp"
#include "observables/bell_amplitudes.hpp"

namespace pairtwist {

std::complex<double> outer_factor(const SumSeries& series, std::size_t k, int d) {
  if (series.dephasing() == 0.0 && series.tilt() == 0.0) return 1.0;
  const double t = series.times[k];
  // The phase may be large: reduced in double-double.
  const ExtendedComplex turn =
      physics::expi(physics::two_prod(series.tilt(), t) * static_cast<double>(d));
  return std::exp(-0.5 * series.dephasing() * t * (d * d)) *
         std::complex<double>(turn.re.hi, turn.im.hi);
}

std::uint32_t wanted_sums(const Demand& demand, bool moves_z) {
  const bool z = moves_z && (demand.step1 || demand.plus_z || demand.step2);
  return (z ? want_z : 0U) | (demand.step1 ? want_plus : 0U) | (demand.plus_z ? want_plus_z : 0U) |
         (demand.step2 ? want_plus2 : 0U) | (demand.photons ? want_light : 0U);
}

std::uint32_t every_pair_sums(const Demand& demand, const Point& point, const AtomicStart& start) {
  const Model& model = point.parameters.model;
  const bool plain = start.bell && start.bell->real && start.symmetric && model.tilt == 0.0;
  if (model.dephasing != 0.0) return 0;
  return (demand.bell && plain ? want_bell : 0U) | (demand.squares ? want_squares : 0U);
}

void sum_state(const AtomicState& state, std::uint32_t wanted, double* sums) {
  const MomentWeightsView weights = state.start().moments.view(wanted);
  const std::int64_t sectors = state.start().sector_count();
  sum_moments(
      weights, sectors, all_of_them,
      [&](std::int64_t k, std::int64_t l) {
        const std::complex<double> v = state.photon_factor(k, l);
        return physics::Complex<double>{v.real(), v.imag()};
      },
      sums);
  if ((wanted & want_light) != 0)
    sum_light(
        weights, sectors, [&](std::int64_t k) { return state.block_photons(k).number; },
        [&](std::int64_t k) { return state.block_photons(k).pairs; }, sums);
}

Verdict Quantity::evaluate(const AtomicState& state, std::span<double> out) const {
  const Demand of_point = demand(state.point());
  if (!by_sums(of_point, wanted_sums(of_point))) return of_state(state, out);
  double sums[moment_sums] = {};
  sum_state(state, wanted_sums(of_point), sums);
  const double time = state.time();
  const double of_photons = state.photon_scale();
  const PhotonRounding rounding = state.photon_rounding();
  const CoherenceError error = state.coherence_error();
  Verdict verdict;
  of_sums({.point = &state.point(),
           .start = &state.start(),
           .times = {&time, 1},
           .sums = sums,
           .stride = 1,
           .places = SumPlaces(~std::uint32_t{0}),
           .photon_scales = {&of_photons, 1},
           .photon_rounding = {&rounding, 1},
           .tolerance = state.tolerance(),
           .coherence_errors = {&error, 1}},
          out, {&verdict, 1});
  return verdict;
}

}  // namespace pairtwist
