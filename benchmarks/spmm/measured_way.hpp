// SPDX-License-Identifier: BSD-3-Clause
// A way to make the step, measured: what stands of it in the record, and on the screen.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace pairtwist::spmm {

/// Of the norm of a state, what two ways may differ by before their times count.
inline constexpr double allowed_difference = 1e-12;

struct MeasuredWay {
  std::string name;
  bool offered = true;      ///< else the library does not have it, and nothing follows
  double difference = 0.0;  ///< to what it is compared to, the worst of all trajectories
  std::vector<double> milliseconds = {};  ///< one a run
  double bytes = 0.0;                     ///< that its arrays must move, by count

  /// The middle one; infinite of a way that is not offered.
  double median() const;
  /// What of the memory's speed the bytes in the median come to.
  double share(double bytes_per_second) const;
};

nlohmann::ordered_json record(const MeasuredWay& way, double bytes_per_second);
std::string line(const MeasuredWay& way, double bytes_per_second);

/// Which has the shortest median; nullptr: none is offered.
const MeasuredWay* best(const std::vector<MeasuredWay>& ways);

/// Throws std::runtime_error if it is more than allowed, or no number.
void demand_agreement(const std::string& name, std::int64_t atoms, double difference);

}  // namespace pairtwist::spmm
