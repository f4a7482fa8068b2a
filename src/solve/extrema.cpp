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
#include "solve/sample_peaks.hpp"

namespace pairtwist {
namespace {

/// What of the tolerance a place between the samples may cost a value.
constexpr double share_of_tolerance = 0.1;

/// What a value may be off by.
double allowed_of(const Evaluation& samples, std::int64_t p, std::size_t q, double tolerance,
                  double value) {
  const double scale = scale_of(samples.quantities[q]->scale, samples.tasks[p]->work.start->atoms);
  return tolerance * std::max(scale, std::abs(value));
}

/// A search for one local maximum of a quantity, or of its negative.
struct Search {
  std::int64_t point;
  std::size_t quantity;
  bool smallest;
  PeakSearch peak;

  double sign() const { return smallest ? -1.0 : 1.0; }
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
    std::vector<std::vector<Search>> of_points(samples_.tasks.size());
    struct Nothing {};
    engines::run_short_tasks<Nothing>(samples_.size(), threads, [&](std::int64_t p, Nothing&) {
      look_at(p, of_points[static_cast<std::size_t>(p)]);
    });
    for (std::vector<Search>& searches : of_points)
      std::ranges::move(searches, std::back_inserter(open_));
    while (!open_.empty()) evaluate_once();
    return std::move(extrema_);
  }

 private:
  double allowed(std::int64_t p, std::size_t q, double value) const {
    return allowed_of(samples_, p, q, tolerance_, value);
  }

  /// Begins all searches of a point; those that its samples decide are over.
  void look_at(std::int64_t p, std::vector<Search>& open) {
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
      const Side up = side({times, values, 1.0}, largest, p, q, edges);
      const Side down = side({times, values, -1.0}, smallest, p, q, edges);
      for (std::size_t k = 0; k < count; ++k) {
        // Where it goes on upwards or downwards there is nothing to look for.
        if (k > 0 && k + 1 < count &&
            (v[k - 1] < v[k] ? v[k] < v[k + 1] : v[k - 1] > v[k] && v[k] > v[k + 1]))
          continue;
        begin_at(up, k, open);
        begin_at(down, k, open);
      }
    }
  }

  /// The largest values of a curve are looked for.
  struct Side {
    Curve curve;
    double largest;  ///< of the samples, upwards; not a number where there is nothing to look for
    double margin;
    std::int64_t point;
    std::size_t quantity;
    std::span<const double> edges;

    bool smallest() const { return curve.sign < 0.0; }
  };

  /// What is infinite is no matter of a search.
  Side side(const Curve& curve, std::size_t best, std::int64_t p, std::size_t q,
            std::span<const double> edges) {
    Side side{curve, curve.at(best), 0.0, p, q, edges};
    side.margin = share_of_tolerance * allowed(p, q, side.largest);
    if (!std::isinf(side.largest)) return side;
    if (side.largest > 0.0) settle(p, q, side.smallest(), {curve.times[best], side.largest});
    side.largest = std::numeric_limits<double>::quiet_NaN();
    return side;
  }

  void begin_at(const Side& side, std::size_t k, std::vector<Search>& open) {
    if (!may_reach(side.curve, k, side.largest - side.margin, side.margin)) return;
    Search search{side.point, side.quantity, side.smallest(),
                  peak_beside(side.curve, k, side.edges, side.margin)};
    if (search.peak.done())
      settle(search);
    else
      open.push_back(std::move(search));
  }

  void settle(const Search& search) {
    if (search.peak.certain())
      settle(search.point, search.quantity, search.smallest, search.peak.found());
    else
      extrema_.of(search.point, search.quantity, search.smallest) = {.place = ExtremumPlace::lost};
  }

  /// found: upwards. The larger of what is known and this, of equal ones the first.
  void settle(std::int64_t p, std::size_t q, bool smallest, PeakNode found) {
    Extremum& known = extrema_.of(p, q, smallest);
    const double sign = smallest ? -1.0 : 1.0;
    if (known.place == ExtremumPlace::lost) return;
    if (known.place != ExtremumPlace::none) {
      const double more = found.value - sign * known.value;
      const double equal = allowed(p, q, found.value);
      if (more < -equal || (more <= equal && found.time >= known.time)) return;
    }
    known.time = found.time;
    known.value = sign * found.value;
    const double* times = samples_.times.data() + p * samples_.n_times;
    known.place = found.time <= times[0]                      ? ExtremumPlace::start
                  : found.time >= times[samples_.n_times - 1] ? ExtremumPlace::end
                                                              : ExtremumPlace::inside;
  }

  /// All that the searches want next.
  void evaluate_once() {
    const auto first = samples_.quantities.begin();
    AskedValues asked(samples_, {first, first + static_cast<std::ptrdiff_t>(quantities_)});
    for (const Search& search : open_)
      for (const double time : search.peak.wanted())
        asked.want(search.point, search.quantity, time);
    asked.evaluate(evaluator_, slot_);
    asked.note_timed_out(extrema_.timed_out);
    for (Search& search : open_) {
      hand_over(asked, search);
      search.peak.go_on();
      if (search.peak.done()) settle(search);
    }
    // Of what is lost no other maximum counts.
    std::erase_if(open_, [&](const Search& search) {
      return search.peak.done() ||
             extrema_.of(search.point, search.quantity, search.smallest).place ==
                 ExtremumPlace::lost;
    });
  }

  static void hand_over(const AskedValues& asked, Search& search) {
    for (std::size_t i = 0; i < search.peak.wanted().size(); ++i) {
      const AskedValue found = asked.of(search.point, search.quantity, search.peak.wanted()[i]);
      search.peak.take(i,
                       std::isinf(found.value) ? std::numeric_limits<double>::quiet_NaN()
                                               : search.sign() * found.value,
                       search.smallest ? std::numeric_limits<double>::infinity() : found.at_most);
    }
  }

  const Evaluation& samples_;
  std::size_t quantities_;
  double tolerance_;
  Evaluator& evaluator_;
  int slot_;
  Extrema extrema_;
  std::vector<Search> open_;
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
