// SPDX-License-Identifier: BSD-3-Clause
// The pump of one sector: the light that goes with |m> is driven by eta_m = eta + 2i Wt m², Wt the
// transverse pump [P 4] (docs/physics.md, 1).
#pragma once

#include "physics/coherent_point.hpp"
#include "physics/dd_math.hpp"

namespace pairtwist::physics {

/// eta_m; each part is rounded once. m_squared: doubles or a pack of them.
template <class S>
PT_HD Complex<DD<S>> extended_pump(const CoherentSegment& segment, S m_squared) {
  return {two_prod(S(-2.0 * segment.transverse_im), m_squared) + S(segment.eta_re),
          two_prod(S(2.0 * segment.transverse_re), m_squared) + S(segment.eta_im)};
}
template <class S>
PT_HD Complex<S> sector_pump(const CoherentSegment& segment, S m_squared) {
  const Complex<DD<S>> pump = extended_pump(segment, m_squared);
  return {pump.re.hi, pump.im.hi};
}

}  // namespace pairtwist::physics
