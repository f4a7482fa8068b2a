#include "config/numeric_keys.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "pairtwist/job.hpp"

namespace pairtwist::config {
namespace {

using P = Parameters;
using MaybeDouble = std::optional<double>;

constexpr auto kAny = [](double) { return true; };
constexpr auto kNotNegative = [](double x) { return x >= 0.0; };
constexpr std::string_view kAnyText = "a finite number";
constexpr std::string_view kNotNegativeText = "a finite number >= 0";

constexpr auto kAlways = [](const P&) { return true; };
constexpr auto kHasAlpha = [](const P& p) {
  return p.light.state == LightState::coherent || p.light.state == LightState::cat;
};
constexpr auto kSqueezed = [](const P& p) { return p.light.state == LightState::squeezed; };
constexpr auto kSpinCoherent = [](const P& p) { return p.atoms.state == AtomsState::coherent; };

/// A key of [model] with a plain double behind it.
template <double Model::*Member>
constexpr NumericKey model_key(std::string_view path, bool (*in_range)(double),
                               std::string_view allowed) {
  return {.path = path,
          .allowed = allowed,
          .in_range = in_range,
          .belongs = kAlways,
          .get = [](const P& p) -> MaybeDouble { return p.model.*Member; },
          .set = [](P& p, double x) { p.model.*Member = x; }};
}

template <double Light::*Member>
constexpr NumericKey light_key(std::string_view path, bool (*in_range)(double),
                               std::string_view allowed, bool (*belongs)(const P&)) {
  return {.path = path,
          .allowed = allowed,
          .in_range = in_range,
          .belongs = belongs,
          .get = [](const P& p) -> MaybeDouble { return p.light.*Member; },
          .set = [](P& p, double x) { p.light.*Member = x; }};
}

template <double Atoms::*Member>
constexpr NumericKey atoms_key(std::string_view path, bool (*in_range)(double),
                               std::string_view allowed, bool (*belongs)(const P&)) {
  return {.path = path,
          .allowed = allowed,
          .in_range = in_range,
          .belongs = belongs,
          .get = [](const P& p) -> MaybeDouble { return p.atoms.*Member; },
          .set = [](P& p, double x) { p.atoms.*Member = x; }};
}

constexpr NumericKey complex_key(std::string_view path, KeyPart part,
                                 std::complex<double>& (*complex)(P&), bool (*belongs)(const P&),
                                 bool required = false) {
  const bool modulus = part == KeyPart::modulus;
  return {.path = path,
          .allowed = modulus ? kNotNegativeText : kAnyText,
          .in_range = modulus ? static_cast<bool (*)(double)>(kNotNegative) : kAny,
          .belongs = belongs,
          .part = part,
          .required = required,
          .complex = complex};
}

constexpr NumericKey required(NumericKey key) {
  key.required = true;
  return key;
}

constexpr NumericKey integer(NumericKey key) {
  key.integer = true;
  return key;
}

constexpr auto kEta = [](P& p) -> std::complex<double>& { return p.model.eta; };
constexpr auto kTransverse = [](P& p) -> std::complex<double>& { return p.model.transverse; };
constexpr auto kAlpha = [](P& p) -> std::complex<double>& { return p.light.alpha; };

constexpr NumericKey kAtoms = {
    .path = "model.atoms",
    .allowed = "an integer from 1 to 1000000000",
    .in_range = [](double x) { return x >= 1.0 && x <= 1e9; },
    .belongs = kAlways,
    .integer = true,
    .required = true,
    .get = [](const P& p) -> MaybeDouble { return static_cast<double>(p.model.atoms); },
    .set = [](P& p, double x) { p.model.atoms = static_cast<std::int64_t>(x); }};

constexpr NumericKey kKappa = {
    .path = "model.kappa",
    .allowed = kNotNegativeText,
    .in_range = kNotNegative,
    .belongs = kAlways,
    .get = [](const P& p) { return p.model.kappa_tau_Q ? MaybeDouble{} : p.model.kappa; },
    .set = [](P& p, double x) { p.model.kappa = x; }};

constexpr NumericKey kKappaTauQ = {.path = "model.kappa_tau_Q",
                                   .allowed = kNotNegativeText,
                                   .in_range = kNotNegative,
                                   .belongs = kAlways,
                                   .get = [](const P& p) { return p.model.kappa_tau_Q; },
                                   .set = [](P& p, double x) { p.model.kappa_tau_Q = x; }};

constexpr NumericKey kSwitchOff = {.path = "pump.switch_off",
                                   .allowed = "a number from 1e-300 to 1e300",
                                   .in_range = [](double x) { return x >= 1e-300 && x <= 1e300; },
                                   .belongs = kAlways,
                                   .get = [](const P& p) { return p.pump.switch_off; },
                                   .set = [](P& p, double x) { p.pump.switch_off = x; }};

// The limits keep every sample time i * stop / (samples - 1) a distinct finite number.
constexpr NumericKey kStop = {.path = "time.stop",
                              .allowed = "a number from 1e-300 to 1e300",
                              .in_range = [](double x) { return x >= 1e-300 && x <= 1e300; },
                              .belongs = kAlways,
                              .required = true,
                              .get = [](const P& p) -> MaybeDouble { return p.time_stop; },
                              .set = [](P& p, double x) { p.time_stop = x; }};

static_assert(kLargestCutoff == 1024, "the text of light.n says so");

constexpr std::array kKeys = {
    kAtoms,
    model_key<&Model::U>("model.U", kAny, kAnyText),
    model_key<&Model::W0>("model.W0", kAny, kAnyText),
    model_key<&Model::detuning>("model.detuning", kAny, kAnyText),
    complex_key("model.eta", KeyPart::complex, kEta, kAlways),
    complex_key("model.eta.abs", KeyPart::modulus, kEta, kAlways),
    complex_key("model.eta.phase", KeyPart::phase, kEta, kAlways),
    kKappa,
    kKappaTauQ,
    model_key<&Model::tunnelling>("model.tunnelling", kAny, kAnyText),
    model_key<&Model::thermal_photons>("model.thermal_photons", kNotNegative, kNotNegativeText),
    model_key<&Model::kerr>("model.kerr", kAny, kAnyText),
    model_key<&Model::two_photon_loss>("model.two_photon_loss", kNotNegative, kNotNegativeText),
    model_key<&Model::dephasing>("model.dephasing", kNotNegative, kNotNegativeText),
    model_key<&Model::tilt>("model.tilt", kAny, kAnyText),
    complex_key("model.transverse", KeyPart::complex, kTransverse, kAlways),
    complex_key("model.transverse.abs", KeyPart::modulus, kTransverse, kAlways),
    complex_key("model.transverse.phase", KeyPart::phase, kTransverse, kAlways),
    complex_key("light.alpha", KeyPart::complex, kAlpha, kHasAlpha, true),
    complex_key("light.alpha.abs", KeyPart::modulus, kAlpha, kHasAlpha),
    complex_key("light.alpha.phase", KeyPart::phase, kAlpha, kHasAlpha),
    required(integer(light_key<&Light::n>(
        "light.n", [](double x) { return x >= 0.0 && x < static_cast<double>(kLargestCutoff); },
        "an integer from 0 to 1023 (no more than 1024 photon levels can be kept)",
        [](const P& p) { return p.light.state == LightState::fock; }))),
    required(light_key<&Light::n>("light.n", kNotNegative, kNotNegativeText,
                                  [](const P& p) { return p.light.state == LightState::thermal; })),
    required(light_key<&Light::r>("light.r", kNotNegative, kNotNegativeText, kSqueezed)),
    light_key<&Light::angle>("light.angle", kAny, kAnyText, kSqueezed),
    integer(light_key<&Light::parity>(
        "light.parity", [](double x) { return x == 1.0 || x == -1.0; }, "1 or -1",
        [](const P& p) { return p.light.state == LightState::cat; })),
    atoms_key<&Atoms::theta>(
        "atoms.theta", [](double x) { return x >= 0.0 && x <= std::numbers::pi; },
        "a number from 0 to pi", kSpinCoherent),
    atoms_key<&Atoms::phi>("atoms.phi", kAny, kAnyText, kSpinCoherent),
    required(atoms_key<&Atoms::m>(
        "atoms.m", [](double x) { return std::abs(x) <= 5e8 && 2.0 * x == std::floor(2.0 * x); },
        "-N/2 ... N/2 in steps of 1",
        [](const P& p) { return p.atoms.state == AtomsState::dicke; })),
    kSwitchOff,
    kStop,
};

}  // namespace

bool NumericKey::accepts(double value) const {
  return std::isfinite(value) && (!integer || value == std::floor(value)) && in_range(value);
}

std::span<const NumericKey> numeric_keys() { return kKeys; }

const NumericKey* find_numeric_key(std::string_view path, const Parameters& chosen) {
  const NumericKey* found = nullptr;
  for (const NumericKey& key : kKeys) {
    if (key.path != path) continue;
    if (key.belongs(chosen)) return &key;
    found = &key;
  }
  return found;
}

std::vector<std::string> scannable_paths(const Parameters& chosen) {
  std::vector<std::string> paths;
  for (const NumericKey& key : kKeys) {
    if (key.belongs(chosen)) paths.emplace_back(key.path);
  }
  return paths;
}

bool has_complex_parts(std::string_view path) {
  for (const NumericKey& key : kKeys) {
    if (key.part == KeyPart::complex && key.path == path) return true;
  }
  return false;
}

std::string chosen_state(std::string_view section, const Parameters& chosen) {
  const std::string state =
      section == "light" ? to_string(chosen.light.state) : to_string(chosen.atoms.state);
  return fmt::format("{}.state = \"{}\"", section, state);
}

}  // namespace pairtwist::config
