// SPDX-License-Identifier: BSD-3-Clause
#include "config/vanishing_bell.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "config/axes.hpp"

namespace pairtwist::config {
namespace {

constexpr std::string_view by_symmetry = "<-x|rho_A|+x> is then 0 by symmetry, which is no failure";

bool scanned(const Job& job, std::string_view key) {
  return std::ranges::any_of(job.scan.axes,
                             [&](const ScanAxis& axis) { return axis.key.starts_with(key); });
}

/// Whether a number is 0 at some point.
bool somewhere_0(const Job& job, std::string_view key, double of_base) {
  const auto axis = std::ranges::find(job.scan.axes, key, &ScanAxis::key);
  if (axis == job.scan.axes.end()) return of_base == 0.0;
  return std::ranges::find(axis->values, 0.0) != axis->values.end();
}

/// Whether bell is asked for at points that nothing tilts.
bool asked_without_tilt(const Job& job) {
  const auto& names = job.output.quantities;
  return std::ranges::find(names, "bell") != names.end() &&
         somewhere_0(job, "model.tilt", job.base.model.tilt);
}

/// What makes bell of a point vanish, each of a key of its own: how many of the five hold. Coherent
/// states but +x, the default, and Dicke states of odd N have no such symmetry.
int reasons(const Parameters& p) {
  const Atoms along_x;
  return (p.model.atoms % 2 != 0) + (p.model.tilt == 0.0) + (p.atoms.state == along_x.state) +
         (p.atoms.theta == along_x.theta) + (p.atoms.phi == along_x.phi);
}
constexpr int all_reasons = 5;

/// A point at which it vanishes.
std::optional<Parameters> vanishing_point(const Job& job) {
  const std::vector<ScanAxis>& axes = job.scan.axes;
  const AxisWriter writer(job.scan, job.base);
  Parameters point = job.base;
  if (job.scan.mode == ScanMode::zip) {
    for (std::size_t i = 0; i < point_count(job.scan); ++i) {
      writer.write(axis_positions(job.scan, i), point);
      if (reasons(point) == all_reasons) return point;
    }
    return std::nullopt;
  }
  // A grid has every combination: of each axis the value with the most reasons.
  std::vector<std::size_t> best(axes.size(), 0);
  for (std::size_t a = 0; a < axes.size(); ++a) {
    if (!axes[a].key.starts_with("atoms.") && !axes[a].key.starts_with("model.")) continue;
    int most = -1;
    std::vector<std::size_t> positions = best;
    for (std::size_t& at = positions[a]; at < axes[a].values.size() && most < all_reasons; ++at) {
      writer.write(positions, point);
      if (reasons(point) <= most) continue;
      most = reasons(point);
      best[a] = at;
    }
  }
  writer.write(best, point);
  return reasons(point) == all_reasons ? std::optional(point) : std::nullopt;
}

void note_odd(Job& job, std::int64_t atoms, std::string_view start) {
  job.notes.push_back(
      fmt::format("output.quantities: bell is -inf for odd N, here {}, where the start has {} and "
                  "model.tilt is 0: {}; even N have a finite value",
                  atoms, start, by_symmetry));
}

}  // namespace

void note_vanishing_bell(Job& job) {
  if (!asked_without_tilt(job)) return;
  if (const auto point = vanishing_point(job)) note_odd(job, point->model.atoms, "C_m = C_-m");
}

bool bell_hangs_on_start_file(const Job& job) {
  return asked_without_tilt(job) && job.base.atoms.state == AtomsState::file &&
         !scanned(job, "atoms.") && !scanned(job, "model.atoms");
}

void note_vanishing_bell_of_start(Job& job, bool symmetric, bool antisymmetric) {
  const std::int64_t atoms = job.base.model.atoms;
  if (atoms % 2 != 0 && (symmetric || antisymmetric)) {
    note_odd(job, atoms, symmetric ? "C_m = C_-m" : "C_m = -C_-m");
  } else if (antisymmetric && somewhere_0(job, "model.dephasing", job.base.model.dephasing)) {
    job.notes.push_back(
        fmt::format("output.quantities: bell is -inf where the start has C_m = -C_-m and "
                    "model.tilt and model.dephasing are 0: {}",
                    by_symmetry));
  }
}

}  // namespace pairtwist::config
