// SPDX-License-Identifier: BSD-3-Clause
#include "engines/packed_counting.hpp"

#include "observables/counting.hpp"

namespace pairtwist::engines {

PackedCounting::PackedCounting(const Batch& batch) {
  for (const CountingPoint& point : batch.counting)
    if (tables_.count(point.tables) == 0) add(*point.tables);
  for (const AtomicStart* start : batch.starts)
    if (starts_.count(start) == 0) add(*start);
}

std::size_t PackedCounting::put(const double* first, std::int64_t count) {
  const std::size_t place = numbers_.size();
  numbers_.insert(numbers_.end(), first, first + count);
  return place;
}

void PackedCounting::add(const CountingTables& t) {
  tables_[&t] = {put(t.x),          put(t.raising),     put(t.outcomes),
                 put(t.even_rows),  put(t.odd_rows),    put(t.even.cosines),
                 put(t.even.sines), put(t.odd.cosines), put(t.odd.sines)};
}

void PackedCounting::add(const AtomicStart& start) {
  // std::complex is an array of two doubles by definition.
  const auto* const amplitudes = reinterpret_cast<const double*>(start.amplitude.data());
  const std::size_t first = put(amplitudes, 2 * start.dim());
  starts_[&start] = {first, put(moduli_of_every_m(start))};
}

CountingTablesView PackedCounting::view(const CountingTables& tables, const double* base) const {
  const auto& at = tables_.at(&tables);
  return {base + at[0], base + at[1], base + at[2], base + at[3], base + at[4],
          base + at[5], base + at[6], base + at[7], base + at[8]};
}

void PackedCounting::view(const AtomicStart& start, const double* base, StateToCount& state) const {
  const OfStart& at = starts_.at(&start);
  state.amplitudes = base + at.amplitudes;
  state.moduli = base + at.moduli;
}

}  // namespace pairtwist::engines
