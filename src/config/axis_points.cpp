// SPDX-License-Identifier: BSD-3-Clause
// The values along axes, the points that they make, and what a point's values are written into;
// what axes may be is in axes.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "config/axes.hpp"
#include "config/suggest.hpp"
#include "config/toml_text.hpp"

namespace pairtwist::config {

std::vector<double> spaced_values(Spacing spacing, double a, double b, std::int64_t n) {
  std::vector<double> values(static_cast<std::size_t>(n));
  const bool powers = spacing == Spacing::logarithmic;
  const double first = powers ? std::log10(a) : a;
  const double span = (powers ? std::log10(b) : b) - first;
  // Multiplied first: whole numbers and powers of ten between the ends come out exact.
  for (std::int64_t i = 1; i + 1 < n; ++i) {
    const double x = first + static_cast<double>(i) * span / static_cast<double>(n - 1);
    values[static_cast<std::size_t>(i)] = powers ? std::pow(10.0, x) : x;
  }
  values.back() = b;
  values.front() = a;
  return values;
}

std::size_t point_count(const ScanSpec& scan) {
  if (scan.axes.empty()) return 1;
  if (scan.mode == ScanMode::zip) return scan.axes.front().values.size();
  std::size_t points = 1;
  for (const ScanAxis& axis : scan.axes) points *= axis.values.size();
  return points;
}

std::vector<std::size_t> axis_positions(const ScanSpec& scan, std::size_t index) {
  std::vector<std::size_t> positions(scan.axes.size(), index);
  if (scan.mode == ScanMode::zip) return positions;
  for (std::size_t a = scan.axes.size(); a-- > 0;) {
    positions[a] = index % scan.axes[a].values.size();
    index /= scan.axes[a].values.size();
  }
  return positions;
}

std::string describe_place(const ScanSpec& scan, const std::vector<std::size_t>& positions) {
  std::vector<std::string> parts;
  for (std::size_t a = 0; a < scan.axes.size(); ++a) {
    const ScanAxis& axis = scan.axes[a];
    const std::size_t at = positions[a];
    parts.push_back(fmt::format(
        "{} = {}", axis.key,
        axis.words.empty() ? plain_number(axis.values[at]) : toml_string(axis.words[at])));
  }
  return join(parts);
}

AxisWriter::AxisWriter(const ScanSpec& scan, const Parameters& base) {
  Parameters start = base;
  const std::vector<Parameters> states = chosen_states(scan, base);
  for (const ScanAxis& axis : scan.axes) {
    Column column{.values = axis.values.data()};
    column.word = find_word_key(axis.key);
    if (column.word == nullptr) column.key = find_numeric_key(axis.key, states);
    column.segment = segment_of(axis.key).value_or(0);
    if (column.key != nullptr &&
        (column.key->part == KeyPart::modulus || column.key->part == KeyPart::phase)) {
      const std::complex<double>& z = column.key->number(start, column.segment);
      const auto same = [&](const Polar& polar) {
        return &polar.key->number(start, polar.segment) == &z;
      };
      column.polar =
          static_cast<std::size_t>(std::ranges::find_if(polars_, same) - polars_.begin());
      if (column.polar == polars_.size())
        polars_.push_back({column.key, column.segment, std::abs(z), std::arg(z)});
    }
    columns_.push_back(column);
  }
}

void AxisWriter::write(const std::vector<std::size_t>& positions, Parameters& out) const {
  auto polars = polars_;
  for (std::size_t a = 0; a < columns_.size(); ++a) {
    const Column& column = columns_[a];
    const double value = column.values[positions[a]];
    if (column.word != nullptr) {
      column.word->set(out, static_cast<std::size_t>(value));
      continue;
    }
    switch (column.key->part) {
      case KeyPart::real:
        column.key->write(out, column.segment, value);
        break;
      case KeyPart::complex:
        column.key->number(out, column.segment) = value;
        break;
      case KeyPart::modulus:
        polars[column.polar].modulus = value;
        break;
      case KeyPart::phase:
        polars[column.polar].phase = value;
        break;
    }
  }
  for (const Polar& polar : polars) {
    polar.key->number(out, polar.segment) = std::polar(polar.modulus, polar.phase);
  }
}

}  // namespace pairtwist::config
