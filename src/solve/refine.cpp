// SPDX-License-Identifier: BSD-3-Clause
#include "solve/refine.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

namespace pairtwist {
namespace {

bool narrow_enough(const Crossing& c, double first_width) {
  const double width = c.after - c.before;
  return width <= 1e-13 * first_width ||
         width <= 4.0 * std::numeric_limits<double>::epsilon() * std::abs(c.after);
}

/// Next time to look at: secant through the ends, every third step the middle (so that a flat or
/// broken end cannot stall it).
double next_time(const Crossing& c, int step) {
  const double middle = 0.5 * (c.before + c.after);
  const double rise = c.value_after - c.value_before;
  if (step % 3 == 2 || !std::isfinite(rise) || rise <= 0.0) return middle;
  const double secant = c.before + (c.level - c.value_before) / rise * (c.after - c.before);
  return secant > c.before && secant < c.after ? secant : middle;
}

}  // namespace

std::vector<double> locate_crossings(std::vector<Crossing> crossings, const EvaluateAt& evaluate) {
  std::vector<std::size_t> active(crossings.size());
  std::iota(active.begin(), active.end(), std::size_t{0});
  std::vector<double> first_width;
  for (const Crossing& c : crossings) first_width.push_back(c.after - c.before);
  std::vector<int> last_side(crossings.size(), 0);
  std::vector<char> decided;  // the value at `before` is known
  for (const Crossing& c : crossings) decided.push_back(std::isnan(c.value_before) ? 0 : 1);

  for (int step = 0; !active.empty(); ++step) {
    std::erase_if(active,
                  [&](std::size_t i) { return narrow_enough(crossings[i], first_width[i]); });
    std::vector<double> times;
    for (const std::size_t i : active) times.push_back(next_time(crossings[i], step));
    if (active.empty()) break;
    const std::vector<double> values = evaluate(active, times);
    for (std::size_t a = 0; a < active.size(); ++a) {
      Crossing& c = crossings[active[a]];
      int& side = last_side[active[a]];
      // The Illinois rule: an end that stays twice is drawn half way to the level.
      if (values[a] >= c.level) {
        c.after = times[a];
        c.value_after = values[a];
        if (side > 0) c.value_before = c.level - 0.5 * (c.level - c.value_before);
        side = 1;
      } else {
        c.before = times[a];
        c.value_before = values[a];
        decided[active[a]] = std::isnan(values[a]) ? 0 : 1;
        if (side < 0) c.value_after = c.level + 0.5 * (c.value_after - c.level);
        side = -1;
      }
    }
  }
  std::vector<double> found;
  for (std::size_t i = 0; i < crossings.size(); ++i)
    found.push_back(decided[i] != 0 ? crossings[i].after
                                    : std::numeric_limits<double>::quiet_NaN());
  return found;
}

std::vector<double> locate_maxima(const std::vector<Bracket>& brackets,
                                  const EvaluateAt& evaluate) {
  constexpr double golden = 0.6180339887498949;
  const std::size_t count = brackets.size();
  std::vector<std::size_t> all(count);
  std::iota(all.begin(), all.end(), std::size_t{0});
  std::vector<double> left, right, low, high;
  for (const Bracket& b : brackets) {
    left.push_back(b.left);
    right.push_back(b.right);
    low.push_back(b.right - golden * (b.right - b.left));
    high.push_back(b.left + golden * (b.right - b.left));
  }
  if (count == 0) return {};
  std::vector<double> value_low = evaluate(all, low);
  std::vector<double> value_high = evaluate(all, high);
  // 0.618^39 < 1e-8: closer, the value of a smooth maximum no longer changes in double precision.
  for (int step = 0; step < 39; ++step) {
    std::vector<double> times(count);
    for (std::size_t i = 0; i < count; ++i) {
      if (value_low[i] >= value_high[i]) {
        right[i] = high[i];
        high[i] = low[i];
        value_high[i] = value_low[i];
        times[i] = low[i] = right[i] - golden * (right[i] - left[i]);
      } else {
        left[i] = low[i];
        low[i] = high[i];
        value_low[i] = value_high[i];
        times[i] = high[i] = left[i] + golden * (right[i] - left[i]);
      }
    }
    const std::vector<double> values = evaluate(all, times);
    for (std::size_t i = 0; i < count; ++i)
      (times[i] == low[i] ? value_low[i] : value_high[i]) = values[i];
  }
  std::vector<double> found;
  for (std::size_t i = 0; i < count; ++i) found.push_back(0.5 * (left[i] + right[i]));
  return found;
}

}  // namespace pairtwist
