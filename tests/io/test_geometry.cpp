// SPDX-License-Identifier: BSD-3-Clause
// Ranges of points as boxes against the plain enumeration; sizes of chunks.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "io/geometry.hpp"

namespace pairtwist {
namespace {

using Shape = std::vector<std::size_t>;

std::size_t volume(const Shape& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
}

/// Flat indices of a box's points in row-major order, one by one.
Shape flat_indices(const Box& box, const Shape& shape) {
  Shape indices;
  for (std::size_t i = 0; i < volume(box.count); ++i) {
    std::size_t rest = i;
    std::size_t flat = 0;
    std::size_t stride = 1;
    for (std::size_t d = shape.size(); d-- > 0;) {
      flat += stride * (box.start[d] + rest % box.count[d]);
      rest /= box.count[d];
      stride *= shape[d];
    }
    indices.push_back(flat);
  }
  return indices;
}

TEST(GridBoxes, CoverEveryRangeOfSmallGridsInOrder) {
  for (const Shape& shape : {Shape{}, Shape{1}, Shape{7}, Shape{3, 4}, Shape{1, 5, 1},
                             Shape{2, 3, 4}, Shape{3, 1, 2, 2}}) {
    const std::size_t points = volume(shape);
    for (std::size_t first = 0; first < points; ++first) {
      for (std::size_t count = 0; first + count <= points; ++count) {
        const std::vector<Box> boxes = grid_boxes(shape, first, count);
        Shape covered;
        for (const Box& box : boxes) {
          const Shape part = flat_indices(box, shape);
          EXPECT_EQ(box.size, part.size());
          covered.insert(covered.end(), part.begin(), part.end());
        }
        Shape expected(count);
        std::iota(expected.begin(), expected.end(), first);
        ASSERT_EQ(covered, expected) << "rank " << shape.size() << " from " << first;
        EXPECT_LE(boxes.size(), std::max<std::size_t>(2 * shape.size(), 2) - 1);
      }
    }
  }
}

TEST(ChunkShape, IsARunOfElementsOfAtMostOneMebibyte) {
  std::mt19937 random(20240617);
  for (int trial = 0; trial < 2000; ++trial) {
    Shape shape(1 + random() % 5);
    for (std::size_t& length : shape) length = 1 + random() % (trial % 2 == 0 ? 2000 : 12);
    const Shape chunk = chunk_shape(shape, 8);
    ASSERT_EQ(chunk.size(), shape.size());
    EXPECT_LE(8 * volume(chunk), std::size_t{1} << 20);
    // Consecutive in row-major order: whole behind the one that is cut, 1 before it.
    bool behind_cut = false;
    for (std::size_t d = 0; d < shape.size(); ++d) {
      ASSERT_GE(chunk[d], 1u);
      ASSERT_LE(chunk[d], shape[d]);
      EXPECT_TRUE(!behind_cut || chunk[d] == shape[d]);
      behind_cut |= chunk[d] > 1;
    }
    // And not small where the dataset is not: equal pieces lose less than a half.
    if (8 * volume(shape) > (std::size_t{1} << 20)) {
      EXPECT_GT(8 * volume(chunk), std::size_t{1} << 18);
    } else {
      EXPECT_EQ(chunk, shape);
    }
  }
}

TEST(ChunkShape, CutsIntoEqualPieces) {
  EXPECT_EQ(chunk_shape({1000000, 101}, 8), (Shape{1296, 101}));
  EXPECT_EQ(chunk_shape({1000, 1300, 101}, 8), (Shape{1, 650, 101}));
  EXPECT_EQ(chunk_shape({1000000}, 1), (Shape{1000000}));
  EXPECT_EQ(chunk_shape({}, 8), Shape{});
}

}  // namespace
}  // namespace pairtwist
