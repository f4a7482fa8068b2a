// SPDX-License-Identifier: BSD-3-Clause
#include "cli/checked_ways.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <nlohmann/json.hpp>

#include "cli/text.hpp"
#include "text/counted.hpp"

namespace pairtwist::cli {

void CheckedWays::add(const CheckedPoint& point) {
  for (std::size_t w = 0; w < point.judged.size(); ++w) {
    if (point.judged[w] == 0) continue;
    const Way& way = point.ways.ways[w];
    const auto key = std::tuple(point.ways.first, way.text, way.tolerance, way.another);
    const auto [known, added] = places_.try_emplace(key, groups_.size());
    if (added) groups_.push_back({point.ways.first, way.text, way.tolerance, way.another, 0, 0});
    Group& group = groups_[known->second];
    ++group.points;
    group.values += point.judged[w];
  }
  for (const std::string& text : point.ways.passed_over)
    ++passed_over_[fmt::format("{}: {}", point.ways.first, text)];
}

/// "closed_form in double -> fock, moving frame, tolerance 1e-10: 8 points, 808 values"
std::string CheckedWays::text_of(const Group& group) {
  return fmt::format("  {} -> {}, tolerance {:g}{}: {}, {} values\n", group.first, group.again,
                     group.tolerance,
                     group.another                ? ""
                     : group.first == group.again ? " (no other way: only the tolerance differs)"
                                                  : " (no other way: only the arithmetic differs)",
                     counted(static_cast<std::int64_t>(group.points), "point"),
                     count_text(static_cast<std::int64_t>(group.values)));
}

std::string CheckedWays::text() const {
  std::string text;
  for (const Group& group : groups_) text += text_of(group);
  for (const auto& [way, points] : passed_over_)
    text += fmt::format("  passed over at {}: {}\n",
                        counted(static_cast<std::int64_t>(points), "point"), way);
  return text;
}

nlohmann::ordered_json CheckedWays::ways_json() const {
  nlohmann::ordered_json ways = nlohmann::ordered_json::array();
  for (const Group& group : groups_)
    ways.push_back({{"first", group.first},
                    {"again", group.again},
                    {"another_way", group.another},
                    {"tolerance", group.tolerance},
                    {"points", group.points},
                    {"values", group.values}});
  return ways;
}

nlohmann::ordered_json CheckedWays::passed_over_json() const {
  nlohmann::ordered_json passed_over = nlohmann::ordered_json::array();
  for (const auto& [way, points] : passed_over_)
    passed_over.push_back({{"way", way}, {"points", points}});
  return passed_over;
}

}  // namespace pairtwist::cli
