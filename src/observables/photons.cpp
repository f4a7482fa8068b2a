// Moments of the photon number, rho_ph = sum |C_m|² R_mm: with x = <a†a> and y = <a†² a²> of the
// blocks, distributed as |C_m|², <n> = <x> and <n²> = <y> + <x>.
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

/// f of the moments, for what is divided by <n>.
template <class F>
Trust over_photons(const AtomicState& state, std::span<double> out, const F& f) {
  const Moments n = photon_moments(state);
  const bool too_few = std::abs(n.mean) < state.photon_scale() && n.mean != 0.0;
  out[0] = n.mean > fewest_photons && !too_few ? f(n) : undefined;
  return too_few ? Trust::few_photons : Trust::good;
}

}  // namespace

Trust photon_number(const AtomicState& state, std::span<double> out) {
  out[0] = photon_moments(state).mean;
  return Trust::good;
}

/// Q = (<n²> - <n>²)/<n> - 1; undefined without photons.
Trust mandel_q(const AtomicState& state, std::span<double> out) {
  return over_photons(state, out, [](const Moments& n) { return n.excess / n.mean; });
}

/// g2(0) = <a†²a²>/<n>²; undefined without photons.
Trust g2(const AtomicState& state, std::span<double> out) {
  return over_photons(state, out,
                      [](const Moments& n) { return 1.0 + n.excess / n.mean / n.mean; });
}

}  // namespace pairtwist::formulas
