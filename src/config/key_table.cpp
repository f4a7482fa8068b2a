// SPDX-License-Identifier: BSD-3-Clause
// The rows of the table of numbers; what is looked up in it is in numeric_keys.cpp.
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "config/numeric_keys.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist::config {
namespace {

using P = Parameters;
using MaybeDouble = std::optional<double>;

constexpr auto kAny = [](double) { return true; };
constexpr auto kNotNegative = [](double x) { return x >= 0.0; };
constexpr std::string_view kAnyText = "a finite number";
constexpr std::string_view kNotNegativeText = "a finite number >= 0";

// The limits keep every sample time i * stop / (samples - 1) a distinct finite number.
constexpr auto kTime = [](double x) { return x >= 1e-300 && x <= 1e300; };

constexpr auto kAlways = [](const P&) { return true; };
constexpr auto kHasAlpha = [](const P& p) {
  return p.light.state == LightState::coherent || p.light.state == LightState::cat;
};
constexpr auto kSqueezed = [](const P& p) { return p.light.state == LightState::squeezed; };
constexpr auto kHasSegments = [](const P& p) { return !p.pump.segments.empty(); };
constexpr auto kSpinCoherent = [](const P& p) { return p.atoms.state == AtomsState::coherent; };

/// A key with a plain double behind it.
template <auto Part, auto Member>
constexpr NumericKey real_key(std::string_view path, bool (*in_range)(double),
                              std::string_view allowed, bool (*belongs)(const P&) = kAlways) {
  return {.path = path,
          .allowed = allowed,
          .in_range = in_range,
          .belongs = belongs,
          .get = [](const P& p) -> MaybeDouble { return p.*Part.*Member; },
          .set = [](P& p, double x) { p.*Part.*Member = x; }};
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

constexpr NumericKey segment_key(std::string_view path, double PumpSegment::*time) {
  return {.path = path,
          .allowed = "a number from 1e-300 to 1e300",
          .in_range = kTime,
          .belongs = kHasSegments,
          .segment_real = time};
}

constexpr NumericKey segment_key(std::string_view path, KeyPart part,
                                 std::complex<double> PumpSegment::*amplitude) {
  NumericKey key = complex_key(path, part, nullptr, kHasSegments);
  key.segment_complex = amplitude;
  return key;
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
                                   .in_range = kTime,
                                   .belongs = kAlways,
                                   .get = [](const P& p) { return p.pump.switch_off; },
                                   .set = [](P& p, double x) { p.pump.switch_off = x; }};

constexpr NumericKey kFactor = {.path = "pump.factor",
                                .allowed = kAnyText,
                                .in_range = kAny,
                                .belongs = kHasSegments,
                                .get = [](const P& p) -> MaybeDouble { return p.pump.factor; },
                                .set = [](P& p, double x) { p.pump.factor = x; }};

constexpr NumericKey kStop = {.path = "time.stop",
                              .allowed = "a number from 1e-300 to 1e300",
                              .in_range = kTime,
                              .belongs = kAlways,
                              .required = true,
                              .get = [](const P& p) -> MaybeDouble { return p.time_stop; },
                              .set = [](P& p, double x) { p.time_stop = x; }};

static_assert(kLargestCutoff == 1024, "the text of light.n says so");

constexpr std::array kKeys = {
    kAtoms.called(KeyKind::pure, "number of atoms", "$N$"),
    real_key<&P::model, &Model::U>("model.U", kAny, kAnyText)
        .called(KeyKind::rate, "interaction of the atoms", "$U$"),
    real_key<&P::model, &Model::W0>("model.W0", kAny, kAnyText)
        .called(KeyKind::rate, "coupling of atom pairs to photons", "$W_0$"),
    real_key<&P::model, &Model::detuning>("model.detuning", kAny, kAnyText)
        .called(KeyKind::rate, "cavity detuning", R"($\Delta_c$)"),
    complex_key("model.eta", KeyPart::complex, kEta, kAlways)
        .called(KeyKind::rate, "pump amplitude", R"($\eta$)"),
    complex_key("model.eta.abs", KeyPart::modulus, kEta, kAlways)
        .called(KeyKind::rate, "modulus of the pump amplitude", R"($|\eta|$)"),
    complex_key("model.eta.phase", KeyPart::phase, kEta, kAlways)
        .called(KeyKind::angle, "phase of the pump amplitude", R"($\arg\,\eta$)"),
    kKappa.called(KeyKind::rate, "photon loss rate", R"($\kappa$)"),
    kKappaTauQ.called(KeyKind::pure, "photon loss rate times tau_Q", R"($\kappa\,\tau_Q$)"),
    real_key<&P::model, &Model::tunnelling>("model.tunnelling", kAny, kAnyText)
        .called(KeyKind::rate, "tunnelling rate", "$J$"),
    real_key<&P::model, &Model::thermal_photons>("model.thermal_photons", kNotNegative,
                                                 kNotNegativeText)
        .called(KeyKind::pure, "thermal photons of the bath", R"($n_\mathrm{th}$)"),
    real_key<&P::model, &Model::kerr>("model.kerr", kAny, kAnyText)
        .called(KeyKind::rate, "Kerr coefficient of the cavity", "$K$"),
    real_key<&P::model, &Model::two_photon_loss>("model.two_photon_loss", kNotNegative,
                                                 kNotNegativeText)
        .called(KeyKind::rate, "two-photon loss rate", R"($\kappa_2$)"),
    real_key<&P::model, &Model::dephasing>("model.dephasing", kNotNegative, kNotNegativeText)
        .called(KeyKind::rate, "collective dephasing rate", R"($\gamma_\phi$)"),
    real_key<&P::model, &Model::tilt>("model.tilt", kAny, kAnyText)
        .called(KeyKind::rate, "tilt between the two modes", R"($\delta$)"),
    complex_key("model.transverse", KeyPart::complex, kTransverse, kAlways)
        .called(KeyKind::rate, "transverse pump amplitude", R"($\tilde W$)"),
    complex_key("model.transverse.abs", KeyPart::modulus, kTransverse, kAlways)
        .called(KeyKind::rate, "modulus of the transverse pump amplitude", R"($|\tilde W|$)"),
    complex_key("model.transverse.phase", KeyPart::phase, kTransverse, kAlways)
        .called(KeyKind::angle, "phase of the transverse pump amplitude", R"($\arg\,\tilde W$)"),
    complex_key("light.alpha", KeyPart::complex, kAlpha, kHasAlpha, true)
        .called(KeyKind::pure, "initial cavity amplitude", R"($\alpha$)"),
    complex_key("light.alpha.abs", KeyPart::modulus, kAlpha, kHasAlpha)
        .called(KeyKind::pure, "modulus of the initial cavity amplitude", R"($|\alpha|$)"),
    complex_key("light.alpha.phase", KeyPart::phase, kAlpha, kHasAlpha)
        .called(KeyKind::angle, "phase of the initial cavity amplitude", R"($\arg\,\alpha$)"),
    required(
        integer(real_key<&P::light, &Light::n>(
            "light.n", [](double x) { return x >= 0.0 && x < static_cast<double>(kLargestCutoff); },
            "an integer from 0 to 1023 (no more than 1024 photon levels can be kept)",
            [](const P& p) { return p.light.state == LightState::fock; })))
        .called(KeyKind::pure, "initial photon number", "$n_0$"),
    required(real_key<&P::light, &Light::n>(
                 "light.n", kNotNegative, kNotNegativeText,
                 [](const P& p) { return p.light.state == LightState::thermal; }))
        .called(KeyKind::pure, "initial photon number", "$n_0$"),
    required(real_key<&P::light, &Light::r>("light.r", kNotNegative, kNotNegativeText, kSqueezed))
        .called(KeyKind::pure, "initial squeezing parameter", "$r$"),
    real_key<&P::light, &Light::angle>("light.angle", kAny, kAnyText, kSqueezed)
        .called(KeyKind::angle, "initial squeezing angle", R"($\varphi$)"),
    integer(real_key<&P::light, &Light::parity>(
                "light.parity", [](double x) { return x == 1.0 || x == -1.0; }, "1 or -1",
                [](const P& p) { return p.light.state == LightState::cat; }))
        .called(KeyKind::pure, "parity of the initial cat state", "$p$"),
    real_key<&P::atoms, &Atoms::theta>(
        "atoms.theta", [](double x) { return x >= 0.0 && x <= std::numbers::pi; },
        "a number from 0 to pi, in radians", kSpinCoherent)
        .called(KeyKind::angle, "polar angle of the initial spin state", R"($\theta$)"),
    real_key<&P::atoms, &Atoms::phi>("atoms.phi", kAny, kAnyText, kSpinCoherent)
        .called(KeyKind::angle, "azimuth of the initial spin state", R"($\phi$)"),
    required(real_key<&P::atoms, &Atoms::m>(
                 "atoms.m",
                 [](double x) { return std::abs(x) <= 5e8 && 2.0 * x == std::floor(2.0 * x); },
                 "-N/2 ... N/2 in steps of 1",
                 [](const P& p) { return p.atoms.state == AtomsState::dicke; }))
        .called(KeyKind::pure, "initial J_z", "$m$"),
    kSwitchOff.called(KeyKind::time, "time at which the pump is switched off",
                      R"($t_\mathrm{off}$)"),
    kFactor.called(KeyKind::pure, "common factor of the pump's segments", "$f$"),
    segment_key("pump.segments[i].until", &PumpSegment::until)
        .called(KeyKind::time, "end of a segment of the pump", R"($t_i$)"),
    segment_key("pump.segments[i].eta", KeyPart::complex, &PumpSegment::eta)
        .called(KeyKind::rate, "pump amplitude of a segment", R"($\eta_i$)"),
    segment_key("pump.segments[i].eta.abs", KeyPart::modulus, &PumpSegment::eta)
        .called(KeyKind::rate, "modulus of a segment's pump amplitude", R"($|\eta_i|$)"),
    segment_key("pump.segments[i].eta.phase", KeyPart::phase, &PumpSegment::eta)
        .called(KeyKind::angle, "phase of a segment's pump amplitude", R"($\arg\,\eta_i$)"),
    segment_key("pump.segments[i].transverse", KeyPart::complex, &PumpSegment::transverse)
        .called(KeyKind::rate, "transverse pump amplitude of a segment", R"($\tilde W_i$)"),
    segment_key("pump.segments[i].transverse.abs", KeyPart::modulus, &PumpSegment::transverse)
        .called(KeyKind::rate, "modulus of a segment's transverse pump amplitude",
                R"($|\tilde W_i|$)"),
    segment_key("pump.segments[i].transverse.phase", KeyPart::phase, &PumpSegment::transverse)
        .called(KeyKind::angle, "phase of a segment's transverse pump amplitude",
                R"($\arg\,\tilde W_i$)"),
    kStop.called(KeyKind::time, "final time", R"($t_\mathrm{stop}$)"),
};

}  // namespace

std::span<const NumericKey> numeric_keys() { return kKeys; }

}  // namespace pairtwist::config
