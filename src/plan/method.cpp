#include "plan/method.hpp"

namespace pairtwist {

Method method_of(Method wanted, const Parameters& parameters) {
  if (wanted != Method::automatic) return wanted;
  const LightState light = parameters.light.state;
  const bool coherent = light == LightState::vacuum || light == LightState::coherent;
  return coherent && parameters.model.thermal_photons == 0.0 ? Method::closed_form
                                                             : Method::gaussian;
}

}  // namespace pairtwist
