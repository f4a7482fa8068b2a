// SPDX-License-Identifier: BSD-3-Clause
#include "solve/refine.hpp"

#include <cstddef>
#include <numeric>

namespace pairtwist {
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
