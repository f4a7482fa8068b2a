// SPDX-License-Identifier: BSD-3-Clause
#include "solve/sample_peaks.hpp"

#include <algorithm>
#include <cmath>

namespace pairtwist {

std::vector<double> edges_of(const Task& task) {
  std::vector<double> edges;
  for (const PumpSegment& segment : task.point.segments)
    if (std::isfinite(segment.until)) edges.push_back(segment.until);
  return edges;
}

bool may_reach(const Curve& curve, std::size_t k, std::span<const double> edges, double level,
               double margin, double rise) {
  const double here = curve.at(k);
  if (!std::isfinite(here)) return false;
  const bool at_an_end = k == 0 || k + 1 == curve.size();
  // Behind the end of a pump a plateau goes on by rounding, and a peak may lie just before it.
  const bool at_an_edge = !at_an_end && std::ranges::any_of(edges, [&](double edge) {
    return edge >= curve.times[k - 1] && edge <= curve.times[k + 1];
  });
  double drop = 0.0;
  for (const std::size_t beside : {k - 1, k + 1}) {
    if (beside >= curve.size()) continue;  // k - 1 of the first one, too
    const double other = curve.at(beside);
    if (other > here + (at_an_end || at_an_edge ? margin : 0.0)) return false;
    if (std::isfinite(other)) drop = std::max(drop, here - other);
  }
  return here + rise * drop >= level;
}

bool has_pole(std::span<const double> values, std::span<const double> divisors) {
  // Towards the zero the divisor falls to this part of itself or less, what is divided by its
  // square to this part at most: a numerator that vanishes as that square would fall to the square
  // of it.
  constexpr double part = 0.6;
  const auto approaches = [&](std::size_t far, std::size_t near) {
    const auto divided = [&](std::size_t k) { return values[k] * divisors[k] * divisors[k]; };
    return std::abs(divisors[near]) <= part * std::abs(divisors[far]) &&
           divided(near) >= part * divided(far);
  };
  for (std::size_t k = 1; k + 2 < divisors.size(); ++k)
    if (divisors[k] * divisors[k + 1] < 0.0 && approaches(k - 1, k) && approaches(k + 2, k + 1))
      return true;
  return false;
}

PeakSearch peak_beside(const Curve& curve, std::size_t k, std::span<const double> edges,
                       double margin) {
  const auto known = [&](std::size_t i) { return std::isfinite(curve.at(i)); };
  constexpr std::size_t reach = PeakSearch::reach;
  std::size_t before = 0;
  while (before < std::min(k, 2 * reach) && known(k - before - 1)) ++before;
  std::size_t after = 0;
  while (after < std::min(curve.size() - 1 - k, 2 * reach) && known(k + after + 1)) ++after;
  const std::size_t first = k - std::min(before, 2 * reach - std::min(after, reach));
  const std::size_t last = k + std::min(after, 2 * reach - std::min(before, reach));
  std::vector<PeakNode> nodes;
  nodes.reserve(last - first + 1);
  for (std::size_t i = first; i <= last; ++i) nodes.push_back({curve.times[i], curve.at(i)});
  return {nodes,
          k - first,
          curve.times[k > 0 ? k - 1 : k],
          curve.times[k + 1 < curve.size() ? k + 1 : k],
          edges,
          margin};
}

}  // namespace pairtwist
