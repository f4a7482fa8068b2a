// SPDX-License-Identifier: BSD-3-Clause
// Some places of many, that stand for all of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace pairtwist {

/// At most `count` places of 0 ... size - 1, in increasing order and at equal distances from 0 on;
/// all of them if there are no more.
inline std::vector<std::size_t> evenly_spread(std::size_t size, std::size_t count) {
  std::vector<std::size_t> places(std::min(size, count));
  const auto some = static_cast<double>(places.size());
  for (std::size_t i = 0; i < places.size(); ++i)
    places[i] =
        places.size() == size
            ? i
            : static_cast<std::size_t>(static_cast<double>(i) / some * static_cast<double>(size));
  return places;
}

}  // namespace pairtwist
