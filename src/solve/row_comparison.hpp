// SPDX-License-Identifier: BSD-3-Clause
// The rows of a scan that runs again, held against those of the file of its first run, block by
// block as they come.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "pairtwist/job.hpp"
#include "pairtwist/point_set.hpp"
#include "pairtwist/results.hpp"
#include "pairtwist/rows.hpp"
#include "pairtwist/scan.hpp"
#include "solve/claims.hpp"
#include "solve/placed_cells.hpp"
#include "solve/tally.hpp"

namespace pairtwist {

class RowComparison : public ResultSink {
 public:
  /// Rows of the file, of these points, and whether it has that variable at all.
  struct Source {
    std::function<RowBlock(const PointRange&)> read;
    std::function<bool(std::size_t variable)> has;
  };

  /// layout: of the job. by_bits: every variable but `runtime` must have the same bits; else what
  /// claims something must be within the tolerances of both solutions.
  RowComparison(const Job& job, const Scan& scan, const ResultLayout& layout, Source source,
                bool by_bits);

  void write(const RowBlock& block) override;

  /// By bits of each variable, else of each claim; of a claim by its first variable's name.
  const std::vector<Tally>& tallies() const { return tallies_; }
  /// Values whose bits differ, of all that were compared.
  std::size_t other_bits() const { return other_bits_; }
  std::size_t values() const { return values_; }
  /// Points whose extrema or crossings have other times: whether both are right, their quantities
  /// say there (PointCheck). None by bits.
  const std::vector<std::size_t>& undecided() const { return undecided_; }

 private:
  void compare_bits(const RowBlock& there, const RowBlock& here);
  void compare_claims(const RowBlock& there, const RowBlock& here);
  void compare_values(std::size_t c, const RowBlock& there, const RowBlock& here, std::size_t row);
  bool same_time(std::size_t variable, const RowBlock& there, const RowBlock& here,
                 std::size_t row) const;
  std::string where(const Variable& variable, std::size_t value) const;

  const Job& job_;
  const Scan& scan_;
  const ResultLayout& layout_;
  Source source_;
  bool by_bits_;
  std::vector<Claim> claims_;
  std::vector<Tally> tallies_;
  std::vector<PlacedCells> cells_;  ///< [variable]
  std::vector<std::size_t> undecided_;
  std::size_t other_bits_ = 0;
  std::size_t values_ = 0;
};

}  // namespace pairtwist
