// SPDX-License-Identifier: BSD-3-Clause
#include "solve/events.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "io/result_variables.hpp"
#include "model/methods.hpp"
#include "solve/asked_values.hpp"
#include "solve/claims.hpp"
#include "solve/event_search.hpp"

namespace pairtwist {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// What of the tolerance a time between the samples may leave a value off its level.
constexpr double share_of_tolerance = 0.01;
/// The same of a largest value beside the samples, which may reach it.
constexpr double share_of_peaks = 0.1;

std::size_t index_of(std::span<const Quantity* const> quantities, const std::string& name) {
  std::size_t q = 0;
  while (quantities[q]->name != name) ++q;
  return q;
}

/// Upward for `above`; with `below` both the level and the values are turned round, so that every
/// event is a crossing from below.
double turned(const EventSpec& event, double value) { return event.below ? -value : value; }

/// A value, turned; of one that is lost and known to lie below the level (itself not turned), what
/// it is at most, else NaN.
double value_or_bound(const EventSpec& event, const AskedValue& found, double level) {
  if (!found.lost) return turned(event, found.value);
  return found.at_most < level ? turned(event, found.at_most) : not_a_number;
}

/// What a start may lie below its level, of that, and be at it: no more than values are off by, nor
/// so much that a small level is taken for none.
constexpr double share_of_level = 1e-6;

/// Samples at the start at which the quantity is not defined, as a ratio without photons is.
std::size_t undefined_at_first(const Evaluation& e, std::int64_t p, std::size_t q) {
  const std::span<const ValueState> states = e.states_of(p, q);
  std::size_t k = 0;
  while (k < states.size() && states[k] == ValueState::undefined &&
         std::isnan(e.value(p, q, static_cast<std::int64_t>(k))))
    ++k;
  return k < states.size() ? k : 0;
}

/// Samples of which one is an extremum that lies between the others.
struct OwnSamples {
  std::vector<double> times, values;
};

/// Puts an extremum that reaches the level among the samples, which are in `own` then.
void put_among_samples(const Extremum& extremum, EventCurve& curve, OwnSamples& own) {
  own.times.assign(curve.samples.times.begin(), curve.samples.times.end());
  own.values.assign(curve.samples.values.begin(), curve.samples.values.end());
  const auto at = std::ranges::lower_bound(own.times, extremum.time) - own.times.begin();
  own.times.insert(own.times.begin() + at, extremum.time);
  own.values.insert(own.values.begin() + at, extremum.value);
  curve.samples = {own.times, own.values, curve.samples.sign};
  curve.reached = static_cast<std::size_t>(at);
}

/// An event of a point that is not decided by its samples.
struct Search {
  std::size_t event;
  std::int64_t point;
  double level;
  OwnSamples own;  ///< where an extremum is among them
  EventSearch time;
  Status why = Status::below_precision;  ///< of the last value between the samples that was lost
};

class Finder {
 public:
  Finder(const std::vector<EventSpec>& events, double tolerance, const Evaluation& samples,
         const Extrema& extrema, Evaluator& evaluator, int slot, Columns& columns)
      : events_(events),
        tolerance_(tolerance),
        samples_(samples),
        extrema_(extrema),
        evaluator_(evaluator),
        slot_(slot),
        columns_(columns),
        found_{.undecided = std::vector<char>(samples.tasks.size(), 0),
               .timed_out = samples.timed_out} {
    for (const EventSpec& event : events) {
      const Quantity* const quantity = find_quantity(event.quantity);
      if (std::ranges::find(quantities_, quantity) == quantities_.end())
        quantities_.push_back(quantity);
    }
  }

  FoundEvents find() {
    for (std::size_t i = 0; i < events_.size(); ++i)
      for (std::int64_t p = 0; p < samples_.size(); ++p) look_at(i, p);
    while (!searches_.empty()) {
      evaluate_once();
      for (const Search& search : searches_)
        if (search.time.done()) write(search);
      std::erase_if(searches_, [](const Search& search) { return search.time.done(); });
    }
    return std::move(found_);
  }

