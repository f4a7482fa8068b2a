// SPDX-License-Identifier: BSD-3-Clause
// One round of the Fock method's cutoffs, block by block: what is solved first, what is kept of the
// solution before, how far both are apart, and what comes of that. The same on host and device,
// which only say who does it when.
#pragma once

#include <cmath>
#include <cstdint>

#include "engines/fock_cutoff.hpp"

namespace pairtwist::engines {

/// The block (k, l) of the batch's point `point` as it is solved first; fields: largest_field of
/// each sector of the point.
PT_HD FockItem first_item(const FockPoint* points, const double* fields, const FockLimits& limits,
                          std::int64_t point, std::int64_t k, std::int64_t l, std::int64_t out) {
  FockItem item{};
  item.out = out;
  item.point = static_cast<std::int32_t>(block_point(point, k == l));
  item.k = static_cast<std::int32_t>(k);
  item.l = static_cast<std::int32_t>(l);
  item.cutoff = first_cutoff(points[item.point], fields, item, limits);
  return item;
}

/// pair(now, before, time) for each two numbers that belong together of a block in both solutions,
/// level(now, before) for each of its photon numbers.
template <class Pair, class Level>
PT_HD void for_values(const FockInput& input, const FockItem& item, const Pair& pair,
                      const Level& level) {
  const bool diagonal = item.k == item.l;
  const std::int64_t row = diagonal ? input.sectors : input.pairs;
  double* now = diagonal ? input.now.photons : input.now.coherence;
  double* before = diagonal ? input.before.photons : input.before.coherence;
  const std::int64_t levels =
      diagonal && input.now.distribution != nullptr ? input.distribution_levels : 0;
  for (std::int64_t k = 0; k < input.n_times; ++k) {
    const std::int64_t i = row * k + item.out;
    pair(now + 2 * i, before + 2 * i, k);
    for (std::int64_t n = i * levels; n < (i + 1) * levels; ++n)
      level(input.now.distribution[n], input.before.distribution[n]);
  }
}

/// To be called before a block is solved again.
PT_HD void keep(const FockInput& input, const FockItem& item) {
  for_values(
      input, item,
      [](const double* now, double* before, std::int64_t) {
        before[0] = now[0];
        before[1] = now[1];
      },
      [](double now, double& before) { before = now; });
}

PT_HD void exchange(double& a, double& b) {
  const double kept = a;
  a = b;
  b = kept;
}
PT_HD void exchange(const FockInput& input, const FockItem& item) {
  for_values(
      input, item,
      [](double* now, double* before, std::int64_t) {
        exchange(now[0], before[0]);
        exchange(now[1], before[1]);
      },
      [](double& now, double& before) { exchange(now, before); });
}

/// The solution before becomes what the next one would be expected to be at worst, so that all
/// that is computed from both has its error from there.
PT_HD void expect(const FockInput& input, const FockItem& item, double left) {
  for_values(
      input, item,
      [=](const double* now, double* before, std::int64_t) {
        before[0] = now[0] + left * (before[0] - now[0]);
        before[1] = now[1] + left * (before[1] - now[1]);
      },
      [=](double now, double& before) { before = now + left * (before - now); });
}

/// The change of <a†a>, or with scale² of <a†²a²>, relative to what matters of it at a time of that
/// photon scale.
PT_HD double change_of_moment(double now, double before, double scale) {
  return ::fabs(now - before) / (scale + ::fabs(now));
}

/// The change of v. Of one whose phase is lost (physics/twist.hpp) there is none to be seen.
PT_HD double change_of_coherence(double now_re, double now_im, double before_re, double before_im) {
  if (now_re != now_re && before_re != before_re) return 0.0;
  return ::hypot(now_re - before_re, now_im - before_im);
}

/// The larger of two changes: NaN is larger than any number, and stays.
PT_HD double larger_change(double a, double b) { return a >= b || a != a ? a : b; }

/// The largest change of a block over all samples.
PT_HD double change_of(const FockInput& input, const FockItem& item) {
  const double* scales = input.photon_scales + input.points[item.point].first_time;
  const bool diagonal = item.k == item.l;
  double change = 0.0;
  for_values(
      input, item,
      [&](const double* now, const double* before, std::int64_t k) {
        if (diagonal) {
          const double scale = scales[k];
          change = larger_change(change, change_of_moment(now[0], before[0], scale));
          change = larger_change(change, change_of_moment(now[1], before[1], scale * scale));
        } else {
          change = larger_change(change, change_of_coherence(now[0], now[1], before[0], before[1]));
        }
      },
      [&](double now, double before) { change = larger_change(change, ::fabs(now - before)); });
  return change;
}

/// After a block has been solved: whether it goes on, with its next cutoff in `item`. If not,
/// report(cutoff, tail, failed) is called, `failed` says that its values did not converge, and both
/// solutions are where they are wanted.
template <class Report>
PT_HD bool goes_on(const FockInput& input, const FockLimits& limits, FockItem& item,
                   const FockOutcome& outcome, const Report& report) {
  const std::int32_t cutoff = item.cutoff;
  const FockPoint& point = input.points[item.point];
  const double change = item.solved > 0 ? change_of(input, item) : 0.0;
  const double scale = smallest_scale(input.photon_scales + point.first_time, input.n_times);
  const FockVerdict verdict = judge(item, point, outcome, change, scale, limits);
  if (verdict == FockVerdict::again) return true;
  if (verdict == FockVerdict::expected) expect(input, item, left_of_change(item, outcome));
  const bool exact = limits.exact > 0;
  // A larger one than was asked for is but the check of that.
  if (item.solved == 0)
    keep(input, item);
  else if (exact && cutoff > limits.exact)
    exchange(input, item);
  report(exact ? limits.exact : cutoff, outcome.tail, verdict == FockVerdict::failed);
  return false;
}

}  // namespace pairtwist::engines
