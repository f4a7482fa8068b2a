// SPDX-License-Identifier: BSD-3-Clause
#include "config/symbols.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace pairtwist::config {
namespace {

using Symbol = std::pair<std::string_view, std::string_view>;

constexpr std::string_view kAtoms = "model.atoms";
constexpr std::string_view kTunnelling = "model.tunnelling (J of the term -J J_x)";
constexpr std::string_view kDetuning = "model.detuning (the shifted Dc of H)";
constexpr std::string_view kThermal = "model.thermal_photons";
constexpr std::string_view kKerr = "model.kerr (K of (K/2) a+ a+ a a)";
constexpr std::string_view kTwoPhoton = "model.two_photon_loss";
constexpr std::string_view kDephasing = "model.dephasing";
constexpr std::string_view kTilt = "model.tilt (of the term delta J_z)";
constexpr std::string_view kSide = "model.transverse (Wt, the pump from the side)";
constexpr std::string_view kPump = "model.eta (of the term -i (eta a+ - eta* a))";
constexpr std::string_view kStop = "time.stop";
constexpr std::string_view kSamples = "time.samples";
constexpr std::string_view kContact =
    "model.U, which `pairtwist lab` makes of the contact interaction g,";
constexpr std::string_view kRabi =
    "model.W0, which `pairtwist lab` makes of the Rabi frequency Omega of the molecules (the pump "
    "is "
    "model.eta, the tunnelling model.tunnelling),";
constexpr std::string_view kLevels =
    "solve.cutoff (the most photon levels; solve.cutoff_exact fixes them)";
constexpr std::string_view kStart = "two sections, light and atoms,";
constexpr std::string_view kLevelOfEvent =
    "above of an event (its quantity reaches it from beneath), or below (from above),";
constexpr std::string_view kThreads = "no key, but the option --threads of `pairtwist run`,";
constexpr std::string_view kDevice = "no key, but the option --device of `pairtwist run`,";

constexpr std::array<Symbol, 61> kSymbols{{
    {"N", kAtoms},
    {"n_atoms", kAtoms},
    {"J", kTunnelling},
    {"tunneling", kTunnelling},
    {"Dc", kDetuning},
    {"Delta", kDetuning},
    {"Delta_c", kDetuning},
    {"delta_c", kDetuning},
    {"n_th", kThermal},
    {"nth", kThermal},
    {"nbar", kThermal},
    {"n_thermal", kThermal},
    {"K", kKerr},
    {"chi", "model.kerr (of the light; of chi J_z^2 of the atoms model.U)"},
    {"kappa2", kTwoPhoton},
    {"kappa_2", kTwoPhoton},
    {"gamma", kDephasing},
    {"gamma_phi", kDephasing},
    {"delta", kTilt},
    {"epsilon", kTilt},
    {"Wt", kSide},
    {"W_t", kSide},
    {"eta_t", kSide},
    {"F", kPump},
    {"drive", kPump},
    {"g", kContact},
    {"Omega", kRabi},
    {"Omega_R", kRabi},
    {"W", "model.W0"},
    {"W_0", "model.W0"},
    {"u", "model.U"},
    {"loss", "model.kappa"},
    {"T", kStop},
    {"t", kStop},
    {"t_max", kStop},
    {"tmax", kStop},
    {"t_stop", kStop},
    {"end", kStop},
    {"steps", kSamples},
    {"n_times", kSamples},
    {"tlist", "time.values"},
    {"times", "time.values"},
    {"ntraj", "solve.trajectories"},
    {"n_max", kLevels},
    {"nmax", kLevels},
    {"Nmax", kLevels},
    {"levels", kLevels},
    {"n_levels", kLevels},
    {"level", kLevelOfEvent},
    {"threshold", kLevelOfEvent},
    {"rtol", "solve.tolerance"},
    {"atol", "solve.tolerance"},
    {"psi0", kStart},
    {"rho0", kStart},
    {"c_ops", "model.kappa, with model.thermal_photons, two_photon_loss and dephasing,"},
    {"e_ops", "output.quantities"},
    {"quantity", "output.quantities"},
    {"threads", kThreads},
    {"n_threads", kThreads},
    {"device", kDevice},
    {"devices", kDevice},
}};

}  // namespace

std::string_view key_of_symbol(std::string_view name) {
  const auto found = std::ranges::find(kSymbols, name, &Symbol::first);
  return found == kSymbols.end() ? std::string_view{} : found->second;
}

std::string hint_of_symbol(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('.') + 1);
  const std::string_view key = key_of_symbol(name);
  return key.empty() ? std::string{} : fmt::format("; {} is {} here.", name, key);
}

}  // namespace pairtwist::config
