// SPDX-License-Identifier: BSD-3-Clause
// The molecule that a pair of atoms is driven to, as the coupling sees it: the integral of its
// normalised wave function over the distance of the atoms.
#pragma once

namespace pairtwist::lab {

/// phi(r) at the distances where the atoms pair up.
enum class Form {
  exponential,  ///< exp(-r/R_0)/r
  gaussian,     ///< exp(-r²/R_0²)/r
  shell,        ///< exp(-(r-c)²/(2 width²))/r, c such that R_C is the Condon radius
};

/// Made by the functions below. The Condon radius R_C is where r² phi(r), of which the coupling is
/// the integral, has its maximum; lengths in m.
struct Molecule {
  Form form = Form::exponential;
  double size = 0.0;           ///< R_0; of a shell R_C
  double condon_radius = 0.0;  ///< R_C: R_0 of an exponential, R_0/√2 of a Gaussian
  double width = 0.0;          ///< of a shell
};

/// form: exponential or gaussian.
Molecule molecule_of_size(Form form, double size);
/// The same by its Condon radius.
Molecule molecule_at(Form form, double condon_radius);
/// A lobe of r phi(r) of this width, at most the Condon radius, where it is a Gaussian of
/// R_0 = √2 R_C. Narrow ones have their centre at R_C and xi = √(4 pi) R_C √(2 √pi width).
Molecule molecular_shell(double condon_radius, double width);

/// xi = ∫phi d³r/√(∫phi² d³r), m^{3/2}.
double overlap(const Molecule& molecule);

}  // namespace pairtwist::lab
