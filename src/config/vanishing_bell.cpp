// SPDX-License-Identifier: BSD-3-Clause
#include "config/vanishing_bell.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

namespace pairtwist::config {
namespace {

constexpr std::string_view by_symmetry = "<-x|rho_A|+x> is then 0 by symmetry, which is no failure";

bool scanned(const Job& job, std::string_view key) {
  return std::ranges::any_of(job.scan.axes,
                             [&](const ScanAxis& axis) { return axis.key.starts_with(key); });
}

/// Whether bell is asked for at points that nothing tilts.
bool asked_without_tilt(const Job& job) {
  const auto& names = job.output.quantities;
  return std::ranges::find(names, "bell") != names.end() &&
         (job.base.model.tilt == 0.0 || scanned(job, "model.tilt"));
}

void note_odd(Job& job, double atoms, std::string_view start) {
  job.notes.push_back(
      fmt::format("output.quantities: bell is -inf for odd N, here {}, where the start has {} and "
                  "model.tilt is 0: {}; even N have a finite value",
                  atoms, start, by_symmetry));
}

}  // namespace

void note_vanishing_bell(Job& job) {
  if (!asked_without_tilt(job)) return;
  // Coherent states but +x, the default, and Dicke states of odd N have no such symmetry.
  if (!scanned(job, "atoms.") && !job.base.atoms.along_x()) return;
  std::vector<double> atoms = {static_cast<double>(job.base.model.atoms)};
  for (const ScanAxis& axis : job.scan.axes) {
    if (axis.key == "model.atoms") atoms = axis.values;
  }
  const auto odd = std::ranges::find_if(atoms, [](double n) { return std::fmod(n, 2.0) != 0.0; });
  if (odd != atoms.end()) note_odd(job, *odd, "C_m = C_-m");
}

bool bell_hangs_on_start_file(const Job& job) {
  return asked_without_tilt(job) && job.base.atoms.state == AtomsState::file &&
         !scanned(job, "atoms.") && !scanned(job, "model.atoms");
}

void note_vanishing_bell_of_start(Job& job, bool symmetric, bool antisymmetric) {
  const std::int64_t atoms = job.base.model.atoms;
  if (atoms % 2 != 0 && (symmetric || antisymmetric)) {
    note_odd(job, static_cast<double>(atoms), symmetric ? "C_m = C_-m" : "C_m = -C_-m");
  } else if (antisymmetric &&
             (job.base.model.dephasing == 0.0 || scanned(job, "model.dephasing"))) {
    job.notes.push_back(
        fmt::format("output.quantities: bell is -inf where the start has C_m = -C_-m and "
                    "model.tilt and model.dephasing are 0: {}",
                    by_symmetry));
  }
}

}  // namespace pairtwist::config
