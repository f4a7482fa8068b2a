// For how few photons the moments of each sample are solved (engines::Batch::photon_scales), from
// what was found of them: docs/physics.md, 4, faint light.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace pairtwist {

class PhotonScales {
 public:
  /// 1 for every sample; with points = 0 for none.
  void reset(std::int64_t points, std::int64_t n_times);

  /// Of point p at times from ... to - 1; empty if there are none.
  std::span<const double> of(std::int64_t p, std::int64_t from, std::int64_t to) const;

  /// Sample k of point p has values that need a smaller scale, for so many photons. From any
  /// thread, for one sample at a time.
  void note(std::int64_t p, std::int64_t k, double photons);
  bool noted(std::int64_t p) const;

  /// Lowers the scales of p where that was noted, and before; or, so that samples can be had
  /// without those before them, everywhere. error: of what was found, over the scale it was found
  /// with. False if there are too few photons for any.
  bool lower(std::int64_t p, double error, bool everywhere);

 private:
  std::int64_t n_times_ = 0;
  std::vector<double> scales_;   ///< [p][k]
  std::vector<double> photons_;  ///< [p][k]  as noted; infinite: not
};

}  // namespace pairtwist
