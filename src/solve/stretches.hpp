// SPDX-License-Identifier: BSD-3-Clause
// Points for lines that work side by side: stretches of them to solve, and their batches in order
// again.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "pairtwist/point_set.hpp"
#include "pairtwist/stop_flag.hpp"
#include "scan/points_in_turn.hpp"
#include "solve/batch_line.hpp"

namespace pairtwist {

class Stretches {
 public:
  struct Stretch {
    std::size_t number;
    PointSet points;
  };
  using Give = std::function<void(FinishedBatch)>;

  /// Of so many points each. finish: raised, no further stretch is begun; or nullptr. give: is
  /// called with all batches in the order of their points, by one thread at a time.
  Stretches(PointSet points, std::size_t each, int lines, const StopFlag* finish, Give give);

  /// What is to be solved next; nothing once a line has failed. Blocks while very many batches
  /// wait for an earlier one.
  std::optional<Stretch> next();
  /// All of its batches. Throws what `give` does.
  void done(const Stretch& stretch, std::vector<FinishedBatch> batches);
  /// A line is at its end by the exception in hand.
  void fail() noexcept;
  /// Once all lines have ended: whether all points are solved. Throws what a line has ended by, the
  /// first of them.
  bool end();

 private:
  void give_what_is_due();
  void end_by_exception() noexcept;

  std::size_t each_;
  std::size_t most_ahead_;
  const StopFlag* finish_;
  Give give_;
  std::mutex mutex_;
  std::condition_variable given_;  ///< a stretch, or a line has failed
  PointsInTurn points_;
  std::size_t next_ = 0;
  std::size_t due_ = 0;  ///< the first whose batches are not given away
  std::map<std::size_t, std::vector<FinishedBatch>> waiting_;
  std::exception_ptr failure_;
};

}  // namespace pairtwist
