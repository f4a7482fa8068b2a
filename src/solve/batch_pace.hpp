// SPDX-License-Identifier: BSD-3-Clause
// How many points a batch may have so that it is finished in time: batches are what is lost when a
// scan is interrupted, and what it has to be waited for then.
#pragma once

#include <cstdint>

namespace pairtwist {

class BatchPace {
 public:
  /// seconds: about as long as a batch may take; 0: as long as it likes. first: points of the first
  /// batch, of which nothing is known.
  BatchPace(double seconds, std::int64_t first);

  /// Points of the next batch, at least one.
  std::int64_t most() const { return most_; }
  /// A batch of so many points is finished, so long after the one before.
  void took(std::int64_t points, double seconds);

 private:
  double seconds_;
  std::int64_t most_;
};

}  // namespace pairtwist
