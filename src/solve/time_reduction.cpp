#include "solve/time_reduction.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "plan/batches.hpp"
#include "solve/refine.hpp"

namespace pairtwist {
namespace {

/// Where the m from two_m/2 on, `count` of them, stand among the file's.
std::vector<std::size_t> places_of(std::int64_t two_m, std::int64_t count,
                                   const std::vector<double>& file_m) {
  std::vector<std::size_t> places;
  for (std::int64_t i = 0; i < count; ++i) {
    const double m = 0.5 * static_cast<double>(two_m + 2 * i);
    places.push_back(static_cast<std::size_t>(std::lower_bound(file_m.begin(), file_m.end(), m) -
                                              file_m.begin()));
  }
  return places;
}

/// Rows and columns of a point's matrix in the file's: those of its window, and all of its N.
struct MatrixPlaces {
  std::vector<std::size_t> window;
  std::vector<std::size_t> all;
  std::size_t file_dim;

  MatrixPlaces(const AtomicStart& start, const std::vector<double>& file_m)
      : window(places_of(start.two_m_lo, start.dim(), file_m)),
        all(places_of(-start.atoms, start.atoms + 1, file_m)),
        file_dim(file_m.size()) {}

  /// The window's elements; zero for the m that the start does not hold (a Dicke state, say). What
  /// N has no m for stays NaN.
  void place(std::span<const double> matrix, std::span<double> out) const {
    for (const std::size_t row : all)
      for (const std::size_t column : all) out[row * file_dim + column] = 0.0;
    for (std::size_t i = 0; i < window.size(); ++i)
      for (std::size_t j = 0; j < window.size(); ++j)
        out[window[i] * file_dim + window[j]] = matrix[i * window.size() + j];
  }
};

/// One time of scalars, components and photon numbers.
void write_numbers(const Quantity& quantity, std::span<const double> values, std::size_t k,
                   std::int64_t p, Columns& columns) {
  const auto row = columns.row(quantity.variables.front(), p);
  std::copy(values.begin(), values.end(), row.subspan(k * values.size(), values.size()).begin());
}

/// One time of matrices, one after another.
void write_matrices(const Quantity& quantity, std::span<const double> values, std::size_t k,
                    std::int64_t p, const MatrixPlaces& places, Columns& columns) {
  const std::size_t cells = places.file_dim * places.file_dim;
  for (const std::string& variable : quantity.variables) {
    places.place(values, columns.row(variable, p).subspan(k * cells, cells));
    values = values.subspan(places.window.size() * places.window.size());
  }
}

void write_extrema(const Quantity& quantity, const Evaluation& e, std::int64_t p,
                   std::int64_t offset, Columns& columns) {
  const std::string name(quantity.name);
  const double* times = e.times.data() + p * e.n_times;
  for (std::int64_t k = 0; k < e.n_times; ++k) {
    const double value = e.at(p, k)[offset];
    double& largest = columns.value(name + "_max", p);
    double& smallest = columns.value(name + "_min", p);
    if (value > largest || (std::isnan(largest) && !std::isnan(value))) {
      largest = value;
      columns.value(name + "_max_time", p) = times[k];
    }
    if (value < smallest || (std::isnan(smallest) && !std::isnan(value))) {
      smallest = value;
      columns.value(name + "_min_time", p) = times[k];
    }
  }
  columns.value(name + "_final", p) = e.at(p, e.n_times - 1)[offset];
}

double level_of(const EventSpec& event, std::int64_t atoms) {
  const auto n = static_cast<double>(atoms);
  switch (event.scale) {
    case EventScale::one:
      return event.above;
    case EventScale::N:
      return event.above * n;
    case EventScale::N_squared:
      return event.above * n * n;
  }
  return event.above;
}

/// Where a quantity's first value stands in a point's row of an evaluation.
std::int64_t offset_of(const Evaluation& e, std::int64_t p, const std::string& name) {
  std::int64_t offset = 0;
  for (const Quantity* quantity : e.quantities) {
    if (quantity->name == name) break;
    offset += values_of(*quantity, e.tasks[p]->work.sizes());
  }
  return offset;
}

}  // namespace

void write_quantities(const Evaluation& e, std::size_t requested, std::int64_t p,
                      OverTime over_time, const std::vector<double>& file_m, Columns& columns) {
  const AtomicStart& start = *e.tasks[p]->work.start;
  std::int64_t offset = 0;
  for (std::size_t q = 0; q < requested; ++q) {
    const Quantity& quantity = *e.quantities[q];
    const std::int64_t width = values_of(quantity, e.tasks[p]->work.sizes());
    if (over_time == OverTime::extrema) {
      write_extrema(quantity, e, p, offset, columns);
    } else {
      std::optional<MatrixPlaces> places;
      if (quantity.extra == Extra::m_m_prime) places.emplace(start, file_m);
      for (std::int64_t k = 0; k < e.n_times; ++k) {
        const auto values =
            e.at(p, k).subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(width));
        if (places)
          write_matrices(quantity, values, static_cast<std::size_t>(k), p, *places, columns);
        else
          write_numbers(quantity, values, static_cast<std::size_t>(k), p, columns);
      }
    }
    offset += width;
  }
}

void write_events(const std::vector<EventSpec>& events, const Evaluation& samples,
                  Evaluator& evaluator, int slot, Columns& columns) {
  for (const EventSpec& event : events) {
    std::vector<std::size_t> owner;
    std::vector<Crossing> crossings;
    for (std::int64_t p = 0; p < samples.size(); ++p) {
      const double level = level_of(event, samples.tasks[p]->work.start->atoms);
      const std::int64_t offset = offset_of(samples, p, event.quantity);
      const double* times = samples.times.data() + p * samples.n_times;
      std::int64_t k = 0;
      while (k < samples.n_times && !(samples.at(p, k)[offset] >= level)) ++k;
      if (k == samples.n_times) continue;  // never: stays NaN
      if (k == 0) {
        columns.value(event.name, p) = times[0];
        continue;
      }
      owner.push_back(static_cast<std::size_t>(p));
      crossings.push_back(
          {times[k - 1], samples.at(p, k - 1)[offset], times[k], samples.at(p, k)[offset], level});
    }
    const auto quantity_at = [&](std::span<const std::size_t> which,
                                 std::span<const double> times) {
      std::vector<const Task*> searched;
      for (const std::size_t i : which) searched.push_back(samples.tasks[owner[i]]);
      return evaluator.evaluate_once(slot, *find_quantity(event.quantity), std::move(searched),
                                     times);
    };
    const std::vector<double> found = locate_crossings(std::move(crossings), quantity_at);
    for (std::size_t i = 0; i < owner.size(); ++i)
      columns.value(event.name, static_cast<std::int64_t>(owner[i])) = found[i];
  }
}

}  // namespace pairtwist
