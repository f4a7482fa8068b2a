// SPDX-License-Identifier: BSD-3-Clause
#include "lab/read_laboratory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <string_view>

#include "config/load_text.hpp"
#include "config/section.hpp"
#include "lab/constants.hpp"
#include "lab/potential_table.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::lab {
namespace {

using config::Document;
using config::Node;
using config::Section;
using std::numbers::pi;

constexpr double per_hertz = 2.0 * pi;  // frequencies are read in Hz and kept in rad/s

/// Any finite number.
double number(Section& section, const char* key) {
  return config::as_finite(section.document(), section.require(key), section.path_of(key));
}
double number_or(Section& section, const char* key, double otherwise) {
  return section.take(key) == nullptr ? otherwise : number(section, key);
}
double positive(Section& section, const char* key) {
  const double value = number(section, key);
  if (!(value > 0.0)) section.refuse(key, *section.take(key), "a number > 0");
  return value;
}
double not_negative_or(Section& section, const char* key, double otherwise) {
  const double value = number_or(section, key, otherwise);
  if (value < 0.0) section.refuse(key, *section.take(key), "a number >= 0");
  return value;
}
double not_zero(Section& section, const char* key) {
  const double value = number(section, key);
  if (value == 0.0) section.refuse(key, *section.take(key), "a number other than 0");
  return value;
}

std::string one_of(Section& section, const char* key, const std::vector<std::string>& names) {
  const Node& node = section.require(key);
  const auto* text = node.as<std::string>();
  if (text == nullptr || std::find(names.begin(), names.end(), *text) == names.end())
    section.refuse_name(key, node, names);
  return *text;
}

std::complex<double> complex_or_zero(Section& section, const char* key) {
  const Node* node = section.take(key);
  if (node == nullptr) return 0.0;
  return config::as_complex(section.document(), *node, section.path_of(key));
}

void read_atoms(const Document& document, Laboratory& lab) {
  Section section(document, "atoms", {"number", "mass_u", "scattering_length_a0"});
  section.require("number");
  section.read_integer("number", 1, 1000000000, lab.atoms);
  lab.mass = positive(section, "mass_u") * atomic_mass_unit;
  lab.scattering_length = number(section, "scattering_length_a0") * bohr_radius;
}

/// Lengths in Bohr radii.
double in_bohr_radii(Section& section, const char* key) {
  return positive(section, key) * bohr_radius;
}

Molecule read_shell(Section& section) {
  const double radius = in_bohr_radii(section, "condon_radius_a0");
  const double width = in_bohr_radii(section, "width_a0");
  if (width > radius)
    section.refuse("width_a0", *section.take("width_a0"),
                   "a number > 0, at most molecule.condon_radius_a0");
  return molecular_shell(radius, width);
}

Molecule read_form(Section& section, std::string_view name) {
  if (name == "shell") return read_shell(section);
  const Form form = name == "gaussian" ? Form::gaussian : Form::exponential;
  const bool by_size = section.take("size_a0") != nullptr;
  const bool by_radius = section.take("condon_radius_a0") != nullptr;
  if (by_size == by_radius) {
    section.fail(by_size ? "condon_radius_a0" : "size_a0",
                 fmt::format("{} molecule.{}, allowed: one of the two, R_0 or R_C",
                             by_size ? "found together with" : "missing, and so is",
                             by_size ? "size_a0" : "condon_radius_a0"));
  }
  return by_size ? molecule_of_size(form, in_bohr_radii(section, "size_a0"))
                 : molecule_at(form, in_bohr_radii(section, "condon_radius_a0"));
}

void read_molecule(const Document& document, Laboratory& lab, std::vector<std::string>& notes) {
  Section section(
      document, "molecule",
      {"form", "size_a0", "condon_radius_a0", "width_a0", "rabi_frequency_Hz", "detuning_Hz"});
  const std::string form = one_of(section, "form", {"exponential", "gaussian", "shell"});
  lab.molecule = read_form(section, form);
  lab.rabi_frequency = positive(section, "rabi_frequency_Hz") * per_hertz;
  lab.laser_detuning = not_zero(section, "detuning_Hz") * per_hertz;
  section.finish(fmt::format("molecule.form = \"{}\"", form), "molecule.form", notes);
}

void read_cavity(const Document& document, Laboratory& lab) {
  Section section(
      document, "cavity",
      {"wavelength_m", "waist_m", "kappa_Hz", "detuning_Hz", "pump_Hz", "photons", "transverse"});
  lab.wave_number = 2.0 * pi / positive(section, "wavelength_m");
  lab.waist = positive(section, "waist_m");
  lab.kappa = not_negative_or(section, "kappa_Hz", 0.0) * per_hertz;
  lab.detuning = number_or(section, "detuning_Hz", 0.0) * per_hertz;
  lab.pump = complex_or_zero(section, "pump_Hz") * per_hertz;
  section.require("photons");
  lab.photons = not_negative_or(section, "photons", 0.0);
  lab.transverse = complex_or_zero(section, "transverse");
}

/// barrier ((2x/separation)² - 1)²
void read_quartic(Section& section, Laboratory& lab) {
  const double barrier = positive(section, "barrier_Hz") * per_hertz;
  const double half = 0.5 * positive(section, "separation_m");
  lab.well = [=](double x) {
    const double u = x * x / (half * half) - 1.0;
    return barrier * u * u;
  };
  lab.reach = 2.0 * half;
}

/// ½ m omega² x²/ħ + barrier exp(-x²/(2 width²))
void read_barrier(Section& section, Laboratory& lab) {
  const double omega = positive(section, "axial_Hz") * per_hertz;
  const double barrier = positive(section, "barrier_Hz") * per_hertz;
  const double width = positive(section, "barrier_width_m");
  const double stiffness = 0.5 * lab.mass / hbar * omega * omega;
  lab.well = [=](double x) {
    return stiffness * x * x + barrier * std::exp(-0.5 * x * x / (width * width));
  };
  lab.reach =
      std::max(4.0 * std::sqrt(hbar / (lab.mass * omega)), 2.0 * std::sqrt(barrier / stiffness));
}

void read_trap(const Document& document, const std::string& folder, Laboratory& lab,
               std::vector<std::string>& notes) {
  Section section(document, "trap",
                  {"transverse_Hz", "transverse_length_m", "well", "barrier_Hz", "separation_m",
                   "axial_Hz", "barrier_width_m", "path"});
  const bool by_length = section.take("transverse_length_m") != nullptr;
  if (by_length && section.take("transverse_Hz") != nullptr)
    section.fail("transverse_length_m",
                 "found together with trap.transverse_Hz, allowed: one of the two");
  lab.transverse_length =
      by_length ? positive(section, "transverse_length_m")
                : std::sqrt(hbar / (lab.mass * positive(section, "transverse_Hz") * per_hertz));
  const std::string shape = one_of(section, "well", {"quartic", "barrier", "table"});
  if (shape == "quartic") {
    read_quartic(section, lab);
  } else if (shape == "barrier") {
    read_barrier(section, lab);
  } else {
    const std::string path =
        config::as_string(document, section.require("path"), "trap.path", "a file of two columns");
    const PotentialTable table = read_potential((std::filesystem::path(folder) / path).string());
    lab.reach = table.reach();
    lab.well = table;
  }
  section.finish(fmt::format("trap.well = \"{}\"", shape), "trap.well", notes);
}

constexpr config::Rivals rivals[] = {
    {"molecule.size_a0", "molecule.condon_radius_a0"},
    {"molecule.condon_radius_a0", "molecule.size_a0"},
    {"trap.transverse_Hz", "trap.transverse_length_m"},
    {"trap.transverse_length_m", "trap.transverse_Hz"},
};

}  // namespace

Laboratory read_laboratory(const std::string& path, const ConfigChanges& changes,
                           std::vector<std::string>& notes) {
  Document document(config::load_text(path), path, {"cavity.pump_Hz", "cavity.transverse"});
  for (const std::string& key : changes.unset) document.unset(key);
  for (const std::string& assignment : changes.set) document.set(assignment);
  document.drop_rivals(rivals, notes);
  config::refuse_unknown_sections(document, {"atoms", "molecule", "cavity", "trap"}, {});
  Laboratory lab;
  read_atoms(document, lab);
  read_molecule(document, lab, notes);
  read_cavity(document, lab);
  read_trap(document, std::filesystem::path(path).parent_path().string(), lab, notes);
  return lab;
}

}  // namespace pairtwist::lab
