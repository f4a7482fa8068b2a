// SPDX-License-Identifier: BSD-3-Clause
#include "spmm/measured_way.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace pairtwist::spmm {

double MeasuredWay::median() const {
  if (milliseconds.empty()) return std::numeric_limits<double>::infinity();
  std::vector<double> sorted = milliseconds;
  std::ranges::sort(sorted);
  return sorted[sorted.size() / 2];
}

double MeasuredWay::share(double bytes_per_second) const {
  return bytes / (1e-3 * median()) / bytes_per_second;
}

nlohmann::ordered_json record(const MeasuredWay& way, double bytes_per_second) {
  if (!way.offered) return {{"way", way.name}, {"offered", false}};
  return {{"way", way.name},
          {"offered", true},
          {"difference", way.difference},
          {"milliseconds", way.milliseconds},
          {"median", way.median()},
          {"bytes", way.bytes},
          {"share_of_memory_speed", way.share(bytes_per_second)}};
}

std::string line(const MeasuredWay& way, double bytes_per_second) {
  if (!way.offered) return fmt::format("{:<34} not offered by this cuSPARSE", way.name);
  return fmt::format("{:<34} {:8.3f} ms {:8.3f} GB {:5.1f} % of the memory's speed, off by {:.1e}",
                     way.name, way.median(), 1e-9 * way.bytes, 100.0 * way.share(bytes_per_second),
                     way.difference);
}

const MeasuredWay* best(const std::vector<MeasuredWay>& ways) {
  const auto first = std::ranges::min_element(
      ways, [](const MeasuredWay& a, const MeasuredWay& b) { return a.median() < b.median(); });
  return first == ways.end() || !first->offered ? nullptr : &*first;
}

void demand_agreement(const std::string& name, std::int64_t atoms, double difference) {
  if (difference <= allowed_difference) return;
  throw std::runtime_error(fmt::format(
      "N = {}: {} is off by {:.1e} of a state's norm, allowed: {:.0e}; no time of it counts", atoms,
      name, difference, allowed_difference));
}

}  // namespace pairtwist::spmm
