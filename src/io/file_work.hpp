// SPDX-License-Identifier: BSD-3-Clause
// What takes long with large files: how far it is, for another thread, and a request to stop.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "pairtwist/error.hpp"
#include "pairtwist/stop_flag.hpp"

namespace pairtwist {

class FileWork {
 public:
  enum class Step { none, checking, joining, sealing, syncing };
  struct Reading {
    Step step = Step::none;
    std::uint64_t done = 0;  ///< bytes of this step
    std::uint64_t all = 0;   ///< 0: nobody knows
  };

  explicit FileWork(const StopFlag* stop = nullptr) : stop_(stop) {}

  void begin(Step step, std::uint64_t bytes) {
    done_ = 0;
    all_ = bytes;
    step_ = step;
  }
  /// So many further bytes are done. Throws Interrupted, which names the file or folder in work, if
  /// the flag is raised: who knows what is kept says so.
  void add(std::uint64_t bytes, const std::string& place) {
    done_ += bytes;
    if (stop_ != nullptr && stop_->raised()) throw Interrupted(place + ": interrupted");
  }
  Reading read() const { return {step_, done_, all_}; }

 private:
  const StopFlag* stop_;
  std::atomic<Step> step_{Step::none};
  std::atomic<std::uint64_t> done_{0};
  std::atomic<std::uint64_t> all_{0};
};

}  // namespace pairtwist
