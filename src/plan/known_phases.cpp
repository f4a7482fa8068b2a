// SPDX-License-Identifier: BSD-3-Clause
#include "plan/known_phases.hpp"

#include <cmath>
#include <cstdint>

#include "physics/dd_math.hpp"
#include "plan/coherence_bound.hpp"

namespace pairtwist {

bool some_phases_known(const Point& point, double time, double tolerance) {
  const physics::PairIndex middle{.k_lo = 0,
                                  .sectors = 1,
                                  .demand = physics::step1,
                                  .odd = point.parameters.model.atoms % 2 == 0 ? 0U : 1U};
  const CoherenceSize size = coherence_size(point, middle);
  const double a = size.amplitude(time);
  const double phase = time * (size.frequency * a * a + size.twist);
  return phase <= physics::largest_phase &&
         size.error(time, in_double_double) <= phase_share * tolerance;
}

}  // namespace pairtwist
