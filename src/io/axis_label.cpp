#include "io/axis_label.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "pairtwist/error.hpp"

namespace pairtwist {
namespace {

enum class Kind { pure, rate, angle, time };

struct KnownKey {
  std::string_view key;
  Kind kind;
  std::string_view long_name;
  std::string_view symbol;
};

constexpr std::array known_keys = {
    KnownKey{"model.atoms", Kind::pure, "number of atoms", "$N$"},
    KnownKey{"model.U", Kind::rate, "interaction of the atoms", "$U$"},
    KnownKey{"model.W0", Kind::rate, "coupling of atom pairs to photons", "$W_0$"},
    KnownKey{"model.detuning", Kind::rate, "cavity detuning", R"($\Delta_c$)"},
    KnownKey{"model.eta", Kind::rate, "pump amplitude", R"($\eta$)"},
    KnownKey{"model.eta.abs", Kind::rate, "modulus of the pump amplitude", R"($|\eta|$)"},
    KnownKey{"model.eta.phase", Kind::angle, "phase of the pump amplitude", R"($\arg\,\eta$)"},
    KnownKey{"model.kappa", Kind::rate, "photon loss rate", R"($\kappa$)"},
    KnownKey{"model.kappa_tau_Q", Kind::pure, "photon loss rate times tau_Q",
             R"($\kappa\,\tau_Q$)"},
    KnownKey{"model.tunnelling", Kind::rate, "tunnelling rate", "$J$"},
    KnownKey{"model.thermal_photons", Kind::pure, "thermal photons of the bath",
             R"($n_\mathrm{th}$)"},
    KnownKey{"model.kerr", Kind::rate, "Kerr coefficient of the cavity", "$K$"},
    KnownKey{"model.two_photon_loss", Kind::rate, "two-photon loss rate", R"($\kappa_2$)"},
    KnownKey{"model.dephasing", Kind::rate, "collective dephasing rate", R"($\gamma_\phi$)"},
    KnownKey{"model.tilt", Kind::rate, "tilt between the two modes", R"($\delta$)"},
    KnownKey{"model.transverse", Kind::rate, "transverse pump amplitude", R"($\tilde W$)"},
    KnownKey{"model.transverse.abs", Kind::rate, "modulus of the transverse pump amplitude",
             R"($|\tilde W|$)"},
    KnownKey{"model.transverse.phase", Kind::angle, "phase of the transverse pump amplitude",
             R"($\arg\,\tilde W$)"},
    KnownKey{"light.alpha", Kind::pure, "initial cavity amplitude", R"($\alpha$)"},
    KnownKey{"light.alpha.abs", Kind::pure, "modulus of the initial cavity amplitude",
             R"($|\alpha|$)"},
    KnownKey{"light.alpha.phase", Kind::angle, "phase of the initial cavity amplitude",
             R"($\arg\,\alpha$)"},
    KnownKey{"light.n", Kind::pure, "initial photon number", "$n_0$"},
    KnownKey{"light.r", Kind::pure, "initial squeezing parameter", "$r$"},
    KnownKey{"light.angle", Kind::angle, "initial squeezing angle", R"($\varphi$)"},
    KnownKey{"light.parity", Kind::pure, "parity of the initial cat state", "$p$"},
    KnownKey{"atoms.theta", Kind::angle, "polar angle of the initial spin state", R"($\theta$)"},
    KnownKey{"atoms.phi", Kind::angle, "azimuth of the initial spin state", R"($\phi$)"},
    KnownKey{"atoms.m", Kind::pure, "initial J_z", "$m$"},
    KnownKey{"pump.switch_off", Kind::time, "time at which the pump is switched off",
             R"($t_\mathrm{off}$)"},
    KnownKey{"time.stop", Kind::time, "final time", R"($t_\mathrm{stop}$)"},
};

/// The kind of a key that has no entry, such as one inside pump.segments.
Kind guess(const std::string& key) {
  if (key.ends_with(".phase")) return Kind::angle;
  if (key.starts_with("time.") || key.ends_with(".until")) return Kind::time;
  if (key.starts_with("model.") || key.starts_with("pump.")) return Kind::rate;
  return Kind::pure;
}

std::string units(Kind kind, const Job& job) {
  switch (kind) {
    case Kind::rate:
      return job.rate_unit;
    case Kind::angle:
      return "rad";
    case Kind::time:
      return config_time_units(job);
    case Kind::pure:
      break;
  }
  return "1";
}

}  // namespace

AxisLabel axis_label(const std::string& key, const Job& job) {
  const auto known = std::ranges::find(known_keys, key, &KnownKey::key);
  if (known == known_keys.end()) return {units(guess(key), job), key, key};
  return {units(known->kind, job), std::string(known->long_name), std::string(known->symbol)};
}

std::string absolute_time_units(const Job& job) {
  const std::string& rate = job.rate_unit;
  const auto is_compound = [](std::string_view unit) {
    return unit.find_first_of(" */^.") != std::string_view::npos;
  };
  if (rate == "1") return "1";
  if (rate.starts_with("1/") && !is_compound(rate.substr(2))) return rate.substr(2);
  return is_compound(rate) ? fmt::format("1/({})", rate) : fmt::format("1/{}", rate);
}

std::string config_time_units(const Job& job) {
  return job.time.unit == TimeUnit::one ? absolute_time_units(job) : to_string(job.time.unit);
}

void check_rate_unit(const std::string& rate_unit) {
  constexpr std::array<std::string_view, 7> words = {
      "days", "hours", "minutes", "seconds", "milliseconds", "microseconds", "nanoseconds"};
  const std::string_view inverse =
      std::string_view(rate_unit).substr(rate_unit.starts_with("1/") ? 2 : 0);
  if (std::ranges::find(words, inverse) == words.end() &&
      rate_unit.find("since") == std::string::npos) {
    return;
  }
  throw UsageError(fmt::format(
      "model.rate_unit = \"{}\" would be read as a calendar time by xarray; use a short "
      "name, such as \"1/s\", \"1/ms\" or \"kHz\"",
      rate_unit));
}

}  // namespace pairtwist
