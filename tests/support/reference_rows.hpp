// SPDX-License-Identifier: BSD-3-Clause
// What the rows of committed reference data have in common.
#pragma once

#include "pairtwist/model.hpp"

namespace pairtwist::test {

/// U, W0, detuning, kappa and alpha_0 from six numbers in this order (tests/reference/README.md).
inline void read_rates(const double* x, Parameters& parameters) {
  Model& model = parameters.model;
  model.U = x[0];
  model.W0 = x[1];
  model.detuning = x[2];
  model.kappa = x[3];
  parameters.light.state = LightState::coherent;
  parameters.light.alpha = {x[4], x[5]};
}

}  // namespace pairtwist::test
