// SPDX-License-Identifier: BSD-3-Clause
// The joint method's atoms: states of J_z as the sites of a chain, along which J_x hops
// (docs/physics.md, 5).
#pragma once

#include <complex>
#include <cstdint>
#include <vector>

#include "observables/atomic_start.hpp"

namespace pairtwist::engines {

/// Sites s in order of m: every m of -N/2 ... N/2; or, in the even sector, (|m> + |-m>)/√2 for
/// m > 0, and |0>.
struct JointChain {
  std::int64_t atoms = 0;
  bool even = false;
  std::vector<double> m;                    ///< [s]
  std::vector<std::complex<double>> start;  ///< [s]  amplitudes at t = 0
  std::vector<double> hop;                  ///< [s]  <s+1|J_x|s>
  double fold = 0.0;                        ///< <0|J_x|0>: of the even sector of an odd N

  std::int32_t sites() const { return static_cast<std::int32_t>(m.size()); }
};

/// Of a start that is kept whole; even: it is symmetric, and stays so.
JointChain joint_chain(const AtomicStart& start, bool even);

}  // namespace pairtwist::engines
