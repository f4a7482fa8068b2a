// The dimensions that quantities have beyond (axes..., time): one entry says a dimension's name,
// how long it is for a point, and what it is in the file. Everything that asks for a shape asks
// here.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "pairtwist/job.hpp"
#include "pairtwist/results.hpp"

namespace pairtwist {

/// What the lengths of a point's dimensions follow from.
struct Sizes {
  std::int64_t dim = 0;      ///< values of m of the start's window
  std::int64_t photons = 0;  ///< output.photons_max + 1
};

struct QuantityDimension {
  std::string_view name;
  std::int64_t (*length)(const Sizes& sizes);  ///< of a point
  /// Every point has a window of its own of the file's values; else all have the same.
  bool windowed;
  Dimension (*in_file)(const Job& job);
};

extern const QuantityDimension component_dimension;  ///< x, y, z
extern const QuantityDimension photons_dimension;    ///< n = 0 ... output.photons_max
extern const QuantityDimension m_dimension;          ///< J_z of the row
extern const QuantityDimension m_prime_dimension;    ///< J_z of the column

/// Names that stand in every result file, or may: of dimensions and of records beside the
/// quantities.
std::span<const std::string_view> names_of_the_file();

}  // namespace pairtwist
