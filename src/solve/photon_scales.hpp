// SPDX-License-Identifier: BSD-3-Clause
// For how few photons the moments of each sample are solved (engines::Batch::photon_scales), from
// what was found of them: docs/physics.md, 4, faint light.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace pairtwist {

/// The scale to solve for next, when `photons` were found with the present one to within `error`
/// times that.
double smaller_scale(double photons, double scale, double error);

class PhotonScales {
 public:
  /// 1 for every sample; with points = 0 for none.
  void reset(std::int64_t points, std::int64_t n_times);

  bool used() const { return !scales_.empty(); }

  /// Of point p at times from ... to - 1; empty if there are none.
  std::span<const double> of(std::int64_t p, std::int64_t from, std::int64_t to) const;
  /// ln s_0 of point p: no scale s at a time t is less than s_0 e^{-decay t} would have it.
  double log_at_start(std::int64_t p) const;

  /// Sample k of point p has values that need a smaller scale, for so many photons; infinite: it
  /// has none. From any thread, for one sample at a time.
  void note(std::int64_t p, std::int64_t k, double photons);
  bool noted(std::int64_t p) const;

  /// What a method does with the scales.
  struct Use {
    double decay;     ///< the rate at which errors of photon numbers decay before a sample
    bool everywhere;  ///< samples can be had without those before them
  };
  /// Lowers the scales of p where that was noted, and before, by as little as decay lets; times [k]
  /// of the samples; error: of what was found, over the scale it was found with. Returns for which
  /// samples it was lowered, and not for those after them alone: none where there are too few
  /// photons for any.
  std::vector<char> lower(std::int64_t p, std::span<const double> times, double error,
                          const Use& use);

 private:
  std::int64_t n_times_ = 0;
  std::vector<double> scales_;   ///< [p][k]
  std::vector<double> logs_;     ///< [p]
  std::vector<double> photons_;  ///< [p][k]  as noted
};

}  // namespace pairtwist
