// SPDX-License-Identifier: BSD-3-Clause
#include "observables/atomic_state.hpp"

#include <cmath>

namespace pairtwist {

std::complex<double> AtomicState::outer_factor(std::int64_t steps) const {
  if (steps == 0 || (dephasing() == 0.0 && tilt() == 0.0)) return 1.0;
  const auto difference = static_cast<double>(steps);
  const double decay = std::exp(-0.5 * dephasing() * time_ * (difference * difference));
  // The phase may be large: reduced in double-double.
  const ExtendedComplex turn = physics::expi(physics::two_prod(tilt(), time_) * -difference);
  return decay * std::complex<double>(turn.re.hi, turn.im.hi);
}

std::complex<double> AtomicState::coherence(std::int64_t i, std::int64_t j) const {
  return photon_factor(sector(i), sector(j)) * outer_factor(i - j);
}

ExtendedComplex AtomicState::coherence_extended(std::int64_t i, std::int64_t j) const {
  ExtendedComplex v = photon_factor_extended(sector(i), sector(j));
  if (i == j || (dephasing() == 0.0 && tilt() == 0.0)) return v;
  const auto difference = static_cast<double>(i - j);
  const auto decay =
      physics::exp_decay(physics::two_prod(dephasing(), time_) * (-0.5 * difference * difference));
  const auto phase = physics::two_prod(tilt(), time_) * -difference;
  return v * (physics::expi(phase) * decay);
}

}  // namespace pairtwist
