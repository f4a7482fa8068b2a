// SPDX-License-Identifier: BSD-3-Clause
// A chunk as HDF5's own filters make it: shuffled, deflated, with its checksum behind. What HDF5
// does itself for one chunk after the other is done here, so that threads can share it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pairtwist {

/// Of numbers a higher level leaves a hundredth less, and takes half as long again.
constexpr int deflate_level = 1;

/// Fletcher's checksum (J. G. Fletcher, IEEE Trans. Commun. 30, 247, 1982) of 16-bit words, the
/// more significant byte first; a byte that is left over counts as one.
std::uint32_t fletcher32(std::span<const std::byte> bytes);

/// elements: a whole chunk. Throws std::bad_alloc.
std::vector<std::byte> packed_chunk(std::span<const std::byte> elements, std::size_t element_size);

}  // namespace pairtwist
