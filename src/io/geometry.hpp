// SPDX-License-Identifier: BSD-3-Clause
// Index arithmetic of datasets, without HDF5: how a batch of points lies in a grid, and how a
// dataset is cut into chunks.
#pragma once

#include <cstddef>
#include <vector>

namespace pairtwist {

/// A hyperslab of a grid.
struct Box {
  std::vector<std::size_t> start;
  std::vector<std::size_t> count;
  std::size_t size = 1;  ///< number of points
};

/// The points first ... first + count - 1 of a row-major grid as boxes, in the points' order; at
/// most 2 rank - 1 of them. Rank 0 is a single point. The range must lie within the grid.
std::vector<Box> grid_boxes(const std::vector<std::size_t>& shape, std::size_t first,
                            std::size_t count);

/// Chunk lengths for a dataset that is filled in row-major order: a run of consecutive elements of
/// about 1 MiB (at most), so that a sequential writer leaves each chunk for good. `shape` has no
/// zero length.
std::vector<std::size_t> chunk_shape(const std::vector<std::size_t>& shape,
                                     std::size_t element_size);

}  // namespace pairtwist
