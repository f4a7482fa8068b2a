// SPDX-License-Identifier: BSD-3-Clause
#include "lab/molecule.hpp"

#include <cmath>
#include <numbers>

namespace pairtwist::lab {
namespace {

using std::numbers::pi;
using std::numbers::sqrt2;

/// xi/R_0^{3/2}
double factor(Form form) {
  if (form == Form::exponential) return 2.0 * std::sqrt(2.0 * pi);
  // Of exp(-r²/R²)/r it is 2 pi R² over the root of 2 pi R √(pi/2).
  return 2.0 * pi / std::sqrt(2.0 * pi * std::sqrt(0.5 * pi));
}

double of_shell(double condon_radius, double width) {
  // r² phi = r exp(-(r-c)²/(2 width²)) has its maximum where r (r-c) = width².
  const double centre = condon_radius - width * width / condon_radius;
  const double at = centre / width;
  const double first = width * width * std::exp(-0.5 * at * at) +
                       centre * width * std::sqrt(0.5 * pi) * std::erfc(-at / sqrt2);
  const double norm = 0.5 * std::sqrt(pi) * width * std::erfc(-at);
  return std::sqrt(4.0 * pi / norm) * first;
}

}  // namespace

Molecule molecule_of_size(Form form, double size) {
  return {form, size, form == Form::gaussian ? size / sqrt2 : size, 0.0};
}

Molecule molecule_at(Form form, double condon_radius) {
  return {form, form == Form::gaussian ? sqrt2 * condon_radius : condon_radius, condon_radius, 0.0};
}

Molecule molecular_shell(double condon_radius, double width) {
  return {Form::shell, condon_radius, condon_radius, width};
}

double overlap(const Molecule& molecule) {
  if (molecule.form == Form::shell) return of_shell(molecule.condon_radius, molecule.width);
  return factor(molecule.form) * std::pow(molecule.size, 1.5);
}

}  // namespace pairtwist::lab
