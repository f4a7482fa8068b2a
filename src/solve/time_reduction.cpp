// SPDX-License-Identifier: BSD-3-Clause
#include "solve/time_reduction.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

#include "plan/batches.hpp"

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

}  // namespace pairtwist
