// SPDX-License-Identifier: BSD-3-Clause
#include "config/method_rules.hpp"

#include <fmt/format.h>

#include "config/enum_names.hpp"
#include "config/suggest.hpp"
#include "config/toml_text.hpp"
#include "config/trajectory_rules.hpp"
#include "model/methods.hpp"
#include "model/start_photons.hpp"
#include "observables/registry.hpp"

namespace pairtwist::config {
namespace {

using MaybeViolation = std::optional<Violation>;

/// The way out.
std::string needs(Method method) {
  return fmt::format("needs solve.method = \"{}\"", to_string(method));
}

/// "vacuum", "coherent", ...: the light that a method treats.
std::string light_of(Method method) {
  std::vector<std::string> names;
  for (const auto& [light, name] : EnumNames<LightState>::table) {
    if (first_method(light) <= method) names.push_back(fmt::format("\"{}\"", name));
  }
  return join(names);
}

/// Light and terms of the model that the method asked for does not treat.
MaybeViolation beyond_method(Method asked, const Parameters& p) {
  if (asked == Method::automatic) return std::nullopt;
  const Method for_light = first_method(p.light.state);
  if (for_light > asked) {
    return Violation{"light.state", fmt::format("found \"{}\", allowed for {}: {}; this light {}",
                                                to_string(p.light.state), traits(asked).title,
                                                light_of(asked), needs(for_light))};
  }
  for (const Term& term : terms()) {
    const double value = p.model.*term.member;
    if (value == 0.0 || term.needs <= asked) continue;
    return Violation{std::string(term.key),
                     fmt::format("found {}, allowed for {}: 0; anything else {}",
                                 plain_number(value), traits(asked).title, needs(term.needs))};
  }
  return std::nullopt;
}

/// The key that says how much light there is.
std::string_view amount_key(LightState light) {
  if (light == LightState::squeezed) return "light.r";
  return light == LightState::thermal ? "light.n" : "light.alpha";
}

/// A frame in which the distribution of the photon number is not to be had.
MaybeViolation without_distribution(Frame frame, Method method) {
  if (!traits(method).frames || frame != Frame::moving) return std::nullopt;
  return Violation{"solve.frame",
                   "found \"moving\", in which the Fock method's levels are not photon numbers; "
                   "allowed with quantity \"photon_distribution\": \"auto\" or \"laboratory\""};
}

/// Light at t = 0 that needs more photon levels than there may be.
MaybeViolation beyond_levels(const SolveSpec& solve, Frame frame, std::string_view title,
                             const Light& light) {
  if (light.state == LightState::fock) {
    for (const auto& [key, levels] :
         {std::pair{"solve.cutoff_exact", solve.cutoff_exact}, {"solve.cutoff", solve.cutoff}}) {
      if (!levels || light.n < static_cast<double>(*levels)) continue;
      return Violation{key, fmt::format("found {}, allowed for light.n = {}: at least {}, for the "
                                        "levels 0 ... {}",
                                        *levels, plain_number(light.n), plain_number(light.n + 1.0),
                                        plain_number(light.n))};
    }
    return std::nullopt;
  }
  // In the moving frame coherent light is the vacuum.
  if (light.state == LightState::coherent && frame == Frame::moving) return std::nullopt;
  const double photons = mean_photons(light);
  if (photons <= static_cast<double>(kLargestCutoff)) return std::nullopt;
  return Violation{
      std::string(amount_key(light.state)),
      fmt::format("found light with {} photons on average, allowed for {}: at most {}, the "
                  "photon levels that it can keep",
                  plain_number(photons), title, kLargestCutoff)};
}

}  // namespace

MaybeViolation method_violation(const Job& job, const Parameters& point) {
  const Method asked = point.method.value_or(job.solve.method);
  const Frame frame = point.frame.value_or(job.solve.frame);
  if (auto violation = beyond_method(asked, point)) return violation;
  const Method method = method_of(job.solve.method, point);
  if (over_photon_numbers(job.output.quantities)) {
    if (auto violation = without_distribution(frame, method)) return violation;
  }
  if (point.pump.switch_off_at_max_qfi && !traits(method).exact) {
    return Violation{"pump.switch_off",
                     "found \"max_qfi\", which needs the closed form: solve.method = \"auto\" or "
                     "\"closed_form\", Gaussian light, and model.tunnelling = "
                     "model.thermal_photons = model.kerr = model.two_photon_loss = 0"};
  }
  if (auto violation = trajectory_violation(job, point, method)) return violation;
  if (!traits(method).has_cutoff) return std::nullopt;
  return beyond_levels(job.solve, frame, traits(method).title, point.light);
}

}  // namespace pairtwist::config
