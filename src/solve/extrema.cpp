// SPDX-License-Identifier: BSD-3-Clause
#include "solve/extrema.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "engines/run_tasks.hpp"
#include "solve/asked_values.hpp"
#include "solve/peak_search.hpp"
#include "solve/resolved_curve.hpp"
#include "solve/sample_peaks.hpp"

namespace pairtwist {
namespace {

/// What of the tolerance a place between the samples may cost a value.
constexpr double share_of_tolerance = 0.2;

/// What a value may be off by.
double allowed_of(const Evaluation& samples, std::int64_t p, std::size_t q, double tolerance,
                  double value) {
  const double scale = scale_of(samples.quantities[q]->scale, samples.tasks[p]->work.start->atoms);
  return tolerance * std::max(scale, std::abs(value));
}

/// The largest values of a quantity of a point are looked for, or the smallest ones: then where its
/// negative is largest, or its inverse if it has poles. No polynomial follows a curve into a pole,
/// and one that fails there may go as far below as above; the inverse is smooth, and 0 at the pole.
struct Side {
  std::int64_t point;
  std::size_t quantity;
  bool smallest = false;
  bool inverse = false;
  double largest = 0.0;  ///< known, upwards; not a number where there is nothing to look for
  double margin = 0.0;   ///< upwards, too

  double level() const { return largest - margin; }
  /// The value upwards, and a value from what it is upwards.
  double turned(double value) const {
    if (!smallest) return value;
    return inverse ? 1.0 / value : -value;
  }
};

/// For one local maximum of it.
struct Search {
  Side side;
  PeakSearch peak;
};

/// Its samples are few.
struct Unresolved {
  Side side;
  ResolvedCurve curve;
};

/// What the samples of a point leave open.
struct Open {
  std::vector<Search> searches;
  std::vector<Unresolved> unresolved;
};

class Finder {
 public:
  Finder(const Evaluation& samples, std::size_t quantities, double tolerance, Evaluator& evaluator,
         int slot)
      : samples_(samples),
        quantities_(quantities),
        tolerance_(tolerance),
        evaluator_(evaluator),
        slot_(slot),
        extrema_(samples.tasks.size(), quantities) {}

  Extrema find(int threads) {
    std::vector<Open> of_points(samples_.tasks.size());
    struct Nothing {};
    engines::run_short_tasks<Nothing>(samples_.size(), threads, [&](std::int64_t p, Nothing&) {
      look_at(p, of_points[static_cast<std::size_t>(p)]);
    });
    for (Open& of_point : of_points) {
      std::ranges::move(of_point.searches, std::back_inserter(open_.searches));
      std::ranges::move(of_point.unresolved, std::back_inserter(open_.unresolved));
    }
    while (!open_.searches.empty() || !open_.unresolved.empty()) evaluate_once();
    return std::move(extrema_);
  }

 private:
  double allowed(std::int64_t p, std::size_t q, double value) const {
    return allowed_of(samples_, p, q, tolerance_, value);
  }

