// SPDX-License-Identifier: BSD-3-Clause
// How many Fock levels a block gets: a first guess from the amplitude that its light can reach,
// then a quarter more at a time until the values stop changing, or what is left to change is seen
// to be nothing from what is on the uppermost level. The same on host and device.
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

/// What comes next for a block that has been solved. expected: it is done, since left_of_change()
/// of its change is small enough.
enum class FockVerdict : std::int32_t { done, expected, again, failed };

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

/// Values of two solutions may differ by that much for rounding's sake, where light of many levels
/// is lost in pairs.
constexpr double change_by_rounding = 1e-10;

/// Of left_of_change(), by which the edge is not to be believed.
constexpr double margin_of_edge = 30.0;

/// How many times less the values would change with still more levels than they did with the last
/// ones, at most: what a cutoff leaves out comes by its uppermost level, so that the error goes
/// with what is on that, its amplitude where the state is pure, its population where it is mixed.
/// (It goes with the square where it can; never slower, but for powers of the levels.) More than
/// six digits are not believed. 1 where the edge says nothing.
PT_HD double left_of_change(const FockItem& item, const FockOutcome& outcome) {
  constexpr double least = 1e-6;
  if (!(item.edge > 0.0) || !(outcome.edge >= 0.0)) return 1.0;
  const double left = margin_of_edge * ::sqrt(outcome.edge / item.edge);
  return left < least ? least : left < 1.0 ? left : 1.0;
}

/// Whether the edge may say it: rounding is seen by changes alone.
PT_HD bool edge_counts(const FockOutcome& outcome, const FockLimits& limits) {
  return outcome.edge >= 0.0 && limits.change > 5.0 * change_by_rounding;
}

/// By how much the logarithm of the squared norm of the uppermost level falls with each level more;
/// 0 where that is not known. Of a second solution from both edges, of the first one from what was
/// on a level below.
PT_HD double fall_of_edge(const FockItem& item, const FockOutcome& outcome) {
  if (item.edge > outcome.edge && outcome.edge > 0.0)
    return ::log(item.edge / outcome.edge) / (item.cutoff - item.cutoff_before);
  if (item.solved > 0 || !(outcome.edge > 0.0) || !(outcome.tail > 0.0)) return 0.0;
  const int below = item.cutoff - 1 - inner_level(item.cutoff);
  return outcome.inner > outcome.tail ? ::log(outcome.inner / outcome.tail) / below : 0.0;
}

/// About what the values of a first solution lack, from what came to its uppermost level: next to
/// nothing is beyond it. Moments of a diagonal block weigh levels with n², over those that there
/// are. Of a pair far apart nothing is on both sides' uppermost levels, and row or column tell.
PT_HD double lacking_of_first(const FockItem& item, const FockOutcome& outcome) {
  const double levels = item.cutoff;
  const double weight = item.k == item.l ? 0.25 * levels * levels : 20.0;
  return weight * ::fmax(outcome.corner, outcome.edge);
}

/// The cutoff after item's, whose solution has `outcome` and changed by `change`.
PT_HD std::int32_t next_cutoff(const FockItem& item, const FockOutcome& outcome, double change,
                               const FockLimits& limits) {
  const std::int32_t next = larger_cutoff(item.cutoff);
  const std::int32_t after = larger_cutoff(next);
  // One is left out only if there is room for another: what is solved last is compared, too.
  if (larger_cutoff(after) > limits.ceiling) return next;
  const bool counts = edge_counts(outcome, limits);
  if (const double fall = fall_of_edge(item, outcome); fall > 0.0) {
    // As many as left_of_change() will ask for, and so many that it says anything.
    const double lacking =
        item.solved > 0 ? change * left_of_change(item, outcome)
                        : margin_of_edge * ::fmax(lacking_of_first(item, outcome), limits.change);
    const double pairs = ::ceil(::log(lacking / limits.change) / fall);
    const double levels = item.cutoff + 2.0 * ::fmax(pairs, 1.0);
    if (levels <= 2.0 * item.cutoff && 1.25 * levels + 1.0 <= limits.ceiling)
      return static_cast<std::int32_t>(levels);
  }
  // Values change by about the root of what is there, whose logarithm grows by half with a quarter
  // more levels, where light is nearly coherent: the next cutoff would not do, either.
  const double uppermost = counts ? outcome.edge : outcome.tail;
  const std::int32_t levels = uppermost > limits.change ? after : next;
  return counts ? levels - (levels - item.cutoff) % 2 : levels;
}

/// What to do with a block after a solution at item.cutoff; `change`: against the solution before
/// (none before: anything); scale: smallest_scale of the point. Sets item's next cutoff.
PT_HD FockVerdict judge(FockItem& item, const FockPoint& p, const FockOutcome& outcome,
                        double change, double scale, const FockLimits& limits) {
  if (outcome.failed != 0) return FockVerdict::failed;
  if (p.terms == physics::fock::only_loss && p.levels <= item.cutoff) return FockVerdict::done;
  const bool holds = p.holding <= item.cutoff;
  if (item.solved > 0 && holds && change <= limits.change) return FockVerdict::done;
  if (limits.exact > 0) {
    if (item.cutoff > limits.exact) return FockVerdict::failed;
    item.cutoff = item.cutoff < limits.exact ? limits.exact : larger_cutoff(limits.exact);
    ++item.solved;
    return FockVerdict::again;
  }
  if (item.solved > 0 && holds && change * left_of_change(item, outcome) <= limits.change)
    return FockVerdict::expected;
  // A quarter more levels would have won several digits: what is left is rounding, and the
  // quantities' own change says whether it matters.
  const bool stays = holds && change > 0.5 * item.change;
  if (item.solved > 1 && change < change_by_rounding && stays) return FockVerdict::done;
  // Relative to few photons rounding may be large: those of a cavity that has emptied again.
  const double above = ::sqrt(outcome.tail) * item.cutoff * item.cutoff;
  if (item.solved > 3 && stays && above < 1e-2 * limits.change * scale * scale)
    return FockVerdict::done;
  const std::int32_t growing = next_cutoff(item, outcome, change, limits);
  const bool jump = growing < p.holding && p.holding <= limits.ceiling;
  const std::int32_t next = jump ? p.holding : growing;
  if (next > limits.ceiling) return FockVerdict::failed;
  // Light of even or odd parity may have nothing on one uppermost level and much on the other.
  const bool alike = (next - item.cutoff) % 2 == 0;
  item.edge = alike && edge_counts(outcome, limits) ? outcome.edge : 0.0;
  item.cutoff_before = item.cutoff;
  item.cutoff = next;
  item.change = change;
  ++item.solved;
  return FockVerdict::again;
}

}  // namespace pairtwist::engines
