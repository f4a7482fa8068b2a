// SPDX-License-Identifier: BSD-3-Clause
#include "scan/cost_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace pairtwist {
namespace {

constexpr int levels_of_octave = 16;
/// Levels end where no count that is made of whole numbers lies.
constexpr double off_whole_numbers = 0.381966011250105;
/// A double has no more octaves.
constexpr int largest_level = levels_of_octave * 1024;

/// 2^(i/16), written out: not every library rounds exp2 alike.
constexpr std::array<double, levels_of_octave> roots = {1.0,
                                                        1.0442737824274138,
                                                        1.0905077326652577,
                                                        1.1387886347566916,
                                                        1.189207115002721,
                                                        1.241857812073484,
                                                        1.2968395546510096,
                                                        1.3542555469368927,
                                                        1.4142135623730951,
                                                        1.4768261459394993,
                                                        1.5422108254079407,
                                                        1.6104903319492543,
                                                        1.681792830507429,
                                                        1.7562521603732995,
                                                        1.8340080864093424,
                                                        1.9152065613971474};

int level_of(double cost) {
  if (std::isnan(cost)) return largest_level;
  const double level = std::floor(levels_of_octave * std::log2(cost) + off_whole_numbers);
  return static_cast<int>(
      std::clamp(level, -static_cast<double>(largest_level), static_cast<double>(largest_level)));
}

double cost_of(int level) {
  const int octave =
      (level < 0 ? level - (levels_of_octave - 1) : level) / levels_of_octave;  // rounded down
  return std::ldexp(roots[static_cast<std::size_t>(level - octave * levels_of_octave)], octave);
}

std::size_t product(const std::vector<std::size_t>& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), std::size_t{1}, std::multiplies<>());
}

/// The longest axes give way first.
std::vector<std::size_t> nodes_of(std::vector<std::size_t> shape, std::size_t most) {
  while (product(shape) > std::max<std::size_t>(most, 1)) {
    std::size_t& longest = *std::ranges::max_element(shape);
    longest -= std::max<std::size_t>(1, longest / 8);
  }
  return shape;
}

/// Node `node` of `nodes` on an axis of `length` places.
std::size_t place_of(std::size_t node, std::size_t nodes, std::size_t length) {
  if (nodes == 1) return (length - 1) / 2;
  return (2 * node * (length - 1) + (nodes - 1)) / (2 * (nodes - 1));
}

std::size_t nearest_node(std::size_t place, std::size_t nodes, std::size_t length) {
  if (nodes == length) return place;
  if (nodes == 1) return 0;
  return (2 * place * (nodes - 1) + (length - 1)) / (2 * (length - 1));
}

}  // namespace

CostMap::CostMap(std::vector<std::size_t> shape, std::size_t most, const Count& count)
    : shape_(std::move(shape)), nodes_(nodes_of(shape_, most)) {
  std::vector<std::size_t> points(product(nodes_));
  for (std::size_t i = 0; i < points.size(); ++i) {
    std::size_t rest = i;
    std::size_t stride = 1;
    for (std::size_t axis = shape_.size(); axis-- > 0; rest /= nodes_[axis]) {
      points[i] += stride * place_of(rest % nodes_[axis], nodes_[axis], shape_[axis]);
      stride *= shape_[axis];
    }
  }
  for (const double cost : count(points)) levels_.push_back(level_of(cost));
}

CostMap::CostMap(std::vector<std::size_t> shape, std::vector<std::size_t> nodes,
                 std::vector<int> levels)
    : shape_(std::move(shape)), nodes_(std::move(nodes)), levels_(std::move(levels)) {
  if (nodes_.size() != shape_.size()) throw std::invalid_argument("CostMap: other axes");
  std::size_t left = levels_.size();
  for (std::size_t axis = 0; axis < shape_.size(); ++axis) {
    // Before they are multiplied: a damaged number may be any.
    if (nodes_[axis] == 0 || nodes_[axis] > shape_[axis] || left % nodes_[axis] != 0)
      throw std::invalid_argument("CostMap: an axis has no such number of nodes");
    left /= nodes_[axis];
  }
  if (left != 1) throw std::invalid_argument("CostMap: not a level for each node");
  if (std::ranges::any_of(
          levels_, [](int level) { return level < -largest_level || level > largest_level; }))
    throw std::invalid_argument("CostMap: no such level");
}

std::size_t CostMap::points() const { return product(shape_); }

double CostMap::cost(std::size_t point) const {
  std::size_t index = 0;
  std::size_t stride = 1;
  for (std::size_t axis = shape_.size(); axis-- > 0; point /= shape_[axis]) {
    index += stride * nearest_node(point % shape_[axis], nodes_[axis], shape_[axis]);
    stride *= nodes_[axis];
  }
  return cost_of(levels_[index]);
}

double CostMap::spread() const {
  const auto [least, largest] = std::ranges::minmax(levels_);
  return cost_of(largest - least);
}

}  // namespace pairtwist