  /// Begins all searches of a point; those that its samples decide are over.
  void look_at(std::int64_t p, Open& open) {
    const auto count = static_cast<std::size_t>(samples_.n_times);
    const auto times =
        std::span(samples_.times).subspan(static_cast<std::size_t>(p) * count, count);
    const std::vector<double> edges = edges_of(*samples_.tasks[p]);
    for (std::size_t q = 0; q < quantities_; ++q) {
      const std::span<const double> values = samples_.of(p, q);
      std::size_t largest = 0;
      std::size_t smallest = 0;
      double most = -std::numeric_limits<double>::infinity();
      double least = -most;
      const double* const v = values.data();
      for (std::size_t k = 0; k < count; ++k) {  // comparisons with NaN are false
        if (v[k] > most) most = v[largest = k];
        if (v[k] < least) least = v[smallest = k];
      }
      std::vector<double> inverses;
      if (samples_.quantities[q]->has_poles && least > 0.0) {
        inverses.resize(count);
        std::ranges::transform(values, inverses.begin(), [](double value) { return 1.0 / value; });
      }
      const bool inverse = !inverses.empty();
      const Curve upwards{times, values, 1.0};
      const Curve downwards = inverse ? Curve{times, inverses, 1.0} : Curve{times, values, -1.0};
      Side up = side({.point = p, .quantity = q}, upwards, largest);
      Side down = side({.point = p, .quantity = q, .smallest = true, .inverse = inverse}, downwards,
                       smallest);
      if (has_pole(values, samples_.divisors_of(p, q))) lose_to_pole(up);
      resolve(up, upwards, edges, open.unresolved);
      resolve(down, downwards, edges, open.unresolved);
      const double flat = edges.empty() ? 0.0 : up.margin;  // that of the smallest is no larger
      for (std::size_t k = 0; k < count; ++k) {
        // Where it goes on upwards or downwards there is nothing to look for.
        const double before = k > 0 ? v[k] - v[k - 1] : 0.0;
        const double after = k + 1 < count ? v[k + 1] - v[k] : 0.0;
        if ((before > flat && after > flat) || (before < -flat && after < -flat)) continue;
        begin_at(up, upwards, k, edges, open.searches);
        begin_at(down, downwards, k, edges, open.searches);
      }
    }
  }

  /// From its largest sample. What is infinite is no matter of a search.
  Side side(Side side, const Curve& curve, std::size_t best) {
    side.largest = curve.at(best);
    const double value = side.turned(side.largest);
    side.margin = share_of_tolerance * allowed(side.point, side.quantity, value);
    if (side.inverse) side.margin /= value * value;
    if (!std::isinf(side.largest)) return side;
    if (side.largest > 0.0) settle(side, {curve.times[best], side.largest});
    side.largest = std::numeric_limits<double>::quiet_NaN();
    return side;
  }

  /// There is no largest value: searches for it would all end in lost ones.
  void lose_to_pole(Side& side) {
    lose(side);
    side.largest = std::numeric_limits<double>::quiet_NaN();
  }

  /// Where samples are few nothing is looked for until there are more.
  static void resolve(Side& side, const Curve& curve, std::span<const double> edges,
                      std::vector<Unresolved>& unresolved) {
    const CurveGoal goal{.level = std::nullopt, .margin = side.margin};
    std::vector<double> middles = unresolved_middles(curve, edges, side.level(), goal);
    if (middles.empty()) return;
    unresolved.push_back({side, ResolvedCurve(curve, edges, goal, std::move(middles))});
    side.largest = std::numeric_limits<double>::quiet_NaN();
  }

  void begin_at(const Side& side, const Curve& curve, std::size_t k, std::span<const double> edges,
                std::vector<Search>& open) {
    if (!may_reach(curve, k, edges, side.level(), side.margin, possible_rise)) return;
    Search search{side, peak_beside(curve, k, edges, side.margin)};
    if (search.peak.at_most() < side.level() &&
        !may_reach(curve, k, edges, side.level(), side.margin, likely_rise))
      return;
    if (search.peak.done())
      settle(search);
    else
      open.push_back(std::move(search));
  }

  /// Searches along all of a curve that is resolved now.
  void begin(const Unresolved& resolved) {
    if (!resolved.curve.certain()) return lose(resolved.side);
    Side side = resolved.side;
    side.largest = resolved.curve.largest();
    const Curve curve = resolved.curve.curve();
    for (std::size_t k = 0; k < curve.size(); ++k)
      begin_at(side, curve, k, resolved.curve.edges(), open_.searches);
  }

  Extremum& extremum_of(const Side& side) {
    return extrema_.of(side.point, side.quantity, side.smallest);
  }
  void lose(const Side& side) { extremum_of(side) = {.place = ExtremumPlace::lost}; }

  void settle(const Search& search) {
    if (search.peak.certain())
      settle(search.side, search.peak.found());
    else
      lose(search.side);
  }

