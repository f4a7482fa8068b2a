// Moments of the photon number, rho_ph = sum |C_m|² R_mm: with x = <a†a> and y = <a†² a²> of the
// blocks, distributed as |C_m|², <n> = <x> and <n²> = <y> + <x>.
#include <algorithm>
#include <cmath>
#include <limits>

#include "observables/formulas.hpp"

namespace pairtwist::formulas {
namespace {

struct Moments {
  double mean;    ///< <n>
  double excess;  ///< <n²> - <n>² - <n>; zero for one coherent state
};

/// Two passes, for the small differences between sectors: the excess is the variance of x plus the
/// mean of y - x², which is exactly zero for coherent blocks.
Moments photon_moments(const AtomicState& state) {
  double total = 0.0, first = 0.0, second = 0.0;
  for (std::int64_t i = 0; i < state.dim(); ++i) {
    total += state.weight(i);
    first += state.weight(i) * state.photons(i).number;
  }
  const double mean = first / total;
  for (std::int64_t i = 0; i < state.dim(); ++i) {
    const PhotonMoments& block = state.photons(i);
    const double deviation = block.number - mean;
    const double within = block.pairs - block.number * block.number;
    second += state.weight(i) * (deviation * deviation + within);
  }
  return {mean, second / total};
}

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

double pairs_of(const Moments& n) { return n.excess + n.mean * n.mean; }

/// By how much <a†a> and <a†²a²> may be off. What is uncertain of amplitudes adds to their norms,
/// as Minkowski's inequality has it.
PhotonMoments uncertain(const AtomicState& state, const Moments& n) {
  const PhotonRounding& rounding = state.photon_rounding();
  if (!rounding.of_fields) return {rounding.second, rounding.fourth};
  const double u = std::sqrt(std::max(n.mean, 0.0));
  const double by_u = std::sqrt(rounding.second);
  const double v = std::sqrt(std::sqrt(std::max(pairs_of(n), 0.0)));
  const double by_v = std::sqrt(std::sqrt(rounding.fourth));
  const double larger = v + by_v;
  return {by_u * (2.0 * u + by_u), by_v * (v + larger) * (v * v + larger * larger)};
}

/// Q n^{-power} + offset.
Trust over_photons(const AtomicState& state, std::span<double> out, int power, double offset) {
  const Moments n = photon_moments(state);
  out[0] = undefined;
  if (n.mean == 0.0) return Trust::undefined;
  if (std::abs(n.mean) < state.photon_scale()) return Trust::few_photons;
  if (n.mean <= fewest_photons) return Trust::undefined;
  const double over = std::pow(n.mean, power);
  const double q = n.excess / n.mean;
  const double value = offset + q / over;
  const PhotonMoments by = uncertain(state, n);
  const double value_by = (by.pairs + (q + 2.0 * n.mean) * by.number) / n.mean / over;
  if (value_by > state.tolerance() * std::max(1.0, std::abs(value))) return Trust::below_precision;
  out[0] = value;
  return Trust::good;
}

}  // namespace

bool lost_to_rounding(const AtomicState& state, double photons) {
  const Moments n = photon_moments(state);
  const double least = std::max(photons * photons, std::abs(pairs_of(n)));
  return uncertain(state, n).pairs > state.tolerance() * least;
}

Trust photon_number(const AtomicState& state, std::span<double> out) {
  out[0] = photon_moments(state).mean;
  return Trust::good;
}

/// Q = (<n²> - <n>²)/<n> - 1; undefined without photons.
Trust mandel_q(const AtomicState& state, std::span<double> out) {
  return over_photons(state, out, 0, 0.0);
}

/// g2(0) = <a†²a²>/<n>²; undefined without photons.
Trust g2(const AtomicState& state, std::span<double> out) {
  return over_photons(state, out, 1, 1.0);
}

}  // namespace pairtwist::formulas
