// SPDX-License-Identifier: BSD-3-Clause
// What reads and writes files while others solve: rows are written on a thread of their own, and
// takes turns with the readers of start states, since HDF5 is not for two threads.
#pragma once

#include <future>
#include <mutex>
#include <vector>

#include "pairtwist/rows.hpp"
#include "plan/state_readers.hpp"

namespace pairtwist {

class FileTurns {
 public:
  explicit FileTurns(ResultSink& sink) : sink_(sink) {}
  FileTurns(const FileTurns&) = delete;
  FileTurns& operator=(const FileTurns&) = delete;

  /// The same readers, one at a time at work; they must outlive what is returned.
  StateReaders of(const StateReaders& readers);
  /// Returns at once; throws what the blocks before have met.
  void write(std::vector<RowBlock> blocks);
  /// Returns when the last blocks are written; throws what they have met.
  void finish();

 private:
  ResultSink& sink_;
  std::mutex files_;
  std::future<void> writing_;  ///< the last blocks of rows; waits where it is destroyed
};

}  // namespace pairtwist