  /// found: upwards. The larger of what is known and this, of equal ones the first.
  void settle(const Side& side, PeakNode found) {
    const double value = side.turned(found.value);
    Extremum& known = extremum_of(side);
    if (known.place == ExtremumPlace::lost) return;
    if (known.place != ExtremumPlace::none) {
      const double more = side.smallest ? known.value - value : value - known.value;
      const double equal = allowed(side.point, side.quantity, value);
      if (more < -equal || (more <= equal && found.time >= known.time)) return;
    }
    known.time = found.time;
    known.value = value;
    const double* times = samples_.times.data() + side.point * samples_.n_times;
    known.place = found.time <= times[0]                      ? ExtremumPlace::start
                  : found.time >= times[samples_.n_times - 1] ? ExtremumPlace::end
                                                              : ExtremumPlace::inside;
  }

  /// All that is wanted next.
  void evaluate_once() {
    const auto first = samples_.quantities.begin();
    AskedValues asked(samples_, {first, first + static_cast<std::ptrdiff_t>(quantities_)});
    const auto want = [&](const Side& side, std::span<const double> times) {
      for (const double time : times) asked.want(side.point, side.quantity, time);
    };
    for (const Unresolved& few : open_.unresolved) want(few.side, few.curve.wanted());
    for (const Search& search : open_.searches) want(search.side, search.peak.wanted());
    asked.evaluate(evaluator_, slot_);
    asked.note_timed_out(extrema_.timed_out);
    for (Search& search : open_.searches) {
      std::size_t i = 0;
      for (const double time : search.peak.wanted()) {
        const PeakValue found = value_of(asked, search.side, time);
        search.peak.take(i++, found.value, found.at_most);
      }
      search.peak.go_on();
      if (search.peak.done()) settle(search);
    }
    for (Unresolved& few : open_.unresolved) {
      for (const double time : few.curve.wanted()) {
        const PeakValue found = value_of(asked, few.side, time);
        few.curve.take(found.value, found.at_most);
      }
      few.curve.go_on();
      if (few.curve.done()) begin(few);
    }
    std::erase_if(open_.unresolved, [](const Unresolved& few) { return few.curve.done(); });
    // Of what is lost no other maximum counts.
    std::erase_if(open_.searches, [&](const Search& search) {
      return search.peak.done() || extremum_of(search.side).place == ExtremumPlace::lost;
    });
  }

  struct PeakValue {
    double value;    ///< upwards; not a number where it is lost
    double at_most;  ///< and then, as far as is known
  };
  static PeakValue value_of(const AskedValues& asked, const Side& side, double time) {
    const AskedValue found = asked.of(side.point, side.quantity, time);
    const double upwards = side.turned(found.value);
    return {std::isinf(upwards) ? std::numeric_limits<double>::quiet_NaN() : upwards,
            side.smallest ? std::numeric_limits<double>::infinity() : found.at_most};
  }

  const Evaluation& samples_;
  std::size_t quantities_;
  double tolerance_;
  Evaluator& evaluator_;
  int slot_;
  Extrema extrema_;
  Open open_;
};

}  // namespace

Extrema find_extrema(const Evaluation& samples, std::size_t quantities, double tolerance,
                     int threads, Evaluator& evaluator, int slot) {
  return Finder(samples, quantities, tolerance, evaluator, slot).find(threads);
}

bool beyond_samples(const Evaluation& samples, const Extrema& extrema, std::size_t quantities,
                    double tolerance, std::int64_t p) {
  constexpr double share_of_range = 0.05;
  for (std::size_t q = 0; q < quantities; ++q) {
    const double largest = extrema.of(p, q, false).value;
    const double smallest = extrema.of(p, q, true).value;
    double most = -std::numeric_limits<double>::infinity();
    double least = -most;
    for (const double value : samples.of(p, q)) {  // comparisons with NaN are false
      if (value > most) most = value;
      if (value < least) least = value;
    }
    const double beyond = std::max(largest - most, least - smallest);
    const double rounding = allowed_of(samples, p, q, tolerance, std::max(largest, -smallest));
    // Of what is lost or infinite nothing is told.
    if (std::isfinite(beyond) && beyond > share_of_range * (largest - smallest) &&
        beyond > 10.0 * rounding)
      return true;
  }
  return false;
}

}  // namespace pairtwist
