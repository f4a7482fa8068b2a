// SPDX-License-Identifier: BSD-3-Clause
// From axes and a base point to points: any point of the scan is computed on its own from its
// index, so a scan of millions of points takes no memory.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "pairtwist/job.hpp"

namespace pairtwist {

/// One point of the scan, resolved: absolute times, kappa from kappa_tau_Q, pump as segments.
struct Point {
  Parameters parameters;    ///< model.kappa is resolved
  double tau_Q = 0.0;       ///< (9/(4 N W0² |eta|⁴))^{1/6}, [P 9]; +inf if eta = 0 or W0 = 0
  double tau_C = 0.0;       ///< 1/(2 √N W0 |alpha|²), [P D4]; +inf if alpha = 0 or W0 = 0
  double time_scale = 1.0;  ///< factor from the result file's `time` to absolute time
  double stop = 0.0;        ///< last sample time, absolute
  /// The pump as consecutive segments from t = 0, absolute times; the last one ends at +inf.
  /// With switch_off = "max_qfi" it is the constant pump: the engine finds the switch-off.
  std::vector<PumpSegment> segments;
};

class Scan {
 public:
  /// Throws UsageError if some point is invalid (names the point's values and the key).
  explicit Scan(const Job& job);

  std::size_t size() const { return size_; }
  /// Lengths of the axes of a grid; {size()} for zip; {} for no axes (one point).
  std::vector<std::size_t> shape() const;
  Point point(std::size_t index) const;

  /// The `time` coordinate of the result file: sample times in the config's unit; if time.stop is
  /// an axis, in units of each point's own stop (0 ... 1; the stop is then part of time_scale).
  const std::vector<double>& time() const { return time_; }
  bool stop_is_scanned() const { return stop_is_scanned_; }

  /// "model.kappa = 0.1, model.eta = 300", for messages.
  std::string describe(std::size_t index) const;

 private:
  struct Source;
  std::shared_ptr<const Source> source_;  ///< what points are made from
  std::size_t size_ = 1;
  std::vector<double> time_;
  bool stop_is_scanned_ = false;
};

}  // namespace pairtwist
