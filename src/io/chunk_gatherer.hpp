// SPDX-License-Identifier: BSD-3-Clause
// Rows of a dataset, in whatever order they come, gathered into its chunks. Knows nothing of HDF5.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <vector>

namespace pairtwist {

/// A chunk with all of its elements; what lies beyond the dataset has the fill value.
struct WholeChunk {
  std::vector<std::size_t> offset;      ///< of its first element in the dataset
  std::span<const std::byte> elements;  ///< in `own`, or where the rows are
  std::vector<std::byte> own;
};

class ChunkGatherer {
 public:
  /// chunk: as chunk_shape() gives it, not of rank 0. fill: an element.
  ChunkGatherer(std::vector<std::size_t> shape, const std::vector<std::size_t>& chunk,
                std::vector<std::byte> fill);

  /// Elements from number `first` on, row-major, each once. Returns the chunks that are whole by
  /// now, of which some may refer to `elements`.
  std::vector<WholeChunk> add(std::size_t first, std::span<const std::byte> elements);

  /// Those that are not whole yet, as they are.
  std::vector<WholeChunk> unfinished() const;

 private:
  struct Open {
    std::vector<std::byte> elements;
    std::size_t missing;  ///< elements
  };
  std::vector<std::size_t> offset_of(std::size_t number) const;
  std::vector<std::byte> blank() const;

  std::vector<std::size_t> shape_;
  std::vector<std::byte> fill_;
  std::size_t divided_;     ///< the dimension that chunks divide; those behind it are whole in each
  std::size_t length_;      ///< of a chunk along it
  std::size_t behind_ = 1;  ///< elements of the dimensions behind it
  std::size_t pieces_;      ///< chunks along it
  std::map<std::size_t, Open> open_;  ///< [number of the chunk]
};

}  // namespace pairtwist
