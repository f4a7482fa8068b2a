// SPDX-License-Identifier: BSD-3-Clause
#include "lab/unusual_lengths.hpp"

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

}  // namespace

std::vector<UnusualLength> unusual_lengths(const Laboratory& lab, const Derived& derived) {
  // From the far ultraviolet to the far infrared; mirrors a wavelength to centimetres wide; traps
  // from between the sites of a lattice to what is seen by eye; molecules from the deepest bound to
  // those as large as a trap.
  const UnusualLength all[] = {
      {"wavelength of the mode", 2.0 * std::numbers::pi / lab.wave_number, 1e-7, 1e-4},
      {"waist of the mode", lab.waist, 5e-7, 1e-2},
      {"harmonic length l of the trap across", lab.transverse_length, 5e-9, 1e-4},
      {"distance of the two modes", distance_of_modes(derived.states), 1e-8, 1e-3},
      {"Condon radius", lab.molecule.condon_radius, 1e-10, 1e-6},
  };
  std::vector<UnusualLength> found;
  for (const UnusualLength& each : all)
    if (each.value < each.from || each.value > each.to) found.push_back(each);
  return found;
}

}  // namespace pairtwist::lab
