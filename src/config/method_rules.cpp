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

/// What a method asked for by name does not give, and a frame in which it does not.
MaybeViolation without_distribution(const SolveSpec& solve, Method method, LightState light) {
  if (!gives_distribution(traits(method), light)) {
    return Violation{
        "solve.method",
        fmt::format("found \"{}\", which knows moments of the light only; allowed with "
                    "quantity \"photon_distribution\": \"auto\", \"fock\", \"joint\", or "
                    "\"closed_form\" with coherent light",
                    to_string(method))};
  }
  if (traits(method).frames && solve.frame == Frame::moving) {
    return Violation{"solve.frame",
                     "found \"moving\", in which the Fock method's levels are not photon numbers; "
                     "allowed with quantity \"photon_distribution\": \"auto\" or \"laboratory\""};
  }
  return std::nullopt;
}

/// Light at t = 0 that needs more photon levels than there may be.
MaybeViolation beyond_levels(const SolveSpec& solve, std::string_view title, const Light& light) {
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
  if (light.state == LightState::coherent && solve.frame == Frame::moving) return std::nullopt;
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
  const Method asked = job.solve.method;
  if (auto violation = beyond_method(asked, point)) return violation;
  const bool distribution = over_photon_numbers(job.output.quantities);
  const Method method = method_of(asked, point, distribution);
  if (distribution) {
    if (auto violation = without_distribution(job.solve, method, point.light.state))
      return violation;
  }
  if (point.pump.switch_off_at_max_qfi && !traits(method).exact) {
    return Violation{"pump.switch_off",
                     "found \"max_qfi\", which needs the closed form: solve.method = \"auto\" or "
                     "\"closed_form\", Gaussian light, and model.tunnelling = "
                     "model.thermal_photons = model.kerr = model.two_photon_loss = 0"};
  }
  if (auto violation = trajectory_violation(job, point, method)) return violation;
  if (!traits(method).has_cutoff) return std::nullopt;
  auto violation = beyond_levels(job.solve, traits(method).title, point.light);
  if (violation && method_of(asked, point, false) != method) {
    violation->text += "; quantity \"photon_distribution\" needs this method here";
  }
  return violation;
}

}  // namespace pairtwist::config
