// SPDX-License-Identifier: BSD-3-Clause
// In which ways the points of a result were solved again, for the report of verify.
#pragma once

#include <cstddef>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <tuple>
#include <vector>

#include "solve/point_check.hpp"

namespace pairtwist::cli {

class CheckedWays {
 public:
  void add(const CheckedPoint& point);

  /// A line for each way, with its points and values, and for each that was passed over; indented,
  /// each ending in a newline.
  std::string text() const;
  nlohmann::ordered_json ways_json() const;
  nlohmann::ordered_json passed_over_json() const;

 private:
  /// Points that were solved alike, and how they were solved again.
  struct Group {
    std::string first, again;
    double tolerance = 0.0;
    bool another = true;
    std::size_t points = 0, values = 0;
  };
  static std::string text_of(const Group& group);

  std::map<std::tuple<std::string, std::string, double, bool>, std::size_t> places_;
  std::vector<Group> groups_;
  std::map<std::string, std::size_t> passed_over_;
};

}  // namespace pairtwist::cli
