// Moments of the photon number of a mixture of coherent states, rho_ph = sum |C_m|²
// |alpha_m><alpha_m|: with x = |alpha_m|² distributed as |C_m|², <n> = <x> and <n²> = <x²> + <x>.
#include <limits>

#include "observables/formulas.hpp"

namespace pairtwist::formulas {
namespace {

struct Moments {
  double mean;      ///< <x>
  double variance;  ///< of x; two passes, for the small differences between sectors
};

Moments photon_moments(const AtomicState& state) {
  double total = 0.0, first = 0.0, second = 0.0;
  for (std::int64_t i = 0; i < state.dim(); ++i) {
    total += state.weight(i);
    first += state.weight(i) * std::norm(state.alpha(i));
  }
  const double mean = first / total;
  for (std::int64_t i = 0; i < state.dim(); ++i) {
    const double deviation = std::norm(state.alpha(i)) - mean;
    second += state.weight(i) * (deviation * deviation);
  }
  return {mean, second / total};
}

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

}  // namespace

Trust photon_number(const AtomicState& state, std::span<double> out) {
  out[0] = photon_moments(state).mean;
  return Trust::good;
}

/// Q = (<n²> - <n>²)/<n> - 1 = Var(x)/<x> >= 0; undefined without photons.
Trust mandel_q(const AtomicState& state, std::span<double> out) {
  const Moments x = photon_moments(state);
  out[0] = x.mean > 0.0 ? x.variance / x.mean : undefined;
  return Trust::good;
}

/// g2(0) = <a†²a²>/<n>² = 1 + Var(x)/<x>²; undefined without photons.
Trust g2(const AtomicState& state, std::span<double> out) {
  const Moments x = photon_moments(state);
  out[0] = x.mean > 0.0 ? 1.0 + x.variance / x.mean / x.mean : undefined;
  return Trust::good;
}

}  // namespace pairtwist::formulas
