// SPDX-License-Identifier: BSD-3-Clause
#include "solve/placed_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace pairtwist {
namespace {

/// [coordinate of all]  its place among `own`'s.
std::vector<std::optional<std::size_t>> places(const Dimension& all, const Dimension& own) {
  std::vector<std::optional<std::size_t>> found(all.size());
  if (!all.labels.empty() || all.values == own.values) {
    for (std::size_t i = 0; i < found.size(); ++i) found[i] = i;
    return found;
  }
  for (std::size_t i = 0; i < own.values.size(); ++i) {
    const auto at = std::ranges::find(all.values, own.values[i]);
    if (at == all.values.end())
      throw std::logic_error(fmt::format("PlacedCells: no {} = {}", all.name, own.values[i]));
    found[static_cast<std::size_t>(at - all.values.begin())] = i;
  }
  return found;
}

}  // namespace

PlacedCells::PlacedCells(const ResultLayout& all, const ResultLayout& own,
                         const std::vector<std::string>& extra)
    : own_{0} {
  for (const std::string& name : extra) {
    const Dimension& whole = *all.find_dimension(name);
    const Dimension& part = *own.find_dimension(name);
    dimensions_.push_back(&whole);
    const std::vector<std::optional<std::size_t>> along = places(whole, part);
    std::vector<std::optional<std::size_t>> cells;
    cells.reserve(own_.size() * along.size());
    for (const std::optional<std::size_t>& before : own_)
      for (const std::optional<std::size_t>& here : along)
        cells.push_back(before && here ? std::optional(*before * part.size() + *here)
                                       : std::nullopt);
    own_ = std::move(cells);
  }
}

std::string PlacedCells::text(std::size_t cell) const {
  std::string text;
  for (auto dimension = dimensions_.rbegin(); dimension != dimensions_.rend(); ++dimension) {
    const Dimension& along = **dimension;
    const std::size_t i = cell % along.size();
    cell /= along.size();
    const std::string value =
        along.labels.empty() ? fmt::format("{:g}", along.values[i]) : along.labels[i];
    text = fmt::format("{} = {}{}{}", along.name, value, text.empty() ? "" : ", ", text);
  }
  return text;
}

std::string place_of_value(const ResultLayout& layout, const Variable& variable,
                           const PlacedCells& cells, std::size_t k, std::size_t cell) {
  std::string text = variable.over_time
                         ? fmt::format("time = {:g}", layout.find_dimension("time")->values[k])
                         : "";
  const std::string of_cell = cells.text(cell);
  if (!of_cell.empty()) text += (text.empty() ? "" : ", ") + of_cell;
  return text;
}

double sign_between(std::span<const double> there, std::span<const double> here) {
  if (there.size() != here.size()) return 1.0;
  double product = 0.0;
  for (std::size_t i = 0; i < there.size(); ++i) product += there[i] * here[i];
  return product < 0.0 ? -1.0 : 1.0;
}

}  // namespace pairtwist
