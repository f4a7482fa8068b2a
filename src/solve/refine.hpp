// SPDX-License-Identifier: BSD-3-Clause
// Looking closer than the sample times allow: where a quantity is largest. Many points go in
// lockstep, one new time a point and step, so that each step is one batch.
#pragma once

#include <functional>
#include <span>
#include <vector>

namespace pairtwist {

/// q at one time per search, for the searches listed: times[i] belongs to search which[i].
using EvaluateAt = std::function<std::vector<double>(std::span<const std::size_t> which,
                                                     std::span<const double> times)>;

/// A maximum between left and right.
struct Bracket {
  double left, right;
};

/// Time of the largest value in each bracket, by golden section to 1e-8 of the bracket.
std::vector<double> locate_maxima(const std::vector<Bracket>& brackets, const EvaluateAt& evaluate);

}  // namespace pairtwist
