// SPDX-License-Identifier: BSD-3-Clause
// Looking closer than the sample times allow: where a quantity crosses a level, where it is
// largest. Both work on many points in lockstep, one new time a point and step, so that each step
// is one batch.
#pragma once

#include <functional>
#include <span>
#include <vector>

namespace pairtwist {

/// q at one time per search, for the searches listed: times[i] belongs to search which[i].
using EvaluateAt = std::function<std::vector<double>(std::span<const std::size_t> which,
                                                     std::span<const double> times)>;

/// A level is reached between before and after.
struct Crossing {
  double before, value_before;  ///< value_before < level (or NaN: not known to reach it)
  double after, value_after;    ///< value_after >= level
  double level;
};

/// First time in each bracket at which the level is known to be reached, to 4 ulp of the time or
/// 1e-13 of the bracket: Illinois steps with bisection between. Not a number where nothing below
/// the level is known next to it: the level may have been reached before.
std::vector<double> locate_crossings(std::vector<Crossing> crossings, const EvaluateAt& evaluate);

/// A maximum between left and right.
struct Bracket {
  double left, right;
};

/// Time of the largest value in each bracket, by golden section to 1e-8 of the bracket.
std::vector<double> locate_maxima(const std::vector<Bracket>& brackets, const EvaluateAt& evaluate);

}  // namespace pairtwist
