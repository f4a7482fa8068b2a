// SPDX-License-Identifier: BSD-3-Clause
// What a scan would cost, as data: counted from the config alone, before anything is solved.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace pairtwist {

/// Counts over all points of a scan, at most the largest std::int64_t. Bytes are of the largest
/// batch.
struct Plan {
  std::int64_t points = 0;
  std::int64_t counted = 0;  ///< points that were looked at; if fewer, the others are like them
  std::int64_t samples = 0;  ///< sample times a point
  std::map<std::string, std::int64_t> methods;  ///< method -> points
  std::int64_t in_double = 0;                   ///< of closed_form, points for which doubles do
  std::int64_t coherences = 0;                  ///< sum of (N+1)²
  std::int64_t solved = 0;                      ///< pairs left by symmetry, demand and weight
  std::int64_t sectors = 0;                     ///< cavity amplitudes evolved
  std::int64_t batches = 0;
  std::int64_t largest_batch = 0;  ///< points
  std::int64_t batch_bytes = 0;    ///< what a backend holds of one batch
  std::int64_t rows_bytes = 0;     ///< what the host holds of its results
  std::int64_t disk_bytes = 0;     ///< numbers of the file before compression
};

}  // namespace pairtwist
