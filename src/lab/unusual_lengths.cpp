// SPDX-License-Identifier: BSD-3-Clause
#include "lab/unusual_lengths.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace pairtwist::lab {
namespace {

/// Of the two modes: twice the mean of x in one.
double distance_of_modes(const WellStates& states) {
  double mean = 0.0;
  for (std::size_t i = 0; i < states.x.size(); ++i)
    mean += states.x[i] * states.w[i] * states.w[i] * states.step;
  return 2.0 * std::abs(mean);
}

double distance_of_minima(const Laboratory& lab) {
  constexpr int pieces = 4000;
  double at = 0.0;
  for (int i = 1; i <= pieces; ++i) {
    const double x = lab.reach * i / pieces;
    if (lab.well(x) < lab.well(at)) at = x;
  }
  return 2.0 * at;
}

/// The two of the trap are that far apart.
std::vector<UnusualLength> unusual_with(const Laboratory& lab, const std::string& of_the_two,
                                        double distance) {
  // From the far ultraviolet to the far infrared; mirrors a wavelength to centimetres wide; traps
  // from between the sites of a lattice to what is seen by eye; molecules from the deepest bound to
  // those as large as a trap.
  const UnusualLength all[] = {
      {"wavelength of the mode", 2.0 * std::numbers::pi / lab.wave_number, 1e-7, 1e-4},
      {"waist of the mode", lab.waist, 5e-7, 1e-2},
      {"harmonic length l of the trap across", lab.transverse_length, 5e-9, 1e-4},
      {of_the_two, distance, 1e-8, 1e-3},
      {"Condon radius", lab.molecule.condon_radius, 1e-10, 1e-6},
  };
  std::vector<UnusualLength> found;
  for (const UnusualLength& each : all)
    if (each.value < each.from || each.value > each.to) found.push_back(each);
  return found;
}

}  // namespace

std::vector<UnusualLength> unusual_lengths(const Laboratory& lab, const Derived& derived) {
  return unusual_with(lab, "distance of the two modes", distance_of_modes(derived.states));
}

std::vector<UnusualLength> unusual_lengths(const Laboratory& lab) {
  return unusual_with(lab, "distance of the two minima", distance_of_minima(lab));
}

std::string unusual_text(const UnusualLength& length) {
  return fmt::format(
      "{:.2e}  {} in m: laboratories have {:g} to {:g}; is it in the unit that its key says?",
      length.value, length.what, length.from, length.to);
}

}  // namespace pairtwist::lab
