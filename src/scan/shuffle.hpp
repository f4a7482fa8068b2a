// SPDX-License-Identifier: BSD-3-Clause
// Chance for the dealing of points, the same with every standard library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pairtwist {

/// SplitMix64 (Steele, Lea, Flood 2014).
std::uint64_t next_random(std::uint64_t& state);

/// 0 ... count - 1 in the order of this seed.
std::vector<std::size_t> random_order(std::uint64_t seed, std::size_t count);

}  // namespace pairtwist
