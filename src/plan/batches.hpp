// SPDX-License-Identifier: BSD-3-Clause
// How many points go into a batch: as many as fit, counted before anything is allocated.
#pragma once

#include <cstdint>
#include <vector>

#include "model/methods.hpp"
#include "observables/moment_sums.hpp"
#include "pairtwist/job.hpp"
#include "plan/point_work.hpp"

namespace pairtwist {

/// What a backend says of its batches.
struct BatchRoom {
  std::int64_t budget;  ///< bytes of all together
  int slots = 2;        ///< how many are in work at any time
  int hands = 1;        ///< threads of the host: so many points are worth having side by side,
                        ///< however dear they are
  /// Bytes of a batch that its next step still finds in a cache, and need not be had anew from the
  /// system; 0: batches are the better the larger they are.
  std::int64_t cached = 0;
  std::int64_t rows = std::int64_t{64} << 20;  ///< bytes of a batch's rows
};

/// What a point takes while its batch is solved and reduced.
struct PointBytes {
  std::int64_t per_time = 0;  ///< on the backend, for each sample time
  std::int64_t solve = 0;     ///< per_time × sample times
  std::int64_t rows = 0;      ///< results on the host
  double operations = 0.0;    ///< about (plan/point_cost.hpp)
};

/// Bytes a backend takes for one sample time of a point: its sectors' states, its pairs and, where
/// asked for, their double-doubles, the cavity amplitudes and the distributions of the photon
/// number. in_double: as of work, or stricter.
std::int64_t bytes_per_time(const PointWork& work, bool in_double);

/// Whether a point too large for a batch may be solved some sample times after others. Not where
/// cutoffs are judged by all samples: its numbers would depend on the memory.
inline bool divided_over_time(const PointWork& work) { return traits(work.method).divides_times; }

class BatchSizer {
 public:
  BatchSizer(const Job& job, std::int64_t samples, const BatchRoom& room);

  PointBytes bytes(const Point& point, const PointWork& work) const;

  /// Adds a point to the batch under way unless it is full, of bytes or of work: dear points are
  /// kept in batches of few, whose rows are soon made; false: start the next batch with it. A
  /// point that fills more than a batch alone is a batch of its own, divided over time.
  bool add(const PointBytes& bytes);
  void start_next() {
    points_ = solve_ = rows_ = 0;
    operations_ = 0.0;
  }

  std::int64_t slot_budget() const { return slot_budget_; }
  std::int64_t points() const { return points_; }
  std::int64_t solve_bytes() const { return solve_; }
  std::int64_t rows_bytes() const { return rows_; }

 private:
  std::vector<const Quantity*> quantities_;
  BatchRoom room_;
  OverTime over_time_;
  std::int64_t samples_;
  std::int64_t trajectories_;
  bool keeps_means_;  ///< over them, in the rows
  std::int64_t slot_budget_;
  std::int64_t points_ = 0;
  std::int64_t solve_ = 0;
  std::int64_t rows_ = 0;
  double operations_ = 0.0;
};

}  // namespace pairtwist
