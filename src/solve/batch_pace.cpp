// SPDX-License-Identifier: BSD-3-Clause
#include "solve/batch_pace.hpp"

#include <algorithm>
#include <limits>

namespace pairtwist {

BatchPace::BatchPace(double seconds, std::int64_t first)
    : seconds_(seconds),
      most_(seconds > 0.0 ? std::max<std::int64_t>(1, first)
                          : std::numeric_limits<std::int64_t>::max()) {}

void BatchPace::took(std::int64_t points, double seconds) {
  if (seconds_ <= 0.0 || points < 1) return;
  // Not faster: the points that follow may cost more than these.
  constexpr double growth = 4.0;
  constexpr double largest = 1e15;
  const double in_time =
      seconds > 0.0 ? static_cast<double>(points) * (seconds_ / seconds) : largest;
  const double grown = growth * static_cast<double>(most_);
  most_ = static_cast<std::int64_t>(std::clamp(in_time, 1.0, std::min(grown, largest)));
}

}  // namespace pairtwist
