// SPDX-License-Identifier: BSD-3-Clause
// How well the arithmetics of coherent.hpp know a point's coherences, before anything is solved.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include "pairtwist/scan.hpp"
#include "physics/coherent_point.hpp"
#include "physics/pair_index.hpp"

namespace pairtwist {

/// Errors of ln v, relative to what it is made of: |alpha|², int |zeta alpha| dt, and phases
/// lambda t and U (m² - m'²) t.
struct ArithmeticError {
  double of_field;
  double of_drive;
  double of_phase;
  double of_twist;
  double of_functions;  ///< exp, sin and cos
};
/// The propagator is good to 2^-92.
inline constexpr ArithmeticError in_double_double{0x1p-91, 0x1p-91, 0x1p-102, 0x1p-102, 0.0};
/// 128 phasors are multiplied at most (closed_form_sums.inl), and the propagator is good to 2^-49.
inline constexpr ArithmeticError in_double{0x1p-45, 0x1p-47, 0x1p-50, 0x1p-50, 0x1p-48};

/// Without that: each sample is reached by itself.
inline constexpr ArithmeticError in_double_alone{0x1p-48, 0x1p-48, 0x1p-50, 0x1p-50, 0x1p-48};

/// What steps of an integration round of what they turn (measured: a fifth of it at most); the
/// atoms' own phase is put on at the end with all its digits (physics/twist.hpp).
inline constexpr ArithmeticError in_steps{0x1p-51, 0x1p-51, 0x1p-52, 0x1p-102, 0x1p-51};

/// What the error of ln v grows with.
struct CoherenceSize {
  double start = 0.0;   ///< |alpha_0|, and how far the light is spread about that
  double spread = 0.0;  ///< this alone
  double pump = 0.0;    ///< the largest |eta_m|
  double pumps = 0.0;   ///< the sum of |eta_m| over the stretches
  double drive = 0.0;   ///< the largest |Omega/(Omega - i kappa) zeta_m| (physics/coherent.hpp)
  double kappa = 0.0;
  double slowest = 0.0;    ///< the smallest |lambda_m|
  double frequency = 0.0;  ///< the largest |lambda_m|
  double twist = 0.0;      ///< the largest |U (m² - m'²)|
  double m_squared = 0.0;  ///< the largest m²
  /// What no amplitude was above, of light that has been solved.
  double largest = std::numeric_limits<double>::infinity();

  /// |eta| and |Wt|. Of zeta_m the factor leaves eta_m and 2 (m² - m'²) Wt at most.
  void add_stretch(double eta, double transverse) {
    const double side = 2.0 * transverse * m_squared;
    const double eta_m = (1.0 + spread) * (eta + side);
    pump = std::max(pump, eta_m);
    pumps += eta_m;
    drive = std::max(drive, eta_m + (1.0 + spread) * side);
  }

  /// A cavity driven by eta_m from alpha_0 never holds an amplitude above |alpha_0| + |eta_m|
  /// min(t, 2/kappa), resonant or not, and one that is driven off resonance 2 |eta_m/lambda| for
  /// each stretch.
  double amplitude(double time) const {
    const double driven = kappa > 0.0 ? std::min(time, 2.0 / kappa) : time;
    const double reached =
        start + std::min(pump * driven, slowest > 0.0 ? 2.0 * pumps / slowest
                                                      : std::numeric_limits<double>::infinity());
    return std::min(reached, largest);
  }
  double error(double time, const ArithmeticError& arithmetic) const {
    const double a = amplitude(time);
    return arithmetic.of_functions + arithmetic.of_field * a * a +
           arithmetic.of_drive * a * drive * time +
           time * (arithmetic.of_phase * frequency * a * a + arithmetic.of_twist * twist);
  }
};

/// The time up to which v of all pairs is known to within `allowed` in double-double; infinite if
/// that holds at `stop`, beyond which nobody asks.
inline double known_until(const CoherenceSize& size, double stop, double allowed) {
  if (size.error(stop, in_double_double) <= allowed) return std::numeric_limits<double>::infinity();
  double known = 0.0;
  double unknown = stop;
  for (int step = 0; step < 200; ++step) {
    // The error grows with a power of the time: halve its logarithm, from far below on.
    const double least = stop * 0x1p-1000;
    const double middle = std::sqrt(std::max(known, least)) * std::sqrt(unknown);
    (size.error(middle, in_double_double) <= allowed ? known : unknown) = middle;
  }
  return known;
}

/// Of what phases may be wrong by, for sums that small differences are taken of.
inline constexpr double share_of_differences = 1e-4;

/// Of what is allowed, what the terms |eta/lambda|² of physics::Orbit may cost in double.
inline constexpr double resonance_share = 0x1p-4;

/// |lambda|² below which a sector is too near resonance for that: there a phasor's error is one of
/// these terms, too.
inline double near_resonance(const CoherenceSize& size, double allowed) {
  return in_double.of_field * size.pump * size.drive / (resonance_share * allowed);
}

/// Without a pump.
inline CoherenceSize coherence_size(const physics::CoherentPoint& point,
                                    const physics::PairIndex& pairs) {
  CoherenceSize size;
  // Light about its mean goes along with what the pump makes of it (physics/spread_light.hpp).
  size.spread = std::sqrt(point.nu + std::hypot(point.mu_re, point.mu_im));
  size.start = std::hypot(point.alpha0_re, point.alpha0_im) + size.spread;
  size.kappa = point.kappa;
  const double offset = static_cast<double>(pairs.k_lo) + 0.5 * pairs.odd;
  const double last = offset + static_cast<double>(pairs.sectors);
  const double half = 0.5 * point.kappa;
  // The sectors on either side of the resonance 2 W0 m² = detuning, where it is among them.
  const double resonant = point.two_W0 != 0.0 ? point.detuning / point.two_W0 : 0.0;
  const double nearest = resonant > 0.0 ? std::floor(std::sqrt(resonant) - offset) : 0.0;
  const double most = static_cast<double>(std::max<std::int64_t>(pairs.sectors - 1, 0));
  double least = std::numeric_limits<double>::infinity();
  for (const double k : {nearest, nearest + 1.0}) {
    const double m = offset + std::clamp(k, 0.0, most);
    least = std::min(least, std::abs(point.two_W0 * m * m - point.detuning));
  }
  size.slowest = std::hypot(least, half);
  size.m_squared = last * last;
  size.frequency =
      std::hypot(std::abs(point.two_W0) * last * last + std::abs(point.detuning), half);
  // Of neighbours, or next ones, m² differs by 4 m at most.
  size.twist =
      std::abs(point.U) * ((pairs.demand & physics::every_pair) != 0 ? last * last : 4.0 * last);
  return size;
}

/// A point as the closed form's equations take it, without its segments' place.
physics::CoherentPoint coherent_point(const Point& point);
physics::CoherentSegment coherent_segment(const PumpSegment& segment);

/// Of solve.tolerance, for what the phases of v may be wrong by in the arithmetic that is chosen.
inline constexpr double phase_share = 0.1;

/// Of all stretches of the point's pump.
CoherenceSize coherence_size(const Point& point, const physics::PairIndex& pairs);

/// Whether the closed form's v of these pairs are good to phase_share of the tolerance in double.
bool double_is_enough(const Point& point, const physics::PairIndex& pairs, double tolerance);

}  // namespace pairtwist
