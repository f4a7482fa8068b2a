// SPDX-License-Identifier: BSD-3-Clause
// Memory for SIMD registers of any level, kept from task to task.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace pairtwist::engines {

class AlignedDoubles {
 public:
  double* reserve(std::int64_t doubles) {
    constexpr std::size_t alignment = 64;
    const auto bytes = static_cast<std::size_t>(doubles) * sizeof(double);
    if (memory_.size() * sizeof(double) < bytes + alignment)
      memory_ = std::vector<double>(static_cast<std::size_t>(doubles) + alignment / sizeof(double));
    void* start = memory_.data();
    std::size_t space = memory_.size() * sizeof(double);
    return static_cast<double*>(std::align(alignment, bytes, start, space));
  }

 private:
  std::vector<double> memory_;
};

}  // namespace pairtwist::engines
