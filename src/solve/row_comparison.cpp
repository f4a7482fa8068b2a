// SPDX-License-Identifier: BSD-3-Clause
#include "solve/row_comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "solve/difference.hpp"

namespace pairtwist {
namespace {

/// Time that it took, which is never the same.
constexpr std::string_view of_the_run = "runtime";

double number(const Column& column, std::size_t i) {
  return std::visit([i](const auto& values) { return static_cast<double>(values[i]); }, column);
}

template <class T>
bool same_bits(T a, T b) {
  if constexpr (std::is_same_v<T, double>)
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
  else
    return a == b;
}

double number_of(const RowBlock& block, std::size_t variable, std::size_t row) {
  return std::get<std::vector<double>>(block.columns[variable])[row];
}

std::span<const double> row_of(const RowBlock& block, std::size_t variable, std::size_t row) {
  const auto& all = std::get<std::vector<double>>(block.columns[variable]);
  const std::size_t size = all.size() / block.count;
  return std::span(all).subspan(row * size, size);
}

std::span<const std::int8_t> flags_of(const RowBlock& block, std::size_t variable,
                                      std::size_t row) {
  const auto& all = std::get<std::vector<std::int8_t>>(block.columns[variable]);
  const std::size_t size = all.size() / block.count;
  return std::span(all).subspan(row * size, size);
}

}  // namespace

RowComparison::RowComparison(const Job& job, const Scan& scan, const ResultLayout& layout,
                             Source source, bool by_bits)
    : job_(job),
      scan_(scan),
      layout_(layout),
      source_(std::move(source)),
      by_bits_(by_bits),
      claims_(claims_of(job, layout)) {
  for (const Variable& variable : layout.variables) {
    cells_.emplace_back(layout, layout, variable.extra);
    if (by_bits) tallies_.push_back({.name = variable.name});
  }
  if (!by_bits)
    for (const Claim& claim : claims_)
      tallies_.push_back({.name = layout.variables[claim.variable].name});
}

std::string RowComparison::where(const Variable& variable, std::size_t value) const {
  const PlacedCells& cells = cells_[layout_.index_of(variable.name)];
  return place_of_value(layout_, variable, cells, value / cells.all(), value % cells.all());
}

void RowComparison::write(const RowBlock& block) {
  const RowBlock there = source_.read({block.first_point, block.count});
  compare_bits(there, block);
  if (!by_bits_) compare_claims(there, block);
}

void RowComparison::compare_bits(const RowBlock& there, const RowBlock& here) {
  for (std::size_t v = 0; v < layout_.variables.size(); ++v) {
    const Variable& variable = layout_.variables[v];
    if (variable.name == of_the_run || !source_.has(v)) continue;
    std::visit(
        [&](const auto& values) {
          using Values = std::decay_t<decltype(values)>;
          const auto& others = std::get<Values>(there.columns[v]);
          const std::size_t row_size = values.size() / here.count;
          values_ += values.size();
          if (by_bits_) tallies_[v].compared += values.size();
          if (std::memcmp(values.data(), others.data(), values.size() * sizeof(values[0])) == 0)
            return;
          for (std::size_t i = 0; i < values.size(); ++i) {
            if (same_bits(values[i], others[i])) continue;
            ++other_bits_;
            if (!by_bits_) continue;
            const double a = number(there.columns[v], i);
            const double b = number(here.columns[v], i);
            const double difference =
                std::isfinite(a) && std::isfinite(b)
                    ? over_tolerance(std::abs(a - b), 0.0, std::max(std::abs(a), std::abs(b)),
                                     job_.solve.tolerance)
                    : no_number;
            Tally& tally = tallies_[v];
            if (tally.beyond++ == 0 || difference > tally.worst.difference)
              tally.worst = {here.first_point + i / row_size, where(variable, i % row_size), a, b,
                             difference};
          }
        },
        here.columns[v]);
  }
}

void RowComparison::compare_values(std::size_t c, const RowBlock& there, const RowBlock& here,
                                   std::size_t row) {
  const Claim& claim = claims_[c];
  const Variable& variable = layout_.variables[claim.variable];
  const std::size_t cells = cells_[claim.variable].all();
  const std::span<const double> values = row_of(there, claim.variable, row);
  const std::span<const double> others = row_of(here, claim.variable, row);
  const std::span<const std::int8_t> statuses = flags_of(there, claim.status, row);
  const std::span<const std::int8_t> other_statuses = flags_of(here, claim.status, row);
  const std::size_t point = here.first_point + row;
  const double scale = scale_of(claim.quantity->scale, scan_.point(point).parameters.model.atoms);
  Tally& tally = tallies_[c];
  for (std::size_t k = 0; k * cells < values.size(); ++k) {
    const double sign = claim.sign_is_free ? sign_between(values.subspan(k * cells, cells),
                                                          others.subspan(k * cells, cells))
                                           : 1.0;
    for (std::size_t i = k * cells; i < (k + 1) * cells; ++i) {
      const double other = sign * others[i];
      // What this N does not have, in both.
      const bool good = statuses[k] == 0 && other_statuses[k] == 0;
      if (good && std::isnan(values[i]) && std::isnan(other)) continue;
      const Comparison comparison =
          compare({values[i], static_cast<Status>(statuses[k])},
                  {other, static_cast<Status>(other_statuses[k])}, scale, job_.solve.tolerance);
      if (!comparison.claimed) {
        ++tally.lost;
      } else if (!comparison.difference) {
        ++tally.unknown;
      } else {
        constexpr double of_both = 2.0;
        const bool worst = *comparison.difference >= tally.worst.difference;
        tally.count(
            {point, worst ? where(variable, i) : "", values[i], other, *comparison.difference},
            of_both);
      }
    }
  }
}

bool RowComparison::same_time(std::size_t variable, const RowBlock& there, const RowBlock& here,
                              std::size_t row) const {
  const double a = number_of(there, variable, row);
  const double b = number_of(here, variable, row);
  return a == b || (std::isnan(a) && std::isnan(b));
}

void RowComparison::compare_claims(const RowBlock& there, const RowBlock& here) {
  for (std::size_t row = 0; row < here.count; ++row) {
    bool decided = true;
    for (std::size_t c = 0; c < claims_.size(); ++c) {
      const Claim& claim = claims_[c];
      if (!source_.has(claim.variable) || !source_.has(claim.status)) continue;
      if (claim.kind == ClaimKind::values) {
        compare_values(c, there, here, row);
        continue;
      }
      // Of the same bits there is nothing to decide.
      bool same = same_time(claim.variable, there, here, row) &&
                  flags_of(there, claim.status, row)[0] == flags_of(here, claim.status, row)[0];
      if (claim.kind == ClaimKind::largest || claim.kind == ClaimKind::smallest)
        same &= same_time(claim.time, there, here, row);
      if (!same) {
        decided = false;
        continue;
      }
      const double value = number_of(there, claim.variable, row);
      Tally& tally = tallies_[c];
      if (std::isnan(value) && claim.kind != ClaimKind::crossing)
        ++tally.lost;
      else
        tally.count({here.first_point + row, "", value, value, 0.0}, 0.0);
    }
    if (!decided) undecided_.push_back(here.first_point + row);
  }
}

}  // namespace pairtwist
