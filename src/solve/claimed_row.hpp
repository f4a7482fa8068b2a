// SPDX-License-Identifier: BSD-3-Clause
// The row of one point as a file has it, and which of its values have been judged.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "pairtwist/results.hpp"
#include "pairtwist/rows.hpp"
#include "solve/claims.hpp"

namespace pairtwist {

class ClaimedRow {
 public:
  /// row: of one point.
  ClaimedRow(const RowBlock& row, const std::vector<Claim>& claims) : row_(row) {
    for (const Claim& claim : claims) judged_.emplace_back(numbers(claim).size(), 0);
  }

  std::size_t point() const { return row_.first_point; }
  std::span<const double> numbers(const Claim& claim) const { return numbers(claim.variable); }
  std::span<const double> numbers(std::size_t variable) const {
    return std::get<std::vector<double>>(row_.columns[variable]);
  }
  Status status(const Claim& claim, std::size_t sample = 0) const {
    return static_cast<Status>(
        std::get<std::vector<std::int8_t>>(row_.columns[claim.status]).at(sample));
  }
  /// The time of an extremum or a crossing.
  double time(const Claim& claim) const {
    return numbers(claim.kind == ClaimKind::crossing ? claim.variable : claim.time).front();
  }

  bool judged(std::size_t claim, std::size_t value) const { return judged_[claim][value] != 0; }
  void set_judged(std::size_t claim, std::size_t value) { judged_[claim][value] = 1; }
  std::size_t left(std::size_t claim) const {
    std::size_t count = 0;
    for (const char each : judged_[claim]) count += each == 0 ? 1 : 0;
    return count;
  }
  std::size_t left() const {
    std::size_t count = 0;
    for (std::size_t c = 0; c < judged_.size(); ++c) count += left(c);
    return count;
  }

 private:
  const RowBlock& row_;
  std::vector<std::vector<char>> judged_;  ///< [claim][value]
};

}  // namespace pairtwist
