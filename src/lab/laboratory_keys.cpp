// SPDX-License-Identifier: BSD-3-Clause
#include "lab/laboratory_keys.hpp"

#include <algorithm>

namespace pairtwist::lab {
namespace {

struct UnitName {
  Unit unit;
  std::string_view ending;    ///< of the key
  std::string_view in_words;  ///< behind its meaning
};

constexpr UnitName unit_names[] = {
    {Unit::none, "", ""},
    {Unit::u, "_u", ", in atomic mass units"},
    {Unit::kg, "_kg", ", in kg"},
    {Unit::a0, "_a0", ", in Bohr radii"},
    {Unit::m, "_m", ", in m"},
    {Unit::per_m, "_per_m", ", in 1/m"},
    {Unit::Hz, "_Hz", ", over 2 pi, in Hz"},
    {Unit::l, "_l", ", in l of the trap"},
    {Unit::per_l, "_per_l", ", in 1/l of the trap"},
    {Unit::omega, "_omega", ", in omega of the trap"},
};

using Units = std::span<const Unit>;
constexpr Unit bare[] = {Unit::none};
constexpr Unit mass[] = {Unit::u, Unit::kg};
constexpr Unit atomic_length[] = {Unit::a0, Unit::m, Unit::l};
constexpr Unit length[] = {Unit::m, Unit::l};
constexpr Unit only_m[] = {Unit::m};
constexpr Unit inverse_length[] = {Unit::per_m, Unit::per_l};
constexpr Unit rate[] = {Unit::Hz, Unit::omega};
constexpr Unit only_Hz[] = {Unit::Hz};

struct Row {
  std::string_view section, quantity;
  Units units;
  std::string_view meaning;
  std::string_view alike = {};  ///< as Key's; empty: the quantity
  bool complex = false;
};

constexpr Row rows[] = {
    {"atoms", "number", bare, "N"},
    {"atoms", "mass", mass, "mass of one atom"},
    {"atoms", "scattering_length", atomic_length, "scattering length"},
    {"molecule", "form", bare, "wave function of the molecule that pairs are driven to"},
    {"molecule", "size", atomic_length, "R_0"},
    {"molecule", "condon_radius", atomic_length, "R_C, instead of R_0", "size"},
    {"molecule", "width", atomic_length, "width of a shell"},
    {"molecule", "rabi_frequency", rate, "Omega_0"},
    {"molecule", "detuning", rate, "Delta_A"},
    {"cavity", "wavelength", length, "wavelength of the mode"},
    {"cavity", "wave_number", inverse_length, "k of the mode, instead of wavelength", "wavelength"},
    {"cavity", "waist", length, "where the amplitude has fallen to 1/e"},
    {"cavity", "kappa", rate, "kappa"},
    {"cavity", "detuning", rate, "Dc, before the atoms shift the cavity"},
    {"cavity", "pump", rate, "eta, along the cavity", {}, true},
    {"cavity", "photons", bare, "how many are expected, for the validity"},
    {"cavity", "transverse", bare, "eta_t, over one photon's field", {}, true},
    {"trap", "transverse", only_Hz, "omega, the trap's frequency in y and z"},
    {"trap", "transverse_length", only_m, "l, its harmonic length, instead of omega", "transverse"},
    {"trap", "well", bare, "form of the potential along x"},
    {"trap", "barrier", rate, "height of the barrier, over hbar"},
    {"trap", "separation", length, "distance of the minima of a quartic well"},
    {"trap", "axial", rate, "frequency along x of the trap that a barrier stands in"},
    {"trap", "barrier_width", length, "width of that barrier"},
    {"trap", "path", bare, "file of a table, in two columns: x and V"},
    {"trap", "table_units", bare, "units of that file"},
};

std::vector<Key> made_of_rows() {
  std::vector<Key> made;
  for (const Row& row : rows) {
    for (const Unit each : row.units) {
      const UnitName& unit = *std::ranges::find(unit_names, each, &UnitName::unit);
      const std::string name = std::string(row.quantity).append(unit.ending);
      made.push_back({.path = std::string(row.section) + "." + name,
                      .section = row.section,
                      .name = name,
                      .quantity = row.quantity,
                      .alike = row.alike.empty() ? row.quantity : row.alike,
                      .unit = each,
                      .meaning = std::string(row.meaning).append(unit.in_words),
                      .complex = row.complex});
    }
  }
  return made;
}

}  // namespace

const std::vector<Key>& keys() {
  static const std::vector<Key> all = made_of_rows();
  return all;
}

std::vector<std::string> sections() {
  std::vector<std::string> names;
  for (const Key& key : keys())
    if (names.empty() || names.back() != key.section) names.emplace_back(key.section);
  return names;
}

std::vector<std::string> names_in(std::string_view section) {
  std::vector<std::string> names;
  for (const Key& key : keys())
    if (key.section == section) names.push_back(key.name);
  return names;
}

std::vector<std::string> complex_keys() {
  std::vector<std::string> paths;
  for (const Key& key : keys())
    if (key.complex) paths.push_back(key.path);
  return paths;
}

std::vector<config::Rivals> rivals() {
  std::vector<config::Rivals> pairs;
  for (const Key& given : keys()) {
    for (const Key& other : keys()) {
      if (&given != &other && given.section == other.section && given.alike == other.alike)
        pairs.push_back({given.path, other.path});
    }
  }
  return pairs;
}

}  // namespace pairtwist::lab
