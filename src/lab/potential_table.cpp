// SPDX-License-Identifier: BSD-3-Clause
#include "lab/potential_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <sstream>

#include "config/load_text.hpp"
#include "pairtwist/error.hpp"
#include "text/counted.hpp"

namespace pairtwist::lab {

namespace {

/// Slopes at the points of the spline: of second derivatives that agree at each point, 0 at x = 0,
/// where V is even, and of third ones that agree at the last point but one.
std::vector<double> slopes(const std::vector<double>& x, const std::vector<double>& v) {
  const std::size_t n = x.size();
  const auto width = [&](std::size_t i) { return x[i + 1] - x[i]; };
  const auto secant = [&](std::size_t i) { return (v[i + 1] - v[i]) / width(i); };
  // below slope[i-1] + diagonal slope[i] + above slope[i+1] = right, eliminated downwards.
  std::vector<double> above(n, 0.0), slope(n, 0.0);
  for (std::size_t i = 1; i < n; ++i) {
    double below = width(i - 1), diagonal = 0.0, right = 0.0;
    if (i + 1 < n) {
      below = width(i);
      diagonal = 2.0 * (width(i - 1) + width(i));
      above[i] = width(i - 1);
      right = 3.0 * (width(i) * secant(i - 1) + width(i - 1) * secant(i));
    } else {
      const double last = width(n - 2), before = width(n - 3), both = last + before;
      below = both;
      diagonal = before;
      right = (last * last * secant(n - 3) + (2.0 * both + last) * before * secant(n - 2)) / both;
    }
    const double pivot = diagonal - below * above[i - 1];
    above[i] /= pivot;
    slope[i] = (right - below * slope[i - 1]) / pivot;
  }
  for (std::size_t i = n - 1; i-- > 1;) slope[i] -= above[i] * slope[i + 1];
  return slope;
}

/// The line of a file as an error shows it; a file of bytes has no words behind the first 0.
std::string beginning_of(const std::string& line) {
  constexpr std::size_t most = 60;
  const std::size_t shown = std::min(line.find('\0'), most);
  return line.size() <= shown ? line : line.substr(0, shown) + "...";
}

std::int64_t count_words(const std::string& line) {
  std::istringstream words(line);
  return std::int64_t{std::distance(std::istream_iterator<std::string>(words),
                                    std::istream_iterator<std::string>())};
}

}  // namespace

PotentialTable::PotentialTable(std::vector<double> x, std::vector<double> v, Beyond beyond)
    : x_(std::move(x)), v_(std::move(v)), slope_(slopes(x_, v_)) {
  const std::size_t last = x_.size() - 1;
  const double width = x_[last] - x_[last - 1];
  const double secant = (v_[last] - v_[last - 1]) / width;
  rise_ = std::max(slope_[last], 0.0);
  if (rise_ > 0.0 && beyond == Beyond::parabola)
    curvature_ =
        std::max((4.0 * slope_[last] + 2.0 * slope_[last - 1] - 6.0 * secant) / width, 0.0);
}

double PotentialTable::operator()(double x) const {
  x = std::abs(x);
  const auto next = std::upper_bound(x_.begin(), x_.end(), x);
  if (next == x_.end()) {
    const double beyond = x - x_.back();
    return v_.back() + beyond * (rise_ + 0.5 * curvature_ * beyond);
  }
  const auto i = static_cast<std::size_t>(next - x_.begin()) - 1;
  const double width = x_[i + 1] - x_[i];
  const double t = (x - x_[i]) / width;
  const double rising = t * t * (3.0 - 2.0 * t);
  return v_[i] + rising * (v_[i + 1] - v_[i]) +
         width * t * (1.0 - t) * ((1.0 - t) * slope_[i] - t * slope_[i + 1]);
}

PotentialTable PotentialTable::with_fewer_points() const {
  std::vector<double> x, v;
  for (std::size_t i = 0; i < x_.size(); i += 2) {
    x.push_back(x_[i]);
    v.push_back(v_[i]);
  }
  return {std::move(x), std::move(v), Beyond::line};
}

PotentialTable read_potential(const std::string& path, const TableUnits& units) {
  std::istringstream lines(config::load_text(path, "the table that trap.path names"));
  std::vector<double> x, v;
  std::string line;
  for (int at = 1; std::getline(lines, line); ++at) {
    if (line.find_first_not_of(" \t\r") == std::string::npos || line[0] == '#') continue;
    std::istringstream words(line);
    double place = 0.0, value = 0.0;
    const auto refuse = [&](const std::string& found, const std::string& allowed) {
      throw UsageError(fmt::format("{}:{}: found {}, allowed: {}", path, at, found, allowed));
    };
    const std::string shown = fmt::format("\"{}\"", beginning_of(line));
    const std::string wanted = fmt::format(
        "two columns, a line for each x with x and V, blanks between: {}", units.in_words);
    if (const std::int64_t count = count_words(line); count != 2)
      refuse(fmt::format("a line of {}, {}", counted(count, "column"), shown), wanted);
    if (!(words >> place >> value) || !(words >> std::ws).eof()) refuse(shown, wanted);
    if (x.empty() ? place != 0.0 : !(place * units.length > x.back()))
      refuse(shown, x.empty() ? "the first x is 0, the middle of the well" : "x that increases");
    x.push_back(place * units.length);
    v.push_back(units.rate * value);
    if (!std::isfinite(x.back()) || !std::isfinite(v.back()))
      refuse(shown, "numbers that double precision holds in SI units, too");
  }
  if (x.size() < 8)
    throw UsageError(fmt::format("{}: found {} points, allowed: at least 8", path, x.size()));
  return {std::move(x), std::move(v)};
}

}  // namespace pairtwist::lab
