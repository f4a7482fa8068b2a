// SPDX-License-Identifier: BSD-3-Clause
// Where the joint method keeps its numbers: of each site as many photon levels as it needs.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "physics/host_device.hpp"

namespace pairtwist::engines {

/// A JointLayout as the kernels read it.
struct JointView {
  std::int32_t sites;
  const std::int32_t* levels;
  const std::int32_t* extent;
  const std::int64_t* place;
  std::int64_t size;

  PT_HD std::int64_t at(std::int32_t s, std::int32_t n) const { return place[s] + n; }
};

/// Site after site, filled up to whole SIMD registers, with empty elements in front of and behind
/// each: what is outside reads as zero.
struct JointLayout {
  static constexpr std::int32_t widest = 8;  ///< lanes of any SIMD level

  std::vector<std::int32_t> levels;  ///< [s]
  std::vector<std::int32_t> extent;  ///< [s]  the same, filled up
  std::vector<std::int64_t> place;   ///< [s]  of level 0
  std::int64_t size = 0;

  JointLayout() = default;
  explicit JointLayout(std::vector<std::int32_t> of_sites) : levels(std::move(of_sites)) {
    size = widest;
    for (const std::int32_t count : levels) {
      extent.push_back((count + widest - 1) / widest * widest);
      place.push_back(size);
      size += extent.back() + widest;
    }
  }

  JointView view() const { return {sites(), levels.data(), extent.data(), place.data(), size}; }
  std::int32_t sites() const { return static_cast<std::int32_t>(levels.size()); }
  std::int64_t at(std::int32_t s, std::int32_t n) const { return place[s] + n; }
  std::int32_t most_levels() const { return *std::max_element(levels.begin(), levels.end()); }
};

}  // namespace pairtwist::engines
