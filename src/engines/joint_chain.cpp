// SPDX-License-Identifier: BSD-3-Clause
#include "engines/joint_chain.hpp"

#include <cassert>
#include <cmath>
#include <numbers>

#include "observables/ladder.hpp"

namespace pairtwist::engines {

JointChain joint_chain(const AtomicStart& start, bool even) {
  assert(start.dim() == start.atoms + 1);
  assert(!even || start.symmetric);
  JointChain chain;
  chain.atoms = start.atoms;
  chain.even = even;
  const std::int64_t first = even ? start.atoms / 2 + start.atoms % 2 : 0;
  for (std::int64_t i = first; i < start.dim(); ++i) {
    const std::int64_t two_m = start.two_m(i);
    const bool paired = even && two_m > 0;
    chain.m.push_back(0.5 * static_cast<double>(two_m));
    chain.start.push_back(start.amplitude[i] * (paired ? std::numbers::sqrt2 : 1.0));
    if (i + 1 == start.dim()) break;
    const double element = 0.5 * raising_element(start.atoms, two_m);
    chain.hop.push_back(even && two_m == 0 ? std::numbers::sqrt2 * element : element);
  }
  if (even && start.atoms % 2 != 0) chain.fold = 0.5 * raising_element(start.atoms, -1);
  return chain;
}

}  // namespace pairtwist::engines