 private:
  /// Writes what the samples decide, and begins a search where they do not.
  void look_at(std::size_t i, std::int64_t p) {
    const EventSpec& event = events_[i];
    const std::size_t q = index_of(samples_.quantities, event.quantity);
    const double level = level_of(event, samples_.tasks[p]->work.start->atoms);
    const double reached = turned(event, level);
    const auto value = [&](std::int64_t k) {
      return value_or_bound(event, value_of(samples_, p, q, k), level);
    };
    const double* const times = samples_.times.data() + p * samples_.n_times;
    const std::span<const ValueState> states = samples_.states_of(p, q);
    const std::size_t first = undefined_at_first(samples_, p, q);
    const auto begin = static_cast<std::int64_t>(first);
    const Task& task = *samples_.tasks[p];
    const double scale = tolerance_ * std::max(scale_of(find_quantity(event.quantity)->scale,
                                                        task.work.start->atoms),
                                               std::abs(level));
    const double margin = std::min(share_of_tolerance * scale, share_of_level * std::abs(level));
    if (first == 0 && reached - value(0) <= margin) {
      columns_.set_flag(status_of_event(event), p, static_cast<std::int8_t>(Status::good));
      columns_.value(event.name, p) = times[0];
      return;
    }
    Status why = Status::good;  // the first sample where the level may have been reached
    known_.clear();
    bool is_reached = false;
    for (std::int64_t k = begin; k < samples_.n_times && !is_reached; ++k) {
      known_.push_back(value(k));
      is_reached = known_.back() >= reached;
      if (why == Status::good && lost(states[k]) && std::isnan(known_.back()))
        why = status_of(states[k]);
    }
    columns_.set_flag(status_of_event(event), p, static_cast<std::int8_t>(why));
    const auto all = static_cast<std::size_t>(samples_.n_times);
    const std::optional<double> undefined_at =
        first > 0 ? std::optional(times[first - 1]) : std::nullopt;
    EventCurve curve{.samples = {{times + first, all - first},
                                 samples_.of(p, q).subspan(first),
                                 turned(event, 1.0)},
                     .level = reached,
                     .reached = known_.size() - (is_reached ? 1 : 0),
                     .peak_margin = share_of_peaks * scale,
                     .crossing_margin = share_of_tolerance * scale,
                     .each_time_costs = traits(task.work.method).exact,
                     .undefined_at = undefined_at};
    OwnSamples own;
    if (const Extremum* extremum = earlier_extremum(event, p, q, curve)) {
      put_among_samples(*extremum, curve, own);
      known_.resize(curve.reached);
      known_.push_back(curve.samples.at(curve.reached));
    }
    EventSearch time(curve, known_, edges_of(task));
    Search search{i, p, level, std::move(own), std::move(time)};
    if (search.time.done())
      write(search);
    else
      searches_.push_back(std::move(search));
  }

  /// The largest or smallest value of the point, if that was looked for, reaches the level, and no
  /// sample does so before.
  const Extremum* earlier_extremum(const EventSpec& event, std::int64_t p, std::size_t q,
                                   const EventCurve& curve) const {
    if (q >= extrema_.quantities()) return nullptr;
    const Extremum& extremum = extrema_.of(p, q, event.below);
    const std::span<const double> times = curve.samples.times;
    const double before = curve.reached < times.size() ? times[curve.reached] : times.back();
    const bool is_first = extremum.place == ExtremumPlace::inside &&
                          extremum.time > times.front() && extremum.time < before &&
                          turned(event, extremum.value) >= curve.level;
    return is_first ? &extremum : nullptr;
  }

  void evaluate_once() {
    AskedValues asked(samples_, quantities_);
    const auto quantity_of = [&](const Search& search) {
      return index_of(quantities_, events_[search.event].quantity);
    };
    for (const Search& search : searches_)
      for (const double time : search.time.wanted())
        asked.want(search.point, quantity_of(search), time);
    asked.evaluate(evaluator_, slot_);
    asked.note_timed_out(found_.timed_out);
    for (Search& search : searches_) {
      for (const double time : search.time.wanted()) {
        const AskedValue found = asked.of(search.point, quantity_of(search), time);
        if (found.lost) search.why = found.why;
        search.time.take(value_or_bound(events_[search.event], found, search.level), !found.lost);
      }
      search.time.go_on();
    }
  }

  void write(const Search& search) {
    const EventSpec& event = events_[search.event];
    const double found = search.time.found();
    columns_.value(event.name, search.point) = found;
    std::int8_t& flag = columns_.flags(status_of_event(event), search.point).front();
    constexpr auto good = static_cast<std::int8_t>(Status::good);
    if (!std::isnan(found)) {
      flag = good;
      return;
    }
    // Where a sample was lost, that is why.
    if (flag == good && search.time.open()) flag = static_cast<std::int8_t>(search.why);
    found_.undecided[search.point] |= flag == good ? 0 : 1;
  }

  static std::string status_of_event(const EventSpec& event) {
    return event.name + std::string(status_suffix);
  }

  const std::vector<EventSpec>& events_;
  double tolerance_;
  const Evaluation& samples_;
  const Extrema& extrema_;
  Evaluator& evaluator_;
  int slot_;
  Columns& columns_;
  std::vector<const Quantity*> quantities_;  ///< of events, each of them once
  std::vector<Search> searches_;             ///< that are not done
  std::vector<double> known_;                ///< of the curve that is looked at
  FoundEvents found_;
};

}  // namespace

FoundEvents write_events(const std::vector<EventSpec>& events, double tolerance,
                         const Evaluation& samples, const Extrema& extrema, Evaluator& evaluator,
                         int slot, Columns& columns) {
  return Finder(events, tolerance, samples, extrema, evaluator, slot, columns).find();
}

}  // namespace pairtwist
