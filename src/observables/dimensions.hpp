// SPDX-License-Identifier: BSD-3-Clause
// The dimensions that quantities have beyond (axes..., time): one entry says a dimension's name,
// how long it is for a point, and what it is in the file. Everything that asks for a shape asks
// here.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "pairtwist/job.hpp"
#include "pairtwist/results.hpp"

namespace pairtwist {

/// What the lengths of a point's dimensions follow from.
struct Sizes {
  std::int64_t dim = 0;       ///< values of m of the start's window
  std::int64_t two_m_lo = 0;  ///< 2m of its first
  std::int64_t atoms = 0;
  std::int64_t photons = 0;  ///< output.photons_max + 1
  std::int64_t angles = 0;
  std::int64_t theta = 0, phi = 0;  ///< of output.husimi_grid
};

/// The lengths that follow from the job alone.
Sizes sizes_of(const OutputSpec& output);

/// Coordinates of a point, in steps of 1.
struct Stretch {
  double first;
  std::int64_t count;
};

struct QuantityDimension {
  std::string_view name;
  std::int64_t (*length)(const Sizes& sizes);  ///< of a point
  Dimension (*in_file)(const Job& job);
  /// Where points of other N have other coordinates: all that this N has, and the first one of
  /// which there is a value; elsewhere the values are 0. nullptr: all points have the file's.
  Stretch (*of_atoms)(const Sizes& sizes) = nullptr;
  double (*first)(const Sizes& sizes) = nullptr;
};

extern const QuantityDimension component_dimension;        ///< x, y, z
extern const QuantityDimension component_prime_dimension;  ///< the same, of columns
extern const QuantityDimension photons_dimension;          ///< n = 0 ... output.photons_max
extern const QuantityDimension m_dimension;                ///< J_z of the row
extern const QuantityDimension m_prime_dimension;          ///< J_z of the column
extern const QuantityDimension order_dimension;            ///< q = m - m' = 0 ... N
extern const QuantityDimension angle_dimension;            ///< output.angles
extern const QuantityDimension theta_dimension;            ///< of output.husimi_grid
extern const QuantityDimension phi_dimension;

/// n values from 0 to pi, and from -pi to pi; the equator and the poles exactly.
std::vector<double> husimi_theta(std::int64_t n);
std::vector<double> husimi_phi(std::int64_t n);

/// Names that no axis of a scan bears: of dimensions and of records beside the quantities. Further
/// dimensions are taken where a quantity has them.
std::span<const std::string_view> names_of_the_file();

}  // namespace pairtwist
