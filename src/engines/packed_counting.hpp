// SPDX-License-Identifier: BSD-3-Clause
// The tables and starts of a batch whose atoms are counted, one behind the other, for a memory that
// the host does not address: one array to copy, and views of where it was copied to.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <vector>

#include "engines/batch.hpp"
#include "engines/counting_chunk.hpp"

namespace pairtwist::engines {

class PackedCounting {
 public:
  /// Each of them once; they must stay.
  explicit PackedCounting(const Batch& batch);

  const std::vector<double>& numbers() const { return numbers_; }
  /// base: where numbers() were copied to.
  CountingTablesView view(const CountingTables& tables, const double* base) const;
  /// What of a start is in the state.
  void view(const AtomicStart& start, const double* base, StateToCount& state) const;

 private:
  struct OfStart {
    std::size_t amplitudes, moduli;
  };

  std::size_t put(const double* first, std::int64_t count);
  template <class Numbers>
  std::size_t put(const Numbers& numbers) {
    return put(numbers.data(), static_cast<std::int64_t>(numbers.size()));
  }
  void add(const CountingTables& tables);
  void add(const AtomicStart& start);

  std::vector<double> numbers_;
  std::map<const CountingTables*, std::array<std::size_t, 9>> tables_;
  std::map<const AtomicStart*, OfStart> starts_;
};

}  // namespace pairtwist::engines
