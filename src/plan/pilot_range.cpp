// SPDX-License-Identifier: BSD-3-Clause
#include "plan/pilot_range.hpp"

#include <algorithm>
#include <cmath>

namespace pairtwist {

TimeRange range_of(const StoppedPilot& pilot) {
  // Cutoffs may go on growing, and the points yet to come are dearer or cheaper than they were
  // counted.
  constexpr double cheaper = 0.5;
  constexpr double dearer = 2.0;
  constexpr double dearer_than_begun = 3.0;  // where no point has an end yet
  constexpr double worth_a_doubt = 1.0;      // seconds
  const double cost = pilot.cost_before + pilot.cost;
  if (!(cost > 0.0) || !std::isfinite(pilot.whole)) return {pilot.seconds, {}};
  // What is solved again, or between the samples, and has taken longer than all that was counted of
  // these points will take as long as it takes.
  if (pilot.share > 0.0 && pilot.still > worth_a_doubt &&
      pilot.still > (pilot.seconds - pilot.still) * (1.0 / pilot.share - 1.0))
    return {pilot.seconds, {}};
  const double likely = (pilot.seconds_before + pilot.seconds) / cost * pilot.whole;
  const double least = std::max(pilot.seconds, cheaper * likely);
  // Ten times the first one's cost was seen.
  if (pilot.levels_open && pilot.cost_before == 0.0) return {least, {}};
  const double more = pilot.cost_before > 0.0 ? dearer : dearer_than_begun;
  return {least, std::max(least, more * likely)};
}

}  // namespace pairtwist
