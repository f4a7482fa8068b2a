// SPDX-License-Identifier: BSD-3-Clause
// How many Fock levels a block gets: a first guess from the amplitude that its light can reach,
// then a quarter more at a time until the values stop changing. The same on host and device.
#pragma once

#include <cmath>
#include <cstdint>

#include "engines/fock_block.hpp"
#include "physics/cutoff_steps.hpp"
#include "physics/mean_field.hpp"
#include "physics/sector_pump.hpp"

namespace pairtwist::engines {

struct FockLimits {
  double change = 0.0;       ///< of v, and of photon moments (change_of_moment), that is none
  std::int32_t ceiling = 0;  ///< no cutoff beyond
  std::int32_t exact = 0;    ///< this cutoff alone, checked by another; 0: grow
};

/// What comes next for a block that has been solved.
enum class FockVerdict : std::int32_t { done, again, failed };

using physics::larger_cutoff;
using physics::smaller_cutoff;

/// The largest modulus of a sector's mean field from alpha_0 or the vacuum on; 0 where no first
/// cutoff depends on it.
PT_HD double largest_field(const FockPoint& p, const physics::CoherentSegment* segments,
                           std::int32_t sector, const FockLimits& limits) {
  if (p.moving != 0 || p.terms == physics::fock::only_loss || limits.exact > 0) return 0.0;
  const double m = static_cast<double>(sector + p.k_lo) + 0.5 * p.odd;
  const double omega = p.two_W0 * m * m - p.detuning;
  physics::fock::Rates<double> rates{};
  rates.kappa = p.kappa;
  rates.kerr = p.kerr;
  rates.two_photon = p.two_photon_loss;
  const physics::Complex<double> start = {p.alpha0_re, p.alpha0_im};
  physics::FieldPath path{start, ::sqrt(norm(start))};
  double from = 0.0;
  for (std::uint32_t i = 0; i < p.segments && from < p.stop; ++i) {
    const physics::CoherentSegment& s = segments[p.first_segment + i];
    const double end = s.until < p.stop ? s.until : p.stop;
    advance(path, rates, omega, physics::sector_pump(s, m * m), 0.0, end - from);
    from = end;
  }
  return path.reach;
}

/// Levels to begin with; fields: largest_field of each sector of the point.
PT_HD std::int32_t first_cutoff(const FockPoint& p, const double* fields, const FockItem& item,
                                const FockLimits& limits) {
  if (limits.exact > 0) return smaller_cutoff(limits.exact);
  // Nothing ever climbs higher.
  if (p.terms == physics::fock::only_loss && p.levels <= limits.ceiling) return p.levels;
  double levels = p.populated;
  if (p.moving == 0) {
    const double k = fields[item.k];
    const double l = fields[item.l];
    levels = physics::filled_levels(::sqrt(levels - 1.0) + (k > l ? k : l));
  }
  // Heated light has a geometric tail.
  const double n = p.thermal_photons;
  if (p.kappa > 0.0 && n > 0.0) levels -= ::log(1e-4) / ::log1p(1.0 / n) - 1.0;
  if ((p.terms & physics::fock::two_photon) != 0) levels += 4.0;
  // What it is compared with must be allowed, too, unless the ceiling is two levels or one.
  double largest = limits.ceiling / 1.25;
  if (largest > limits.ceiling - 2) largest = limits.ceiling > 2 ? limits.ceiling - 2 : 1;
  return static_cast<std::int32_t>(levels < largest ? levels : largest);
}

/// Of the n_times scales of a point.
PT_HD double smallest_scale(const double* scales, std::int64_t n_times) {
  double smallest = 1.0;
  for (std::int64_t k = 0; k < n_times; ++k)
    if (scales[k] < smallest) smallest = scales[k];
  return smallest;
}

/// What to do with a block after a solution at item.cutoff; `change`: against the solution before
/// (none before: anything); scale: smallest_scale of the point. Sets item's next cutoff.
PT_HD FockVerdict judge(FockItem& item, const FockPoint& p, const FockOutcome& outcome,
                        double change, double scale, const FockLimits& limits) {
  if (outcome.failed != 0) return FockVerdict::failed;
  if (p.terms == physics::fock::only_loss && p.levels <= item.cutoff) return FockVerdict::done;
  if (item.solved > 0 && change <= limits.change) return FockVerdict::done;
  if (limits.exact > 0) {
    if (item.cutoff > limits.exact) return FockVerdict::failed;
    item.cutoff = item.cutoff < limits.exact ? limits.exact : larger_cutoff(limits.exact);
    ++item.solved;
    return FockVerdict::again;
  }
  // A quarter more levels would have won several digits: what is left is rounding, and the
  // quantities' own change says whether it matters.
  const bool stays = change > 0.5 * item.change;
  if (item.solved > 1 && change < 1e-10 && stays) return FockVerdict::done;
  // Relative to few photons rounding may be large: those of a cavity that has emptied again.
  const double above = ::sqrt(outcome.tail) * item.cutoff * item.cutoff;
  if (item.solved > 3 && stays && above < 1e-2 * limits.change * scale * scale)
    return FockVerdict::done;
  std::int32_t next = larger_cutoff(item.cutoff);
  // Values change by about the root of the tail, whose logarithm grows by half with a quarter more
  // levels, where light is nearly coherent: the next cutoff would not do, either.
  if (outcome.tail > limits.change && larger_cutoff(next) <= limits.ceiling)
    next = larger_cutoff(next);
  if (next > limits.ceiling) return FockVerdict::failed;
  item.cutoff = next;
  item.change = change;
  ++item.solved;
  return FockVerdict::again;
}

}  // namespace pairtwist::engines
