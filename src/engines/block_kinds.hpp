// SPDX-License-Identifier: BSD-3-Clause
// Which blocks of a point could not be solved: told apart by what reads them, so that a block that
// gives up costs only the quantities whose sums it is in.
#pragma once

#include <cstdint>

#include "physics/host_device.hpp"

namespace pairtwist::engines {

/// Bits: diagonal blocks, pairs of neighbouring sectors, those two apart, and all others.
enum BlockKind : std::int32_t {
  diagonal_blocks = 1,
  neighbours = 2,
  two_apart = 4,
  farther_apart = 8,
  pairs_of_sectors = neighbours | two_apart | farther_apart,
  every_block = diagonal_blocks | pairs_of_sectors
};

/// Of the block (k, l), k <= l.
PT_HD constexpr std::int32_t kind_of_block(std::int64_t k, std::int64_t l) {
  return l - k < 3 ? 1 << (l - k) : farther_apart;
}

}  // namespace pairtwist::engines
