// SPDX-License-Identifier: BSD-3-Clause
#include "lab/tabulated_well.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "pairtwist/error.hpp"

namespace pairtwist::lab {
namespace {

/// Of the distance to the third level: what levels may be open by.
constexpr double most_open = 0.1;

/// Figures of a table in the units that a reader may have meant.
class Words {
 public:
  Words(const TabulatedWell& well, double hbar_over_m, double transverse_length)
      : well_(well), l_(transverse_length), omega_(hbar_over_m / (l_ * l_)) {}

  std::string length(double x) const { return fmt::format("{:.3g} m ({:.3g} l)", x, x / l_); }
  std::string rate(double v) const {
    return fmt::format("{:.4g} Hz ({:.3g} omega)", v / (2.0 * std::numbers::pi), v / omega_);
  }
  [[noreturn]] void refuse(const std::string& found, const std::string& allowed) const {
    throw UsageError(fmt::format("{}: {}, allowed: {}; trap.table_units says that it has {}",
                                 well_.path, found, allowed, well_.units));
  }

 private:
  const TabulatedWell& well_;
  double l_, omega_;  // of the trap across
};

std::size_t lowest_line(const PotentialTable& table) {
  return static_cast<std::size_t>(std::ranges::min_element(table.v()) - table.v().begin());
}

/// The first three levels have a part of the well of their own only where some lines describe it.
void refuse_distant_lines(const PotentialTable& table, double hbar_over_m, const Words& words) {
  const auto& x = table.x();
  const auto& v = table.v();
  const std::size_t i = lowest_line(table);
  if (i == 0 || i + 1 == x.size()) return;
  const double left = x[i] - x[i - 1], right = x[i + 1] - x[i], apart = std::max(left, right);
  const double curvature =
      2.0 * ((v[i + 1] - v[i]) / right - (v[i] - v[i - 1]) / left) / (left + right);
  const double width = std::pow(hbar_over_m / curvature, 0.25);
  if (apart > 4.0 * width)
    words.refuse(
        fmt::format("around the minimum at x = {} the lines of the table are {} apart, and "
                    "the lowest state in it is {} wide",
                    words.length(x[i]), words.length(apart), words.length(width)),
        "lines about as near each other as that state is wide, or nearer");
}

void refuse_early_end(const PotentialTable& table, double lowest, const std::string& level,
                      const Words& words) {
  words.refuse(
      fmt::format("the table ends at x = {}, where V is {} above its minimum, and {}",
                  words.length(table.reach()), words.rate(table.v().back() - lowest), level),
      "a table that goes on until V is far above the third level");
}

/// Beyond it the modes are below 1 % of their largest.
double end_of_modes(const WellStates& states) {
  double largest = 0.0, end = 0.0;
  for (const double w : states.w) largest = std::max(largest, std::abs(w));
  for (std::size_t i = 0; i < states.x.size(); ++i)
    if (std::abs(states.w[i]) > 0.01 * largest) end = states.x[i];
  return end;
}

/// The last of these lines, or the first that is not below `end`.
std::size_t lines_within(const std::vector<double>& lines, double end) {
  const auto first = std::ranges::lower_bound(lines, end);
  return std::min(static_cast<std::size_t>(first - lines.begin()), lines.size() - 1);
}

/// What replacing V by `other` changes, in each of some stretches alone and in all at once: their
/// root of squares. Of a smooth V all changes have one sign, and the sum counts; of noise they have
/// any, and a sum that is small by chance says nothing. On a grid that reaches as far as that of
/// `rough`.
Apart open_by_lines(const PotentialTable& table, const PotentialTable& other, double hbar_over_m,
                    const WellStates& rough) {
  // What lines leave open is seen on a grid that is not as fine as levels need.
  constexpr int points = 150;
  const double reach = 0.5 * static_cast<double>(rough.x.size()) * rough.step;
  const WellStates whole = states_on_grid(table, hbar_over_m, reach, points);
  Apart squares;
  const auto add = [&](const Potential& changed) {
    const Apart by = apart(whole, states_on_grid(changed, hbar_over_m, reach, points));
    squares.levels += by.levels * by.levels;
    squares.splitting += by.splitting * by.splitting;
    squares.density += by.density * by.density;
  };
  add(other);
  // The last stretch has all beyond the modes.
  constexpr std::size_t most_stretches = 16;
  const auto& lines = other.x();
  const std::size_t last = lines_within(lines, end_of_modes(whole));
  const std::size_t stretches = std::min(most_stretches, last);
  for (std::size_t i = 0; i < stretches; ++i) {
    const double from = lines[i * last / stretches], to = lines[(i + 1) * last / stretches];
    const bool outermost = i + 1 == stretches;
    add([&, from, to, outermost](double x) {
      return x >= from && (x < to || outermost) ? other(x) : table(x);
    });
  }
  return {std::sqrt(squares.levels), std::sqrt(squares.splitting), std::sqrt(squares.density)};
}

}  // namespace

WellStates solve_tabulated(const TabulatedWell& well, double hbar_over_m,
                           double transverse_length) {
  const PotentialTable& table = well.potential;
  const Words words(well, hbar_over_m, transverse_length);
  const double lowest = table.v()[lowest_line(table)];
  if (lowest_line(table) + 1 == table.x().size() ||
      foldings(table, hbar_over_m, table.reach(), lowest) < 1.0)
    refuse_early_end(table, lowest, "even its lowest level is higher", words);
  refuse_distant_lines(table, hbar_over_m, words);
  const WellStates rough =
      solve_well(table, hbar_over_m, table.reach(), {.wanted = 1e-3, .allowed = most_open});
  if (const double third = rough.energy[2];
      foldings(table, hbar_over_m, table.reach(), third) < 1.0)
    refuse_early_end(table, lowest,
                     fmt::format("the third level is {} above it", words.rate(third - lowest)),
                     words);
  const Apart open = open_by_lines(table, table.with_fewer_points(), hbar_over_m, rough);
  if (!(open.levels < most_open))
    words.refuse(
        fmt::format("without every second line of the table its levels change by {:.1g} of the "
                    "distance to the third",
                    open.levels),
        fmt::format("less than {}, as lines nearer each other leave open", most_open));
  WellStates states =
      solve_well(table, hbar_over_m, table.reach(),
                 {.wanted = std::max(1e-9, 0.01 * open.levels), .allowed = most_open});
  states.error = std::hypot(states.error, open.levels);
  states.splitting_error = std::hypot(states.splitting_error, open.splitting);
  states.density_error = std::hypot(states.density_error, open.density);
  return states;
}

}  // namespace pairtwist::lab
