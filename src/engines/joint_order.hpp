// SPDX-License-Identifier: BSD-3-Clause
// What a state of the joint method that lives on a device goes through between two looks of those
// who lead it through time, as plain data: the bodies of joint_team.inl carry it out.
#pragma once

#include <cstdint>

#include "engines/joint_terms.hpp"

namespace pairtwist::engines {

/// A photon level of a site.
struct JointElement {
  std::int32_t site;
  std::int32_t level;
};

/// Where a state's numbers are: of a vector at the places of its elements, of a matrix in rows of
/// layout.size, element by element.
struct JointPlaces {
  JointView layout;
  const std::int64_t* first_row;  ///< [s]  the element of level 0
  const JointElement* elements;   ///< site after site
  std::int32_t count;             ///< of elements
  std::int64_t imaginary;         ///< from real to imaginary parts

  PT_HD std::int64_t at(std::int32_t element) const {
    return layout.at(elements[element].site, elements[element].level);
  }
  PT_HD std::int64_t at(std::int32_t row, std::int32_t column) const {
    return row * layout.size + at(column);
  }
};

struct JointOrder {
  static constexpr std::int32_t no_jump = -1;

  bool of_matrix;
  bool normalised;  ///< a vector that is kept at the norm 1
  JointPlaces places;
  double* now;    ///< the state before the series
  double* other;  ///< behind it
  double* after;

  // First: the state from elsewhere, on fewer levels; then a jump.
  const double* from;  ///< nullptr: it is where it belongs
  JointPlaces places_of_from;
  std::int32_t jump;  ///< JointJump
  const double* m;    ///< [s]

  // Then a series; 0 terms: none.
  JointTables tables;
  JointJumps jumps;
  const double* coefficients;  ///< c_0 ... c_terms
  std::int32_t terms;
  double beta;

  // What comes back.
  double* squared;      ///< of a vector that is normalised, |psi|² before
  double* populations;  ///< [element]
  double* traced;       ///< [s][band] complex: sum_n <s n|rho|s + d n>
  std::int32_t band;    ///< 0: not wanted
};

}  // namespace pairtwist::engines
