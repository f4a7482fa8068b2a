// SPDX-License-Identifier: BSD-3-Clause
#include "lab/read_laboratory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <string_view>

#include "config/load_text.hpp"
#include "lab/constants.hpp"
#include "lab/guess_of_laboratory.hpp"
#include "lab/laboratory_keys.hpp"
#include "lab/measured.hpp"
#include "lab/potential_table.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::lab {
namespace {

using config::Document;
using std::numbers::pi;

void read_atoms(Measured& atoms, Laboratory& lab) {
  atoms.section().require("number");
  atoms.section().read_integer("number", 1, 1000000000, lab.atoms);
  lab.scattering_length = atoms.number("scattering_length");
}

Molecule read_shell(Measured& molecule) {
  const double radius = molecule.positive("condon_radius");
  const Key& key = molecule.required({"width"});
  const double width = molecule.positive(key);
  if (width > radius)
    molecule.section().refuse(key.name, *molecule.section().take(key.name),
                              "a number > 0, at most the Condon radius");
  return molecular_shell(radius, width);
}

Molecule read_form(Measured& molecule, std::string_view name) {
  if (name == "shell") return read_shell(molecule);
  const Form form = name == "gaussian" ? Form::gaussian : Form::exponential;
  const Key& key = molecule.required({"size", "condon_radius"});
  return key.quantity == "size" ? molecule_of_size(form, molecule.positive(key))
                                : molecule_at(form, molecule.positive(key));
}

void read_molecule(Measured& molecule, Laboratory& lab, std::vector<std::string>& notes) {
  const std::string form = molecule.one_of("form", {"exponential", "gaussian", "shell"});
  lab.molecule = read_form(molecule, form);
  lab.rabi_frequency = molecule.positive("rabi_frequency");
  lab.laser_detuning = molecule.not_zero("detuning");
  molecule.section().finish(fmt::format("molecule.form = \"{}\"", form), "molecule.form", notes);
}

void read_cavity(Measured& cavity, Laboratory& lab) {
  const Key& mode = cavity.required({"wavelength", "wave_number"});
  const double along = cavity.positive(mode);
  lab.wave_number = mode.quantity == "wavelength" ? 2.0 * pi / along : along;
  lab.waist = cavity.positive("waist");
  lab.kappa = cavity.not_negative_or_0("kappa");
  lab.detuning = cavity.number_or_0("detuning");
  lab.pump = cavity.complex_or_0("pump");
  cavity.section().require("photons");
  lab.photons = cavity.not_negative_or_0("photons");
  lab.transverse = cavity.complex_or_0("transverse");
}

/// l
double read_across(Measured& trap, double mass) {
  const Key& key = trap.required({"transverse", "transverse_length"});
  const double value = trap.positive(key);
  return key.quantity == "transverse" ? std::sqrt(hbar / (mass * value)) : value;
}

/// barrier ((2x/separation)² - 1)²
void read_quartic(Measured& trap, Laboratory& lab) {
  const double barrier = trap.positive("barrier");
  const double half = 0.5 * trap.positive("separation");
  lab.well = [=](double x) {
    const double u = x * x / (half * half) - 1.0;
    return barrier * u * u;
  };
  lab.reach = 2.0 * half;
}

/// ½ m omega² x²/ħ + barrier exp(-x²/(2 width²))
void read_barrier(Measured& trap, Laboratory& lab) {
  const double omega = trap.positive("axial");
  const double barrier = trap.positive("barrier");
  const double width = trap.positive("barrier_width");
  const double stiffness = 0.5 * lab.mass / hbar * omega * omega;
  lab.well = [=](double x) {
    return stiffness * x * x + barrier * std::exp(-0.5 * x * x / (width * width));
  };
  lab.reach =
      std::max(4.0 * std::sqrt(hbar / (lab.mass * omega)), 2.0 * std::sqrt(barrier / stiffness));
}

void read_table(Measured& trap, const std::string& folder, const TrapUnits& units,
                Laboratory& lab) {
  config::Section& section = trap.section();
  const std::string path = config::as_string(section.document(), section.require("path"),
                                             "trap.path", "a file of two columns");
  const bool of_trap = section.take("table_units") != nullptr &&
                       trap.one_of("table_units", {"SI", "trap"}) == "trap";
  const std::string file = (std::filesystem::path(folder) / path).string();
  const TableUnits columns =
      of_trap ? TableUnits{units.length, units.rate, "x in l and V in hbar omega of the trap"}
              : TableUnits{1.0, 2.0 * pi, "x in m and V/h in Hz"};
  lab.table = {read_potential(file, columns), file, columns.in_words};
  lab.reach = lab.table->potential.reach();
  lab.well = lab.table->potential;
}

void read_well(Measured& trap, const std::string& folder, const TrapUnits& units, Laboratory& lab,
               std::vector<std::string>& notes) {
  const std::string shape = trap.one_of("well", {"quartic", "barrier", "table"});
  if (shape == "quartic")
    read_quartic(trap, lab);
  else if (shape == "barrier")
    read_barrier(trap, lab);
  else
    read_table(trap, folder, units, lab);
  trap.section().finish(fmt::format("trap.well = \"{}\"", shape), "trap.well", notes);
}

}  // namespace

Laboratory read_laboratory(const std::string& path, const ConfigChanges& changes,
                           std::vector<std::string>& notes) {
  Document document(config::load_text(path), path, complex_keys());
  for (const std::string& key : changes.unset) document.unset(key);
  for (const std::string& assignment : changes.set) document.set(assignment);
  document.drop_rivals(rivals(), notes);
  config::refuse_unknown_sections(document, sections(), {}, names_in, guess_of_laboratory);
  Laboratory lab;
  TrapUnits units;
  Measured atoms(document, "atoms", units), molecule(document, "molecule", units),
      cavity(document, "cavity", units), trap(document, "trap", units);
  // The units of the trap need the mass, and all else may need these.
  lab.mass = atoms.positive("mass");
  lab.transverse_length = read_across(trap, lab.mass);
  units.length = lab.transverse_length;
  units.rate = hbar / (lab.mass * units.length * units.length);
  read_atoms(atoms, lab);
  read_molecule(molecule, lab, notes);
  read_cavity(cavity, lab);
  read_well(trap, std::filesystem::path(path).parent_path().string(), units, lab, notes);
  return lab;
}

}  // namespace pairtwist::lab
