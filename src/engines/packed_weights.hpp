// SPDX-License-Identifier: BSD-3-Clause
// The weights of several starts (observables/moment_weights.hpp) one behind the other, for a memory
// that the host does not address: one array to copy, and views of where it was copied to.
#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "engines/closed_form_sums.hpp"
#include "observables/atomic_start.hpp"
#include "observables/pair_sums.hpp"

namespace pairtwist::engines {

class PackedWeights {
 public:
  /// Once for each start, however often it is added; it must stay.
  void add(const AtomicStart& start);

  const std::vector<double>& numbers() const { return numbers_; }
  /// As start.moments.view(wanted) of a start that was added; base: where numbers() were copied to.
  MomentWeightsView view(const AtomicStart& start, std::uint32_t wanted, const double* base) const;
  /// Of a start with Bell amplitudes; otherwise null.
  BellView bell(const AtomicStart& start, const double* base) const;
  /// As pair_sums_of(start).
  PairSumsView pair_sums(const AtomicStart& start, const double* base) const;

 private:
  struct Places {
    std::size_t plus, plus_z, plus2, crossing, share, weight, bell, up, down, x, y;
  };
  std::size_t put(const double* first, std::size_t count);
  std::size_t put(const std::vector<PairWeight>& weights);
  std::size_t put(const std::vector<ExtendedComplex>& amplitudes);

  std::vector<double> numbers_;
  std::map<const AtomicStart*, Places> places_;
};

}  // namespace pairtwist::engines
