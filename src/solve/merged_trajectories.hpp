// SPDX-License-Identifier: BSD-3-Clause
// A backend that solves nothing: it adds up what results of the same scan have kept of their
// trajectories, so that the same formulas make quantities and standard errors of all of them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "backend/backend.hpp"
#include "engines/host_solver.hpp"
#include "observables/trajectory_means.hpp"

namespace pairtwist {

/// What one result has of one point.
struct KeptPoint {
  std::vector<double> means;  ///< [k][set][TrajectoryMeans::size()]
  std::int32_t cutoff = 0;
  double tail_population = 0.0;
  double runtime = 0.0;
};

/// The mean over the trajectories of all, counts[i] of them of[i]'s. Of cutoffs and tails the
/// largest, of run times the sum.
KeptPoint merged_point(const std::vector<KeptPoint>& of, const std::vector<std::int64_t>& counts,
                       const TrajectoryMeans& means);

class MergedTrajectories final : public Backend {
 public:
  /// Names as Backend's, for provenance.
  struct Origin {
    std::string name, device, simd;
  };
  /// point: what all results together have of a point of the scan.
  MergedTrajectories(Origin origin, const TrajectoryMeans& means,
                     std::function<KeptPoint(std::size_t point)> point)
      : origin_(std::move(origin)), means_(means), point_(std::move(point)) {}

  std::string name() const override { return origin_.name; }
  std::string device() const override { return origin_.device; }
  std::string simd() const override { return origin_.simd; }
  int slots() const override { return 1; }
  std::int64_t memory_budget() const override;
  void submit(int slot, const engines::Batch& batch) override;
  engines::BatchView wait(int slot) override;

 private:
  Origin origin_;
  TrajectoryMeans means_;
  std::function<KeptPoint(std::size_t)> point_;
  engines::HostResult result_;
};

}  // namespace pairtwist
