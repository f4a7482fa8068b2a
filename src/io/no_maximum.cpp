// SPDX-License-Identifier: BSD-3-Clause
#include "io/no_maximum.hpp"

#include <fmt/format.h>

#include "io/h5.hpp"
#include "io/read_statuses.hpp"
#include "pairtwist/results.hpp"

namespace pairtwist {

NoMaximum read_no_maximum(hid_t file) {
  NoMaximum found;
  if (H5Lexists(file, "status", H5P_DEFAULT) <= 0) return found;
  const std::vector<Status> statuses = read_statuses(file, "status");
  for (std::size_t point = 0; point < statuses.size(); ++point)
    if (statuses[point] == Status::no_maximum) found.points.push_back(point);
  if (found.points.empty()) return found;
  found.reason =
      "F_Q has no maximum before time.stop that stands out by solve.tolerance of N^2, and the pump "
      "no end; a longer time.stop may have one";
  found.text = statuses.size() == 1 ? found.reason
                                    : fmt::format("at {} of {} points {}", found.points.size(),
                                                  statuses.size(), found.reason);
  return found;
}

}  // namespace pairtwist
