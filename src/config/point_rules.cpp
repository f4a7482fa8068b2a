// SPDX-License-Identifier: BSD-3-Clause
#include "config/point_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "config/method_rules.hpp"
#include "config/time_scales.hpp"
#include "config/toml_text.hpp"
#include "observables/registry.hpp"

namespace pairtwist::config {
namespace {

using MaybeViolation = std::optional<Violation>;

/// What kappa_tau_Q and the time units need.
MaybeViolation missing_scale(const Job& job, const Parameters& p) {
  const bool for_kappa = p.model.kappa_tau_Q.has_value();
  if (for_kappa || job.time.unit == TimeUnit::tau_Q) {
    const std::string key = for_kappa ? "model.kappa_tau_Q" : "time.unit";
    const std::string_view what = for_kappa ? "kappa = kappa_tau_Q / tau_Q" : "the unit tau_Q";
    if (p.model.eta == 0.0) {
      return Violation{key, fmt::format("found model.eta = 0, but {} needs model.eta != 0", what)};
    }
    if (p.model.W0 == 0.0) {
      return Violation{key, fmt::format("found model.W0 = 0, but {} needs model.W0 != 0", what)};
    }
  }
  if (job.time.unit != TimeUnit::tau_C) return std::nullopt;
  if (p.light.state != LightState::coherent || p.light.alpha == 0.0) {
    return Violation{"time.unit", fmt::format("found {}, but the unit tau_C needs light.state = "
                                              "\"coherent\" with light.alpha != 0",
                                              p.light.state == LightState::coherent
                                                  ? "light.alpha = 0"
                                                  : chosen_state("light", {&p, 1}))};
  }
  if (p.model.W0 == 0.0) {
    return Violation{"time.unit", "found model.W0 = 0, but the unit tau_C needs model.W0 != 0"};
  }
  return std::nullopt;
}

/// Rates and times of extreme inputs, once they are absolute.
MaybeViolation out_of_floating_range(const Job& job, const Parameters& p) {
  if (p.model.kappa_tau_Q) {
    const double kappa = *p.model.kappa_tau_Q / unit_scale(TimeUnit::tau_Q, p);
    if (!std::isfinite(kappa)) {
      return Violation{"model.kappa_tau_Q", "kappa = kappa_tau_Q / tau_Q overflows"};
    }
  }
  const double scale = unit_scale(job.time.unit, p);
  const auto fits = [scale](double time) { return std::isnormal(time * scale); };
  constexpr std::string_view kText = "times the unit of time it is no longer a normal number";
  if (!fits(1.0) || !fits(p.time_stop)) return Violation{"time.stop", std::string(kText)};
  if (p.pump.switch_off && !fits(*p.pump.switch_off)) {
    return Violation{"pump.switch_off", std::string(kText)};
  }
  if (!p.pump.segments.empty() && p.model.transverse != 0.0) {
    return Violation{"model.transverse",
                     "found together with pump.segments, each of which has its own: { until = ..., "
                     "eta = ..., transverse = ... }; allowed: 0"};
  }
  for (std::size_t i = 0; i < p.pump.segments.size(); ++i) {
    const double until = p.pump.segments[i].until;
    if (!fits(until)) return Violation{"pump.segments", std::string(kText)};
    const double before = i > 0 ? p.pump.segments[i - 1].until : 0.0;
    if (until > before) continue;
    return Violation{fmt::format("pump.segments[{}].until", i),
                     fmt::format("found {}, allowed: later than the segment before, which ends at "
                                 "{}",
                                 plain_number(until), plain_number(before))};
  }
  return std::nullopt;
}

/// A closed approximation to F_Q holds for the start that it was derived for, and for no other:
/// atoms along +x, and of [P D3-4] coherent light. No formula is given where it does not hold.
MaybeViolation approximation_violation(const Job& job, const Parameters& p) {
  const bool no_light = p.light.state != LightState::coherent || p.light.alpha == 0.0;
  for (const Quantity& quantity : quantities()) {
    if (!quantity.closed_approximation || !asks_for(job, quantity.name)) continue;
    if (!p.atoms.along_x()) {
      return Violation{"output.quantities",
                       fmt::format("found \"{}\", a formula for atoms that start along +x; "
                                   "allowed with it: [atoms] state = \"coherent\", theta and phi "
                                   "left out (pi/2 and 0)",
                                   quantity.name)};
    }
    if (quantity.name == "qfi_d3" && no_light) {
      return Violation{"output.quantities",
                       "found \"qfi_d3\", which needs light.state = "
                       "\"coherent\" with light.alpha != 0"};
    }
  }
  return std::nullopt;
}

/// Every rule here depends on words and on the magnitudes of the scanned numbers only, and if two
/// values of a number keep it, so does every value in between.
MaybeViolation magnitude_rules(const Job& job, const Parameters& p) {
  if (p.light.state == LightState::cat && p.light.alpha == 0.0) {
    return Violation{"light.alpha", "found 0, allowed for light.state = \"cat\": anything else"};
  }
  if (auto violation = method_violation(job, p)) return violation;
  if (auto violation = missing_scale(job, p)) return violation;
  if (auto violation = out_of_floating_range(job, p)) return violation;
  return approximation_violation(job, p);
}

MaybeViolation dicke_rule(const Parameters& p) {
  if (p.atoms.state != AtomsState::dicke) return std::nullopt;
  const double twice = 2.0 * p.atoms.m;
  const auto N = static_cast<double>(p.model.atoms);
  if (std::abs(twice) <= N && std::fmod(N - twice, 2.0) == 0.0) return std::nullopt;
  return Violation{"atoms.m", fmt::format("found {}, allowed for model.atoms = {}: {} ... {} in "
                                          "steps of 1",
                                          plain_number(p.atoms.m), p.model.atoms,
                                          plain_number(-N / 2.0), plain_number(N / 2.0))};
}

/// Places along an axis.
using Places = std::vector<std::size_t>;

/// Walks over the outer product of the places (or, for zip, over all points).
class Walk {
 public:
  explicit Walk(const Job& job) : job_(job), writer_(job.scan, job.base), point_(job.base) {}

