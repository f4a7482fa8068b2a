// SPDX-License-Identifier: BSD-3-Clause
// What reads and writes files while others solve: rows are written on a thread of their own, and
// takes turns with the readers of start states, since HDF5 is not for two threads.
#pragma once

#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "pairtwist/rows.hpp"
#include "plan/state_readers.hpp"

namespace pairtwist {

/// The same readers, each while it has `files`; both must outlive what is returned.
StateReaders in_turn(const StateReaders& readers, std::mutex& files);

class FileTurns {
 public:
  explicit FileTurns(ResultSink& sink);
  /// Returns when the last blocks are written, whatever they have met.
  ~FileTurns();
  FileTurns(const FileTurns&) = delete;
  FileTurns& operator=(const FileTurns&) = delete;

  /// The same readers, one at a time at work; they must outlive what is returned.
  StateReaders of(const StateReaders& readers) { return in_turn(readers, files_); }
  /// Returns at once; throws what the sink has met by now.
  void write(std::vector<RowBlock> blocks);
  /// Returns when the last blocks are written; throws what the sink has met.
  void finish();

 private:
  void write_in_turn();
  void take_turn(std::unique_lock<std::mutex>& lock);

  ResultSink& sink_;
  std::mutex files_;

  std::mutex mutex_;  ///< of all that follows
  std::condition_variable changed_;
  std::optional<std::vector<RowBlock>> blocks_;  ///< whose turn has not come yet
  bool busy_ = false;                            ///< the thread is at the sink
  std::exception_ptr failure_;                   ///< behind it nothing is due any more
  bool end_ = false;
  std::thread thread_;  ///< the last: it uses the others
};

}  // namespace pairtwist
