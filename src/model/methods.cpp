// SPDX-License-Identifier: BSD-3-Clause
#include "model/methods.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <stdexcept>

namespace pairtwist {
namespace {

constexpr std::array kTerms = {
    Term{"model.tunnelling", &Model::tunnelling, Method::joint},
    Term{"model.kerr", &Model::kerr, Method::fock},
    Term{"model.two_photon_loss", &Model::two_photon_loss, Method::fock},
    Term{"model.thermal_photons", &Model::thermal_photons, Method::gaussian},
};

constexpr std::array kMethods = {
    MethodTraits{.method = Method::closed_form,
                 .title = "the closed form",
                 .exact = true,
                 .in_double_double = true,
                 .faint_light = false,
                 .divides_times = true,
                 .gaussian_blocks = true},
    MethodTraits{.method = Method::gaussian,
                 .title = "the Gaussian method",
                 .relative_errors = true,
                 .divides_times = true,
                 .gaussian_blocks = true},
    MethodTraits{
        .method = Method::fock, .title = "the Fock method", .has_cutoff = true, .frames = true},
    MethodTraits{.method = Method::joint,
                 .title = "the joint method",
                 .has_cutoff = true,
                 .blocks = false,
                 .faint_light = false},
};

/// Beyond so many photons in the field the laboratory's levels cost more than the longer equation.
constexpr double large_field = 64.0;
/// Photons times rate times duration: with less the moving frame keeps to a fraction of the
/// laboratory's levels (docs/physics.md, 4).
constexpr double small_distortion = 2.0;

/// Photons of a mean field that all pumping adds up in, as far as loss lets it.
double most_photons(const Point& point) {
  const Model& model = point.parameters.model;
  const Light& light = point.parameters.light;
  const double m = 0.5 * static_cast<double>(model.atoms);
  double amplitude = light.state == LightState::coherent ? std::abs(light.alpha) : 0.0;
  double from = 0.0;
  for (const PumpSegment& segment : point.segments) {
    const double to = std::min(segment.until, point.stop);
    const double kept = model.kappa > 0.0 ? 2.0 / model.kappa : to - from;
    amplitude += segment.largest(m) * std::min(std::max(to - from, 0.0), kept);
    from = to;
  }
  return amplitude * amplitude;
}

}  // namespace

std::span<const MethodTraits> methods() { return kMethods; }

const MethodTraits& traits(Method method) {
  const auto found = std::find_if(kMethods.begin(), kMethods.end(),
                                  [method](const auto& each) { return each.method == method; });
  if (found == kMethods.end()) throw std::out_of_range("no such method: " + to_string(method));
  return *found;
}

std::span<const Term> terms() { return kTerms; }

Method first_method(LightState light) {
  switch (light) {
    case LightState::vacuum:
    case LightState::coherent:
    case LightState::thermal:
    case LightState::squeezed:
      return Method::closed_form;
    case LightState::fock:
    case LightState::cat:
    case LightState::file:
      break;
  }
  return Method::fock;
}

Method first_method(const Parameters& parameters) {
  Method method = first_method(parameters.light.state);
  for (const Term& term : kTerms) {
    if (parameters.model.*term.member != 0.0) method = std::max(method, term.needs);
  }
  return method;
}

Method method_of(Method otherwise, const Parameters& parameters) {
  const Method wanted = parameters.method.value_or(otherwise);
  return wanted == Method::automatic ? first_method(parameters) : wanted;
}

bool moving_frame(Frame wanted, const Point& point) {
  if (wanted != Frame::automatic) return wanted == Frame::moving;
  const Model& model = point.parameters.model;
  const Light& light = point.parameters.light;
  const bool displaced = light.state == LightState::coherent && light.alpha != 0.0;
  const bool pumped = std::any_of(point.segments.begin(), point.segments.end(),
                                  [](const PumpSegment& segment) { return !segment.dark(); });
  // Both frames are one then; the moving one's integrator is not held up by a decay long over.
  if (!displaced && !pumped) return model.kappa * point.stop > 1e3;
  const double nonlinear = std::abs(model.kerr) + model.two_photon_loss;
  if (nonlinear == 0.0) return true;
  const double photons = most_photons(point);
  return photons > large_field && nonlinear * photons * point.stop < small_distortion;
}

}  // namespace pairtwist
