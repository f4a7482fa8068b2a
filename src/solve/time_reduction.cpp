#include "solve/time_reduction.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

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

/// One time of matrices, one after another.
void write_matrices(const Quantity& quantity, std::span<const double> values, std::size_t k,
                    std::int64_t p, const MatrixPlaces& places, Columns& columns) {
  const std::size_t cells = places.file_dim * places.file_dim;
  for (const std::string& variable : quantity.variables) {
    places.place(values, columns.row(variable, p).subspan(k * cells, cells));
    values = values.subspan(places.window.size() * places.window.size());
  }
}

void write_extrema(const Evaluation& e, std::int64_t p, std::size_t q, Columns& columns) {
  const std::string name(e.quantities[q]->name);
  const double* times = e.times.data() + p * e.n_times;
  const std::span<const double> values = e.of(p, q);
  // Comparisons with NaN are false: what is lost is passed over, the first value is not.
  std::size_t largest = values.size();
  std::size_t smallest = values.size();
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (std::isnan(values[k])) continue;
    if (largest == values.size() || values[k] > values[largest]) largest = k;
    if (smallest == values.size() || values[k] < values[smallest]) smallest = k;
  }
  if (largest < values.size()) {
    columns.value(name + "_max", p) = values[largest];
    columns.value(name + "_max_time", p) = times[largest];
  }
  // What is lost because it is too small lies below what is left.
  const std::span<const double> bounds = e.at_most_of(p, q);
  bool lost_below = false;
  for (std::size_t k = 0; k < bounds.size(); ++k)
    lost_below |=
        smallest < values.size() && lost(e.states_of(p, q)[k]) && bounds[k] <= values[smallest];
  if (smallest < values.size() && !lost_below) {
    columns.value(name + "_min", p) = values[smallest];
    columns.value(name + "_min_time", p) = times[smallest];
  }
  columns.value(name + "_final", p) = values.back();
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

std::size_t index_of(const Evaluation& e, const std::string& name) {
  std::size_t q = 0;
  while (e.quantities[q]->name != name) ++q;
  return q;
}

/// The value of a scalar quantity at time k; of one that is lost and known to lie below the level,
/// what it is at most, else NaN.
double value_or_bound(const Evaluation& e, std::int64_t p, std::size_t q, std::int64_t k,
                      double level) {
  if (!lost(e.states_of(p, q)[k])) return e.value(p, q, k);
  const std::span<const double> bounds = e.at_most_of(p, q);
  return !bounds.empty() && bounds[k] < level ? bounds[k]
                                              : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

void write_quantities(const Evaluation& e, std::size_t requested, std::int64_t p,
                      OverTime over_time, const std::vector<double>& file_m, Columns& columns) {
  const AtomicStart& start = *e.tasks[p]->work.start;
  for (std::size_t q = 0; q < requested; ++q) {
    const Quantity& quantity = *e.quantities[q];
    if (over_time == OverTime::extrema) {
      write_extrema(e, p, q, columns);
    } else if (quantity.windowed()) {
      const MatrixPlaces places(start, file_m);
      for (std::int64_t k = 0; k < e.n_times; ++k)
        write_matrices(quantity, e.at(p, q, k), static_cast<std::size_t>(k), p, places, columns);
    } else {
      const std::span<const double> values = e.of(p, q);
      std::copy(values.begin(), values.end(), columns.row(quantity.variables.front(), p).begin());
    }
  }
}

std::vector<char> write_events(const std::vector<EventSpec>& events, const Evaluation& samples,
                               Evaluator& evaluator, int slot, Columns& columns) {
  std::vector<char> undecided(static_cast<std::size_t>(samples.size()), 0);
  for (const EventSpec& event : events) {
    const std::size_t q = index_of(samples, event.quantity);
    std::vector<std::size_t> owner;
    std::vector<Crossing> crossings;
    for (std::int64_t p = 0; p < samples.size(); ++p) {
      const double level = level_of(event, samples.tasks[p]->work.start->atoms);
      const auto value = [&](std::int64_t k) { return value_or_bound(samples, p, q, k, level); };
      const double* times = samples.times.data() + p * samples.n_times;
      std::int64_t k = 0;
      bool any_lost = false;
      for (; k < samples.n_times && !(value(k) >= level); ++k)
        any_lost |= lost(samples.states_of(p, q)[k]) && std::isnan(value(k));
      if (k == samples.n_times) {  // never: stays NaN
        undecided[p] |= any_lost ? 1 : 0;
        continue;
      }
      if (k == 0) {
        columns.value(event.name, p) = times[0];
        continue;
      }
      owner.push_back(static_cast<std::size_t>(p));
      crossings.push_back({times[k - 1], value(k - 1), times[k], value(k), level});
    }
    const auto quantity_at = [&](std::span<const std::size_t> which,
                                 std::span<const double> times) {
      std::vector<const Task*> searched;
      for (const std::size_t i : which) searched.push_back(samples.tasks[owner[i]]);
      const Evaluation once =
          evaluator.evaluate_once(slot, *find_quantity(event.quantity), std::move(searched), times);
      std::vector<double> values;
      for (std::size_t i = 0; i < which.size(); ++i)
        values.push_back(
            value_or_bound(once, static_cast<std::int64_t>(i), 0, 0, crossings[which[i]].level));
      return values;
    };
    const std::vector<double> found = locate_crossings(crossings, quantity_at);
    for (std::size_t i = 0; i < owner.size(); ++i) {
      columns.value(event.name, static_cast<std::int64_t>(owner[i])) = found[i];
      if (std::isnan(found[i])) undecided[owner[i]] = 1;
    }
  }
  return undecided;
}

}  // namespace pairtwist
