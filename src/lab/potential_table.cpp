// SPDX-License-Identifier: BSD-3-Clause
#include "lab/potential_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "config/load_text.hpp"
#include "pairtwist/error.hpp"

namespace pairtwist::lab {

/// At x = 0 the potential is even.
double PotentialTable::slope(std::size_t i) const {
  if (i == 0) return 0.0;
  const std::size_t next = std::min(i + 1, x_.size() - 1);
  return (v_[next] - v_[i - 1]) / (x_[next] - x_[i - 1]);
}

double PotentialTable::operator()(double x) const {
  x = std::abs(x);
  const auto above = std::upper_bound(x_.begin(), x_.end(), x);
  if (above == x_.end()) {
    const std::size_t last = x_.size() - 1;
    const double beyond = x - x_[last];
    const double width = x_[last] - x_[last - 1];
    const double rise = std::max(slope(last), 0.0);
    return v_[last] + rise * (beyond + beyond * beyond / width);
  }
  const auto i = static_cast<std::size_t>(above - x_.begin()) - 1;
  const double width = x_[i + 1] - x_[i];
  const double t = (x - x_[i]) / width;
  const double rising = t * t * (3.0 - 2.0 * t);
  return v_[i] + rising * (v_[i + 1] - v_[i]) +
         width * t * (1.0 - t) * ((1.0 - t) * slope(i) - t * slope(i + 1));
}

PotentialTable read_potential(const std::string& path, const TableUnits& units) {
  std::istringstream lines(config::load_text(path));
  std::vector<double> x, v;
  std::string line;
  for (int at = 1; std::getline(lines, line); ++at) {
    if (line.find_first_not_of(" \t\r") == std::string::npos || line[0] == '#') continue;
    std::istringstream words(line);
    double place = 0.0, value = 0.0;
    std::string more;
    const auto refuse = [&](const std::string& why) {
      throw UsageError(fmt::format("{}:{}: found \"{}\", {}", path, at, line, why));
    };
    if (!(words >> place >> value) || words >> more)
      refuse("allowed: two numbers, " + units.in_words);
    if (x.empty() ? place != 0.0 : !(place * units.length > x.back()))
      refuse(x.empty() ? "allowed: the first x is 0, the middle of the well"
                       : "allowed: x that increases");
    x.push_back(place * units.length);
    v.push_back(units.rate * value);
  }
  if (x.size() < 8)
    throw UsageError(fmt::format("{}: found {} points, allowed: at least 8", path, x.size()));
  return {std::move(x), std::move(v)};
}

}  // namespace pairtwist::lab
