// SPDX-License-Identifier: BSD-3-Clause
#include "solve/reduction.hpp"

#include <algorithm>

#include "solve/quantity_reducer.hpp"
#include "solve/stretch_reader.hpp"

namespace pairtwist {

std::int32_t blocks_read(const Demand& demand) {
  using namespace engines;
  std::int32_t kinds = 0;
  if (demand.photons || demand.distribution) kinds |= diagonal_blocks;
  if (demand.step1 || demand.plus_z) kinds |= neighbours;
  // Of odd N m = -1/2 and 3/2, whose sectors are neighbours, are two apart.
  if (demand.step2) kinds |= neighbours | two_apart;
  if (demand.every_pair()) kinds |= pairs_of_sectors;
  return kinds;
}

Judgement& Judgement::operator|=(const Judgement& other) {
  change = std::max(change, other.change);
  rejected = std::max(rejected, other.rejected);
  changing |= other.changing;
  imprecise = std::max(imprecise, other.imprecise);
  return *this;
}

Judgement reduce_stretch(const SolvedStretch& stretch, const Task& task,
                         std::span<const Destination> destinations, const Measure& measure) {
  const StretchReader reader(stretch, task, destinations, measure);
  Judgement judgement;
  for (std::size_t q = 0; q < destinations.size(); ++q)
    QuantityReducer(reader, stretch, task, destinations[q], measure, {q, destinations.size()})
        .reduce(judgement);
  return judgement;
}

}  // namespace pairtwist
