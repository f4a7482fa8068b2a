// SPDX-License-Identifier: BSD-3-Clause
// One point solved again, alone: at the samples of its scan and at times between them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "backend/backend.hpp"
#include "observables/registry.hpp"
#include "pairtwist/job.hpp"
#include "pairtwist/results.hpp"
#include "pairtwist/rows.hpp"
#include "pairtwist/scan.hpp"
#include "pairtwist/stop_flag.hpp"
#include "pairtwist/work_meter.hpp"
#include "plan/point_work.hpp"
#include "plan/state_readers.hpp"

namespace pairtwist {

/// What solves.
struct CheckTools {
  Backend& backend;
  int threads = 0;
  const StateReaders& readers;
  const StopFlag* stop = nullptr;
  WorkMeter* meter = nullptr;  ///< or nobody is told
  /// Seconds that another way may always take on a point, whatever the first took: for what no
  /// count knows before, further rounds with more photon levels or smaller steps.
  double patience = 30.0;
};

/// Sample times of a point, of its config and absolute, and others among them.
class CheckTimes {
 public:
  /// scan: of one point. others: absolute, in any order, within the samples.
  CheckTimes(const Scan& scan, const std::vector<double>& others);

  const std::vector<double>& config() const { return config_; }  ///< in the config's unit
  const std::vector<double>& absolute() const { return absolute_; }
  std::size_t sample(std::size_t k) const { return samples_[k]; }  ///< its place among all
  std::size_t samples() const { return samples_.size(); }
  /// Of an absolute time that is one of them.
  std::size_t place_of(double time) const;

 private:
  std::vector<double> config_, absolute_;
  std::vector<std::size_t> samples_;
};

class SecondSolution {
 public:
  /// job: of one point. Solved at `times`, or at its last sample alone if that is nullptr. Throws
  /// Interrupted, and what the backend and the readers throw.
  SecondSolution(Job job, Arithmetic arithmetic, const std::vector<std::string>& quantities,
                 const CheckTimes* times, const CheckTools& tools);

  const ResultLayout& layout() const { return layout_; }
  /// It took longer than job.solve.max_seconds; it has what was there by then.
  bool timed_out() const { return timed_out_; }
  /// Of one variable of a quantity at one of the times: its cells, row-major.
  std::span<const double> values(const std::string& variable, std::size_t time) const;
  Status status(const Quantity& quantity, std::size_t time) const;
  /// Of a scalar; not a number where it is lost or undefined.
  double value(const Quantity& quantity, std::size_t time) const;

 private:
  ResultLayout layout_;
  RowBlock row_;
  bool timed_out_ = false;
};

}  // namespace pairtwist