  MaybeViolation zip(const PointRule& rule) {
    for (std::size_t i = 0; i < point_count(job_.scan); ++i) {
      if (auto violation = try_point(Places(job_.scan.axes.size(), i), rule)) return violation;
    }
    return std::nullopt;
  }

  MaybeViolation grid(const std::vector<Places>& places, const PointRule& rule) {
    Places wheel(places.size(), 0);  // an odometer, last axis fastest
    while (true) {
      Places at(places.size());
      for (std::size_t a = 0; a < places.size(); ++a) at[a] = places[a][wheel[a]];
      if (auto violation = try_point(at, rule)) return violation;
      std::size_t a = places.size();
      while (a > 0 && ++wheel[a - 1] == places[a - 1].size()) wheel[--a] = 0;
      if (a == 0) return std::nullopt;
    }
  }

 private:
  MaybeViolation try_point(const Places& at, const PointRule& rule) {
    writer_.write(at, point_);
    auto violation = rule(point_);
    if (violation && !at.empty()) {
      violation->text += fmt::format(" (at the point {})", describe_place(job_.scan, at));
    }
    return violation;
  }

  const Job& job_;
  AxisWriter writer_;
  Parameters point_;
};

Places smallest_and_largest(const ScanAxis& axis) {
  const auto smaller = [](double a, double b) { return std::abs(a) < std::abs(b); };
  const auto [low, high] = std::minmax_element(axis.values.begin(), axis.values.end(), smaller);
  Places places{static_cast<std::size_t>(low - axis.values.begin())};
  if (low != high) places.push_back(static_cast<std::size_t>(high - axis.values.begin()));
  return places;
}

/// The first of each value.
Places distinct_places(const ScanAxis& axis) {
  Places places;
  std::set<double> seen;
  for (std::size_t i = 0; i < axis.values.size(); ++i)
    if (seen.insert(axis.values[i]).second) places.push_back(i);
  return places;
}

Places place_of_smallest(const ScanAxis& axis) {
  const auto smallest = std::ranges::min_element(axis.values);
  return {static_cast<std::size_t>(smallest - axis.values.begin())};
}

Places all_places(const ScanAxis& axis) {
  Places places(axis.values.size());
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
  return places;
}

}  // namespace

double unit_scale(TimeUnit unit, const Parameters& point) {
  const auto N = static_cast<double>(point.model.atoms);
  switch (unit) {
    case TimeUnit::tau_Q:
      return tau_Q(N, point.model.W0, std::abs(point.model.eta));
    case TimeUnit::tau_C:
      return tau_C(N, point.model.W0, std::abs(point.light.alpha));
    case TimeUnit::one:
      break;
  }
  return 1.0;
}

bool asks_for(const Job& job, std::string_view quantity) {
  const auto& names = job.output.quantities;
  return std::find(names.begin(), names.end(), quantity) != names.end() ||
         std::any_of(job.output.events.begin(), job.output.events.end(),
                     [&](const EventSpec& event) { return event.quantity == quantity; });
}

MaybeViolation first_broken(const Job& job, const PointRule& rule) {
  Walk walk(job);
  if (job.scan.mode == ScanMode::zip && !job.scan.axes.empty()) return walk.zip(rule);
  // A grid holds every combination of its axes' values, so that a rule on magnitudes holds
  // everywhere if it holds at the corners: a grid of 10^12 points is checked at once.
  std::vector<Places> corners;
  for (const ScanAxis& axis : job.scan.axes) {
    // Words have no order.
    corners.push_back(axis.words.empty() ? smallest_and_largest(axis) : distinct_places(axis));
  }
  return walk.grid(corners, rule);
}

MaybeViolation point_violation(const Job& job) {
  const auto magnitudes = [&job](const Parameters& p) { return magnitude_rules(job, p); };
  if (auto violation = first_broken(job, magnitudes)) return violation;
  Walk walk(job);
  if (job.scan.mode == ScanMode::zip && !job.scan.axes.empty()) return walk.zip(dicke_rule);
  const std::vector<Parameters> states = chosen_states(job.scan, job.base);
  if (std::none_of(states.begin(), states.end(),
                   [](const Parameters& p) { return p.atoms.state == AtomsState::dicke; }))
    return std::nullopt;
  // The Dicke state's parity knows no corners, but only two keys: if every m goes with the smallest
  // N, and every N with the first m, then all go with all.
  std::vector<Places> every_m;
  std::vector<Places> every_N;
  for (const ScanAxis& axis : job.scan.axes) {
    const bool atoms = axis.key == "model.atoms";
    const bool m = axis.key == "atoms.m";
    const Places others = axis.key == "atoms.state" ? distinct_places(axis) : Places{0};
    every_m.push_back(atoms ? place_of_smallest(axis) : m ? all_places(axis) : others);
    every_N.push_back(atoms ? all_places(axis) : others);
  }
  if (auto violation = walk.grid(every_m, dicke_rule)) return violation;
  return walk.grid(every_N, dicke_rule);
}

}  // namespace pairtwist::config
