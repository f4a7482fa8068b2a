// SPDX-License-Identifier: BSD-3-Clause
#include "io/geometry.hpp"

#include <algorithm>

namespace pairtwist {

std::vector<Box> grid_boxes(const std::vector<std::size_t>& shape, std::size_t first,
                            std::size_t count) {
  const std::size_t rank = shape.size();
  // stride[d]: points per step along d; stride[rank] closes the recursion for rank 0.
  std::vector<std::size_t> stride(rank + 1, 1);
  for (std::size_t d = rank; d-- > 0;) stride[d] = stride[d + 1] * shape[d];

  std::vector<Box> boxes;
  while (count > 0) {
    // The widest slab that starts here: along the first dimension whose step fits the rest.
    std::size_t d = 0;
    while (d < rank && (first % stride[d + 1] != 0 || count < stride[d + 1])) ++d;
    Box box;
    for (std::size_t e = 0; e < rank; ++e) {
      box.start.push_back(first / stride[e + 1] % shape[e]);
      box.count.push_back(e <= d ? 1 : shape[e]);
    }
    if (d < rank) box.count[d] = std::min(count / stride[d + 1], shape[d] - box.start[d]);
    for (const std::size_t n : box.count) box.size *= n;
    first += box.size;
    count -= box.size;
    boxes.push_back(std::move(box));
  }
  return boxes;
}

std::vector<std::size_t> chunk_shape(const std::vector<std::size_t>& shape,
                                     std::size_t element_size) {
  constexpr std::size_t target_bytes = 1 << 20;
  std::size_t budget = target_bytes / element_size;
  std::vector<std::size_t> chunk(shape.size(), 1);
  for (std::size_t d = shape.size(); d-- > 0 && budget > 1;) {
    // Equal pieces: 1300 elements at a budget of 1290 become 2 × 650, not 1290 + 10.
    const std::size_t pieces = (shape[d] + budget - 1) / budget;
    chunk[d] = (shape[d] + pieces - 1) / pieces;
    if (pieces > 1) break;  // the faster dimensions are whole, the slower ones stay 1
    budget /= chunk[d];
  }
  return chunk;
}

}  // namespace pairtwist
