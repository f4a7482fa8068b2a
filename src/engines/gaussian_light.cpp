// SPDX-License-Identifier: BSD-3-Clause
#include "engines/gaussian_light.hpp"

#include "engines/engine.hpp"
#include "model/start_photons.hpp"

namespace pairtwist::engines {

void add_gaussian(Batch& batch, const Point& point, const FaintLight& faint, const FockStart&) {
  const Parameters& parameters = point.parameters;
  const LightSpread spread = light_spread(parameters.light);
  batch.lights.push_back({point.stop, parameters.model.thermal_photons, spread.nu, spread.mu.real(),
                          spread.mu.imag(), faint.log_scale});
}

}  // namespace pairtwist::engines
