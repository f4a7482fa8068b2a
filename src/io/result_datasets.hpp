// SPDX-License-Identifier: BSD-3-Clause
// The datasets, dimension scales and attributes of a result file, made from its layout.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "io/chunk_gatherer.hpp"
#include "io/h5.hpp"
#include "pairtwist/results.hpp"

namespace pairtwist {

/// An open dataset of the file, ready for rows.
struct ResultDataset {
  h5::Dataset dataset;
  h5::Type memory_type;  ///< of the rows
  std::size_t element_size = 0;
  std::vector<std::size_t> row_shape;   ///< lengths of time and extra dimensions
  std::optional<ChunkGatherer> chunks;  ///< none: a single number, which has no chunk
};

/// Fills the file; the datasets are those of layout.variables, in that order.
std::vector<ResultDataset> create_result_datasets(hid_t file, const ResultLayout& layout);

}  // namespace pairtwist
