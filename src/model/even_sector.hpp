// SPDX-License-Identifier: BSD-3-Clause
// The even sector, the states with Pi rho = rho: a start in it, C_m = C_-m, stays there unless the
// atoms have dephasing or a tilt.
#pragma once

namespace pairtwist {

/// Of a Model, or of what an engine keeps of it.
template <class Parameters>
bool keeps_even_sector(const Parameters& model) {
  return model.dephasing == 0.0 && model.tilt == 0.0;
}

}  // namespace pairtwist
