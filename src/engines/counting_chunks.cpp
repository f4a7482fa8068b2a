// SPDX-License-Identifier: BSD-3-Clause
#include "engines/counting_chunks.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "engines/counting_products.hpp"
#include "engines/packed_counting.hpp"
#include "observables/counting.hpp"

namespace pairtwist::engines {
namespace {

/// What a chunk's arrays may take, of a machine that has gigabytes.
constexpr std::int64_t bytes_of_chunk = std::int64_t{128} << 20;
constexpr std::int64_t most_states = 4096;

/// Doubles of a chunk's arrays, one behind the other.
class ChunkArrays {
 public:
  ChunkArrays(const CountingShape& shape, std::int64_t states) : shape_(shape), states_(states) {}

  /// With the arrays from `first` on, which may be nullptr to count.
  std::int64_t place(double* first, CountingChunk& chunk) {
    next_ = first;
    doubles_ = 0;
    chunk.factors = take(2 * shape_.every_m());
    chunk.blocks = take(shape_.blocks());
    chunk.halves = take(shape_.halves());
    chunk.rotated = take(3 * shape_.rotated());
    chunk.pairs = take(4 * shape_.rotated());
    chunk.polynomials = take(2 * shape_.every_m() * shape_.outcomes());
    place(chunk.even, shape_.evens());
    place(chunk.odd, shape_.odds());
    return doubles_;
  }

 private:
  void place(CountingParity& parity, std::int64_t frequencies) {
    parity.cosines = take(frequencies * shape_.outcomes());
    parity.sines = take(frequencies * shape_.outcomes());
    parity.at_zero = take(shape_.outcomes());
    parity.parts = take(2 * shape_.angles * shape_.outcomes());
  }
  double* take(std::int64_t of_state) {
    double* const array = next_;
    doubles_ += states_ * of_state;
    if (next_ != nullptr) next_ += states_ * of_state;
    return array;
  }

  CountingShape shape_;
  std::int64_t states_;
  double* next_ = nullptr;
  std::int64_t doubles_ = 0;
};

void count_chunk(const CountingChunk& chunk, CountingMachine& machine) {
  machine.run(CountingStep::factors, chunk);
  machine.run(CountingStep::turn, chunk);
  rotate(chunk, machine);
  machine.run(CountingStep::combine, chunk);
  machine.run(CountingStep::polynomials, chunk);
  take_to_angles(chunk, machine);
  machine.run(CountingStep::count, chunk);
}

CountingShape shape_of(const CountingTables& tables) { return {tables.atoms, tables.angles()}; }

/// The states of a batch, those with the same tables one behind the other.
struct StatesOfBatch {
  std::vector<StateToCount> states;
  /// Where those with other tables begin.
  std::vector<std::pair<const CountingTables*, std::int64_t>> tables;
};

StatesOfBatch states_of(const Batch& batch, const double* coherence, const PackedCounting& packed,
                        const double* base) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(batch.size()));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  std::ranges::stable_sort(order, std::less{}, [&](std::int64_t p) {
    return std::tuple(batch.counting[p].tables->atoms, batch.counting[p].tables);
  });
  StatesOfBatch result;
  for (const std::int64_t p : order) {
    const CountingPoint& point = batch.counting[p];
    const AtomicStart& start = *batch.starts[p];
    if (result.tables.empty() || result.tables.back().first != point.tables)
      result.tables.emplace_back(point.tables, std::ssize(result.states));
    StateToCount state{};
    state.pairs = batch.pairs[p];
    packed.view(start, base, state);
    state.first = (start.two_m_lo + start.atoms) / 2;
    state.dim = start.dim();
    state.dephasing = point.dephasing;
    state.tilt = point.tilt;
    for (std::int64_t k = 0; k < batch.n_times; ++k) {
      state.out = p * batch.n_times + k;
      state.coherence = coherence + 2 * (k * batch.total_pairs() + batch.pair_offset[p]);
      state.time = batch.times[state.out];
      state.error = batch.coherence_errors[state.out];
      state.even = in_even_sector(point.stays_even, start.symmetric, state.time) ? 1 : 0;
      result.states.push_back(state);
    }
  }
  return result;
}

}  // namespace

std::int64_t states_of_chunk(const CountingShape& shape) {
  CountingChunk chunk{};
  const std::int64_t doubles = ChunkArrays(shape, 1).place(nullptr, chunk);
  return std::clamp(bytes_of_chunk / (doubles * static_cast<std::int64_t>(sizeof(double))),
                    std::int64_t{1}, most_states);
}

void count_atoms(const Batch& batch, const double* coherence, CountingMachine& machine,
                 FisherTerm* terms) {
  const PackedCounting packed(batch);
  const double* const base = machine.numbers(packed.numbers());
  const StatesOfBatch all = states_of(batch, coherence, packed, base);
  const StateToCount* const there = machine.states(all.states);
  for (std::size_t t = 0; t < all.tables.size(); ++t) {
    const auto& [tables, first] = all.tables[t];
    const std::int64_t end =
        t + 1 < all.tables.size() ? all.tables[t + 1].second : std::ssize(all.states);
    CountingChunk chunk{};
    chunk.shape = shape_of(*tables);
    chunk.tables = packed.view(*tables, base);
    chunk.rounding = rounding_of_counting(tables->atoms);
    chunk.room = states_of_chunk(chunk.shape);
    chunk.terms = terms;
    ChunkArrays arrays(chunk.shape, chunk.room);
    arrays.place(machine.room(arrays.place(nullptr, chunk)), chunk);
    for (std::int64_t at = first; at < end; at += chunk.room) {
      if (StopFlag::raised_at(batch.stop)) return;
      chunk.states = there + at;
      chunk.count = std::min(chunk.room, end - at);
      count_chunk(chunk, machine);
    }
  }
}

}  // namespace pairtwist::engines
