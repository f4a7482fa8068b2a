#include "plan/method.hpp"

#include <algorithm>

namespace pairtwist {

Method method_of(Method wanted, const Parameters& parameters) {
  if (wanted != Method::automatic) return wanted;
  const Model& model = parameters.model;
  const LightState light = parameters.light.state;
  const bool gaussian = light == LightState::thermal || light == LightState::squeezed || light == LightState::vacuum || light == LightState::coherent;
  if (!gaussian || model.kerr != 0.0 || model.two_photon_loss != 0.0) return Method::fock;
  const bool coherent = light == LightState::vacuum || light == LightState::coherent;
  return coherent && parameters.model.thermal_photons == 0.0 ? Method::closed_form
                                                             : Method::gaussian;
}

bool moving_frame(Frame wanted, const Point& point) {
  if (wanted != Frame::automatic) return wanted == Frame::moving;
  const Model& model = point.parameters.model;
  const Light& light = point.parameters.light;
  if (model.kerr != 0.0 || model.two_photon_loss != 0.0) return false;
  if (light.state == LightState::coherent && light.alpha != 0.0) return true;
  return std::any_of(point.segments.begin(), point.segments.end(),
                     [](const PumpSegment& segment) { return segment.eta != 0.0; });
}

}  // namespace pairtwist
