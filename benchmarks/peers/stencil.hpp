// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "peers/problem.hpp"

namespace peers {

// dR/dt of a block by its stencil: an element and its seven neighbours. All coefficients off the
// diagonal are real, since the pump is. The loops along a row are plain, so that the compiler's
// vectors fit.
class Stencil {
 public:
  explicit Stencil(const Problem& problem);
  // Both as of start_of; they do not overlap.
  void operator()(const double* state, double* change);
  long evaluations() const { return evaluations_; }

 private:
  void part(const double* R, const double* other, double sign, double* change) const;

  std::size_t levels_;
  long evaluations_ = 0;
  std::vector<double> root_;     // sqrt(n), n = 0 ... levels
  std::vector<double> decay_;    // of a level, either side
  std::vector<double> turn_;     // h_n of the left
  std::vector<double> turn_r_;   // h_k of the right
  std::vector<double> nothing_;  // a row beyond either end
  double pump_;
  double loss_;
  double gain_;
};

}  // namespace peers
