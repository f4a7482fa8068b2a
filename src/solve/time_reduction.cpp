// SPDX-License-Identifier: BSD-3-Clause
#include "solve/time_reduction.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

#include "plan/batches.hpp"
#include "solve/claims.hpp"
#include "solve/refine.hpp"

namespace pairtwist {
namespace {

/// Where a point's coordinates along one dimension stand among the file's.
struct Places {
  std::vector<std::size_t> own;  ///< of its values
  std::vector<std::size_t> all;  ///< of all that its N has; empty where every point has the file's
  std::size_t in_file;
};

Places places_of(const QuantityDimension& dimension, const Sizes& sizes, const Dimension& in_file) {
  const auto among_file = [&](const Stretch& stretch) {
    std::vector<std::size_t> places;
    for (std::int64_t i = 0; i < stretch.count; ++i) {
      const double value = stretch.first + static_cast<double>(i);
      const auto found = std::lower_bound(in_file.values.begin(), in_file.values.end(), value);
      places.push_back(static_cast<std::size_t>(found - in_file.values.begin()));
    }
    return places;
  };
  return {among_file({dimension.first(sizes), dimension.length(sizes)}),
          among_file(dimension.of_atoms(sizes)), in_file.size()};
}

/// Whether the file may have other coordinates than a point, whose values must be placed then.
bool placed(const Quantity& quantity) {
  return std::any_of(
      quantity.dimensions.begin(), quantity.dimensions.end(),
      [](const QuantityDimension* dimension) { return dimension->of_atoms != nullptr; });
}

/// out [row][column] of the file: 0 for all that this N has (a Dicke state, say, holds one m
/// alone), then the point's own values. What N has not stays NaN.
void place(std::span<const double> values, const Places& rows, const Places& columns,
           std::span<double> out) {
  for (const std::size_t row : rows.all)
    for (const std::size_t column : columns.all) out[row * columns.in_file + column] = 0.0;
  for (std::size_t i = 0; i < rows.own.size(); ++i)
    for (std::size_t j = 0; j < columns.own.size(); ++j)
      out[rows.own[i] * columns.in_file + columns.own[j]] = values[i * columns.own.size() + j];
}

/// All times of a quantity of one or two such dimensions: these values, into the variables with
/// this behind their names.
void write_placed(const Evaluation& e, std::int64_t p, std::size_t q, std::span<const double> all,
                  std::string_view suffix, const ResultLayout& layout, Columns& columns) {
  const Quantity& quantity = *e.quantities[q];
  const Sizes sizes = e.tasks[p]->work.sizes();
  const auto along = [&](const QuantityDimension* dimension) {
    return places_of(*dimension, sizes, *layout.find_dimension(std::string(dimension->name)));
  };
  const Places last = along(quantity.dimensions.back());
  const Places rows =
      quantity.dimensions.size() > 1 ? along(quantity.dimensions.front()) : Places{{0}, {0}, 1};
  const std::size_t cells = rows.in_file * last.in_file;
  const std::size_t own = rows.own.size() * last.own.size();
  for (std::int64_t k = 0; k < e.n_times; ++k) {
    const std::size_t one = own * quantity.variables.size();
    std::span<const double> values = all.subspan(static_cast<std::size_t>(k) * one, one);
    for (const std::string& variable : quantity.variables) {
      const std::span<double> row = columns.row(variable + std::string(suffix), p);
      place(values, rows, last, row.subspan(static_cast<std::size_t>(k) * cells, cells));
      values = values.subspan(own);
    }
  }
}

/// All times of a quantity, likewise.
void write_all(const Evaluation& e, std::int64_t p, std::size_t q, std::span<const double> all,
               std::string_view suffix, const ResultLayout& layout, Columns& columns) {
  const Quantity& quantity = *e.quantities[q];
  if (placed(quantity)) {
    write_placed(e, p, q, all, suffix, layout, columns);
    return;
  }
  const std::string name = quantity.variables.front() + std::string(suffix);
  std::copy(all.begin(), all.end(), columns.row(name, p).begin());
}

/// What is lost because it is too small lies below what is left: nobody knows the smallest then.
bool lost_below(const Evaluation& e, std::int64_t p, std::size_t q, double smallest) {
  const std::span<const double> bounds = e.at_most_of(p, q);
  const std::span<const ValueState> states = e.states_of(p, q);
  for (std::size_t k = 0; k < bounds.size(); ++k)
    if (lost(states[k]) && bounds[k] <= smallest) return true;
  return false;
}

void write_extremum(const std::string& name, const Extremum& extremum, std::int64_t p,
                    Columns& columns) {
  columns.value(name, p) = extremum.value;
  columns.value(name + "_time", p) = extremum.time;
  columns.set_flag(name + std::string(place_suffix), p, static_cast<std::int8_t>(extremum.place));
}

std::size_t index_of(const Evaluation& e, const std::string& name) {
  std::size_t q = 0;
  while (e.quantities[q]->name != name) ++q;
  return q;
}

/// Upward for `above`; with `below` both the level and the values are turned round, so that every
/// event is a crossing from below.
double turned(const EventSpec& event, double value) { return event.below ? -value : value; }

/// The value of a scalar quantity at time k, turned; of one that is lost and known to lie below the
/// level (itself not turned), what it is at most, else NaN.
double value_or_bound(const EventSpec& event, const Evaluation& e, std::int64_t p, std::size_t q,
                      std::int64_t k, double level) {
  if (!lost(e.states_of(p, q)[k])) return turned(event, e.value(p, q, k));
  const std::span<const double> bounds = e.at_most_of(p, q);
  return !bounds.empty() && bounds[k] < level ? turned(event, bounds[k])
                                              : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

void write_quantities(const Evaluation& e, std::size_t requested, std::int64_t p,
                      const ResultLayout& layout, Columns& columns) {
  for (std::size_t q = 0; q < requested; ++q) {
    const std::string status = std::string(e.quantities[q]->name) + std::string(status_suffix);
    const std::span<const ValueState> states = e.states_of(p, q);
    std::transform(states.begin(), states.end(), columns.flags(status, p).begin(),
                   [](ValueState state) { return static_cast<std::int8_t>(status_of(state)); });
    write_all(e, p, q, e.of(p, q), "", layout, columns);
    if (has_standard_error(*e.quantities[q], e.sampled))
      write_all(e, p, q, e.errors_of(p, q), standard_error_suffix, layout, columns);
  }
}

void write_extrema(const Evaluation& e, const Extrema& extrema, std::size_t requested,
                   std::int64_t p, Columns& columns) {
  for (std::size_t q = 0; q < requested; ++q) {
    const std::string name(e.quantities[q]->name);
    const Extremum& smallest = extrema.of(p, q, true);
    const bool unknown = lost_below(e, p, q, smallest.value);
    write_extremum(name + "_max", extrema.of(p, q, false), p, columns);
    write_extremum(name + "_min", unknown ? Extremum{.place = ExtremumPlace::lost} : smallest, p,
                   columns);
    columns.value(name + "_final", p) = e.of(p, q).back();
    columns.set_flag(name + std::string(status_suffix), p,
                     static_cast<std::int8_t>(e.status(p, q, OverTime::extrema)));
  }
}

void write_failure(const OutputSpec& output, Status why, std::int64_t p, Columns& columns) {
  const auto flag = [&](const std::string& name) {
    const std::span<std::int8_t> flags = columns.flags(name + std::string(status_suffix), p);
    std::fill(flags.begin(), flags.end(), static_cast<std::int8_t>(why));
  };
  for (const std::string& quantity : output.quantities) flag(quantity);
  for (const EventSpec& event : output.events) {
    columns.value(event.name, p) = std::numeric_limits<double>::quiet_NaN();
    flag(event.name);
  }
}

std::vector<char> write_events(const std::vector<EventSpec>& events, const Evaluation& samples,
                               Evaluator& evaluator, int slot, Columns& columns) {
  std::vector<char> undecided(static_cast<std::size_t>(samples.size()), 0);
  for (const EventSpec& event : events) {
    const std::size_t q = index_of(samples, event.quantity);
    const std::string status = event.name + std::string(status_suffix);
    std::vector<std::size_t> owner;
    std::vector<Crossing> crossings;
    for (std::int64_t p = 0; p < samples.size(); ++p) {
      const double level = level_of(event, samples.tasks[p]->work.start->atoms);
      const double reached = turned(event, level);
      const auto value = [&](std::int64_t k) {
        return value_or_bound(event, samples, p, q, k, level);
      };
      const double* times = samples.times.data() + p * samples.n_times;
      std::int64_t k = 0;
      const std::span<const ValueState> states = samples.states_of(p, q);
      Status why = Status::good;  // the first sample where the level may have been reached
      for (; k < samples.n_times && !(value(k) >= reached); ++k)
        if (why == Status::good && lost(states[k]) && std::isnan(value(k)))
          why = status_of(states[k]);
      columns.set_flag(status, p, static_cast<std::int8_t>(why));
      if (k == samples.n_times) {  // never: stays NaN
        undecided[p] |= why == Status::good ? 0 : 1;
        continue;
      }
      if (k == 0) {
        columns.value(event.name, p) = times[0];
        continue;
      }
      owner.push_back(static_cast<std::size_t>(p));
      crossings.push_back({times[k - 1], value(k - 1), times[k], value(k), reached});
    }
    const auto quantity_at = [&](std::span<const std::size_t> which,
                                 std::span<const double> times) {
      std::vector<const Task*> searched;
      for (const std::size_t i : which) searched.push_back(samples.tasks[owner[i]]);
      const Evaluation once =
          evaluator.evaluate_once(slot, *find_quantity(event.quantity), std::move(searched), times);
      std::vector<double> values;
      for (std::size_t i = 0; i < which.size(); ++i)
        values.push_back(value_or_bound(event, once, static_cast<std::int64_t>(i), 0, 0,
                                        turned(event, crossings[which[i]].level)));
      return values;
    };
    const std::vector<double> found = locate_crossings(crossings, quantity_at);
    for (std::size_t i = 0; i < owner.size(); ++i) {
      const auto p = static_cast<std::int64_t>(owner[i]);
      columns.value(event.name, p) = found[i];
      std::int8_t& flag = columns.flags(status, p).front();
      if (!std::isnan(found[i])) {
        flag = static_cast<std::int8_t>(Status::good);
        continue;
      }
      undecided[owner[i]] = 1;
      if (flag == static_cast<std::int8_t>(Status::good))
        flag = static_cast<std::int8_t>(Status::below_precision);
    }
  }
  return undecided;
}

}  // namespace pairtwist
