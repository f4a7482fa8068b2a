// How well the double-double arithmetic of coherent.hpp knows a point's coherences.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include "physics/coherent_point.hpp"
#include "physics/pair_index.hpp"

namespace pairtwist::engines {

/// What the error of ln v grows with.
struct CoherenceSize {
  double start;       ///< |alpha_0|
  double pump;        ///< the largest |eta|
  double kappa;
  double frequency;   ///< the largest |lambda_m|
  double twist;       ///< the largest |U (m² - m'²)|

  /// A cavity driven by eta from alpha_0 never holds an amplitude above |alpha_0| + |eta| min(t,
  /// 2/kappa), resonant or not; then ln v is made of |alpha|² and int |eta alpha| dt, good to
  /// 2^-92 of them (propagator), of phases lambda t and U (m² - m'²) t, good to 2^-103.
  double error(double time) const {
    const double driven = kappa > 0.0 ? std::min(time, 2.0 / kappa) : time;
    const double amplitude = start + pump * driven;
    return 0x1p-91 * amplitude * (amplitude + pump * time) +
           0x1p-102 * time * (frequency * amplitude * amplitude + twist);
  }
};

/// The time up to which v of all pairs is known to within `allowed`; infinite if that holds at
/// `stop`, beyond which nobody asks.
inline double known_until(const CoherenceSize& size, double stop, double allowed) {
  if (size.error(stop) <= allowed) return std::numeric_limits<double>::infinity();
  double known = 0.0;
  double unknown = stop;
  for (int step = 0; step < 200; ++step) {
    // The error grows with a power of the time: halve its logarithm, from far below on.
    const double least = stop * 0x1p-1000;
    const double middle = std::sqrt(std::max(known, least)) * std::sqrt(unknown);
    (size.error(middle) <= allowed ? known : unknown) = middle;
  }
  return known;
}

inline CoherenceSize coherence_size(const physics::CoherentPoint& point,
                                    const physics::CoherentSegment* segments,
                                    const physics::PairIndex& pairs) {
  CoherenceSize size{std::hypot(point.alpha0_re, point.alpha0_im), 0.0, point.kappa, 0.0, 0.0};
  for (std::uint32_t i = 0; i < point.segments; ++i)
    size.pump = std::max(size.pump, std::hypot(segments[i].eta_re, segments[i].eta_im));
  const double m = static_cast<double>(pairs.k_lo + pairs.sectors) + 0.5 * pairs.odd;
  size.frequency = std::hypot(std::abs(point.two_W0) * m * m + std::abs(point.detuning),
                              0.5 * point.kappa);
  // Of neighbours, or next ones, m² differs by 4 m at most.
  size.twist = std::abs(point.U) * ((pairs.demand & physics::every_pair) != 0 ? m * m : 4.0 * m);
  return size;
}

}  // namespace pairtwist::engines
