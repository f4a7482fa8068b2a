// SPDX-License-Identifier: BSD-3-Clause
// What a classical Fisher information, or one outcome's share of it, comes to.
#pragma once

namespace pairtwist {

struct FisherTerm {
  double value;
  double error;  ///< what errors of the coherences leave open
};

}  // namespace pairtwist
