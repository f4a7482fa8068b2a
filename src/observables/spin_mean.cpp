#include <cmath>

#include "observables/formulas.hpp"
#include "observables/ladder.hpp"

namespace pairtwist::formulas {

/// (<J_x>, <J_y>, <J_z>), from <J_+> = sum of rho[m,m+1] <m+1|J_+|m>. Neighbours share one factor
/// of dephasing and tilt.
Trust spin_mean(const AtomicState& state, std::span<double> out) {
  const auto& c = state.start().amplitude;
  double plus_re = 0.0, plus_im = 0.0, z = 0.0;
  for (std::int64_t i = 0; i < state.dim(); ++i) z += state.weight(i) * state.m(i);
  for (std::int64_t i = 0; i + 1 < state.dim(); ++i) {
    const auto term = c[i] * std::conj(c[i + 1]) *
                      state.photon_factor(state.sector(i), state.sector(i + 1)) *
                      raising_element(state.atoms(), state.start().two_m(i));
    plus_re += term.real();
    plus_im += term.imag();
  }
  // m -> -m mirrors every term of a symmetric start: exact zeros are not left to rounding.
  if (state.start().symmetric) plus_im = z = 0.0;
  // m - m' = -1; the phase may be large: reduced in double-double.
  const ExtendedComplex phase = physics::expi(physics::two_prod(state.tilt(), state.time()));
  const std::complex<double> turn = std::exp(-0.5 * state.dephasing() * state.time()) *
                                    std::complex<double>(phase.re.hi, phase.im.hi);
  out[0] = plus_re * turn.real() - plus_im * turn.imag();
  out[1] = plus_re * turn.imag() + plus_im * turn.real();
  out[2] = z;
  return Trust::good;
}

}  // namespace pairtwist::formulas
