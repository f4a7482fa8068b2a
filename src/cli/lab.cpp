// SPDX-License-Identifier: BSD-3-Clause
// pairtwist lab: laboratory numbers to the model's parameters, and whether the model holds there.
#include <fmt/format.h>

#include <cmath>
#include <complex>
#include <nlohmann/json.hpp>
#include <numbers>

#include "cli/commands.hpp"
#include "cli/text.hpp"
#include "config/toml_text.hpp"
#include "io/json_text.hpp"
#include "io/stored_config.hpp"
#include "lab/constants.hpp"
#include "lab/read_laboratory.hpp"
#include "lab/unusual_lengths.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::cli {
namespace {

using lab::Derived;
using lab::Laboratory;

/// Whether the splitting of the two modes is more than its error.
bool resolved(const Derived& d) { return d.tunnelling > 0.0; }

/// What the splitting is not told apart from 0 by.
std::string limited_by(const Laboratory& lab) {
  return lab.table ? "the lines of the table leave open" : "double precision resolves";
}

/// Rates in 1/s, as `run` takes them.
std::string model_section(const Laboratory& lab, const Derived& d) {
  using config::toml_complex;
  using config::toml_number;
  std::string text = fmt::format(
      "[model]\natoms = {}\nU = {}\nW0 = {}\ndetuning = {}\neta = {}\nkappa = {}\n"
      "tunnelling = {}{}\n",
      lab.atoms, toml_number(d.U), toml_number(d.W0), toml_number(d.shifted_detuning),
      toml_complex(d.pump), toml_number(lab.kappa), toml_number(d.tunnelling),
      resolved(d)
          ? ""
          : fmt::format("  # below {:.1e}, what {} of it", d.tunnelling_error, limited_by(lab)));
  if (d.transverse != 0.0) text += fmt::format("transverse = {}\n", toml_complex(d.transverse));
  return text + "rate_unit = \"1/s\"\n";
}

std::string hertz(double rate) { return fmt::format("{:.6g} Hz", rate / (2.0 * std::numbers::pi)); }

std::string complex_hertz(std::complex<double> rate) {
  return fmt::format("{} + {} i", hertz(rate.real()), hertz(rate.imag()));
}

/// The figures are comments of TOML, so that all of it is a config to go on with.
void print_text(const Laboratory& lab, const Derived& d) {
  fmt::print("# g                {:.6g} m^3/s (contact interaction, over hbar)\n", d.g);
  fmt::print("# xi               {:.6g} m^(3/2), with R_C = {:.6g} a0\n", d.xi,
             lab.molecule.condon_radius / lab::bohr_radius);
  fmt::print("# Omega_R          {:.6g} m^(3/2)/s\n", d.omega_R);
  fmt::print("# U0               {:.6g} m^3/s = {:.4f} g\n", d.U0, d.U0 / d.g);
  fmt::print("# epsilon          {} (mean of the two lowest levels, over h)\n", hertz(d.epsilon));
  if (resolved(d)) {
    fmt::print("# J                {} in (A16b), {} here: H has -J J_x\n", hertz(d.hopping),
               hertz(d.tunnelling));
    fmt::print("# error of J       {:.0e} of that\n", d.tunnelling_error / d.tunnelling);
  } else {
    fmt::print("# J                below what {} (|J| < {}): 0 below\n", limited_by(lab),
               hertz(d.tunnelling_error));
  }
  fmt::print("# third level      {} above the first\n",
             hertz(d.states.energy[2] - d.states.energy[0]));
  fmt::print("# error of levels  {:.0e} of that\n", d.states.error);
  fmt::print("# U                {}\n", hertz(d.U));
  fmt::print("# W0               {}\n", hertz(d.W0));
  fmt::print("# error of U, W0   {:.0e} of them\n", d.states.density_error);
  if (d.transverse != 0.0) {
    fmt::print("# Wt               {}\n", complex_hertz(d.transverse));
    fmt::print("# eta from Wt      {}, in eta below: i Wt N(N-2)/2\n", complex_hertz(d.side_pump));
    fmt::print("# U from eta_t     {}, in U: its square\n", hertz(d.side_U));
  }
  fmt::print("# W0/U             {:.6g}\n", d.W0 / d.U);
  if (resolved(d))
    fmt::print("# J/U              {:.6g} with J = {}\n", d.tunnelling / d.U, hertz(d.tunnelling));
  fmt::print("# |eta|/U          {:.6g}\n", std::abs(d.pump) / std::abs(d.U));
  fmt::print("# kappa/U          {:.6g}\n#\n", lab.kappa / std::abs(d.U));
  for (const lab::Validity& each : d.validity)
    fmt::print("# {:8}  {:.2e}  {}\n", each.verdict(), each.ratio, each.what);
  for (const lab::UnusualLength& each : lab::unusual_lengths(lab, d))
    fmt::print("# unusual   {}\n", lab::unusual_text(each));
  fmt::print("\n{}", model_section(lab, d));
}

void print_json(const Laboratory& lab, const Derived& d) {
  nlohmann::ordered_json validity = nlohmann::ordered_json::array();
  for (const lab::Validity& each : d.validity)
    validity.push_back({{"what", each.what}, {"ratio", each.ratio}, {"verdict", each.verdict()}});
  nlohmann::ordered_json unusual = nlohmann::ordered_json::array();
  for (const lab::UnusualLength& each : lab::unusual_lengths(lab, d))
    unusual.push_back({{"what", each.what}, {"m", each.value}, {"usual_m", {each.from, each.to}}});
  const nlohmann::ordered_json json = {
      {"g", d.g},
      {"xi", d.xi},
      {"condon_radius_a0", lab.molecule.condon_radius / lab::bohr_radius},
      {"Omega_R", d.omega_R},
      {"U0", d.U0},
      {"U0_over_g", d.U0 / d.g},
      {"energies", {d.states.energy[0], d.states.energy[1], d.states.energy[2]}},
      {"error_of_energies", d.states.error},
      {"epsilon", d.epsilon},
      {"J_A16b", d.hopping},
      {"tunnelling", d.tunnelling},
      {"error_of_tunnelling", d.tunnelling_error},
      {"U", d.U},
      {"error_of_U", d.U_error},
      {"U_from_side", d.side_U},
      {"W0", d.W0},
      {"transverse", {d.transverse.real(), d.transverse.imag()}},
      {"eta", {d.pump.real(), d.pump.imag()}},
      {"eta_from_side", {d.side_pump.real(), d.side_pump.imag()}},
      {"detuning", d.shifted_detuning},
      {"validity", validity},
      {"unusual", unusual},
      {"model", model_section(lab, d)}};
  fmt::print("{}\n", json_text(json));
}

/// A number in another unit than its key says is the likeliest reason for a refusal.
Derived derived_of(const Laboratory& laboratory) {
  try {
    return lab::derive(laboratory);
  } catch (const UsageError& error) {
    std::string said = error.what();
    for (const lab::UnusualLength& each : lab::unusual_lengths(laboratory))
      said += fmt::format("\n  unusual   {}", lab::unusual_text(each));
    throw UsageError(said);
  }
}

}  // namespace

int lab_command(const ConfigOptions& options) {
  if (has_hdf5_signature(options.config))
    throw UsageError(fmt::format(
        "{}: an HDF5 file, such as results are; `pairtwist lab` reads the numbers of a laboratory "
        "from a TOML file, and `pairtwist info` says what is in a result",
        options.config));
  std::vector<std::string> notes;
  const ConfigChanges changes{.set = options.set, .unset = options.unset, .known_files = {}};
  const Laboratory laboratory = lab::read_laboratory(options.config, changes, notes);
  for (const std::string& note : notes) say(note);
  const Derived derived = derived_of(laboratory);
  if (options.json)
    print_json(laboratory, derived);
  else
    print_text(laboratory, derived);
  return static_cast<int>(Exit::done);
}

}  // namespace pairtwist::cli
