// SPDX-License-Identifier: BSD-3-Clause
#include "solve/file_turns.hpp"

#include <utility>

namespace pairtwist {

StateReaders in_turn(const StateReaders& readers, std::mutex& files) {
  StateReaders result;
  if (readers.light)
    result.light = [&](const std::string& path) {
      const std::lock_guard lock(files);
      return readers.light(path);
    };
  if (readers.atoms)
    result.atoms = [&](const std::string& path, std::int64_t atoms) {
      const std::lock_guard lock(files);
      return readers.atoms(path, atoms);
    };
  return result;
}

FileTurns::FileTurns(ResultSink& sink) : sink_(sink) {
  thread_ = std::thread([this] { write_in_turn(); });
}

FileTurns::~FileTurns() {
  {
    const std::lock_guard lock(mutex_);
    end_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void FileTurns::write(std::vector<RowBlock> blocks) {
  finish();
  {
    const std::lock_guard lock(mutex_);
    blocks_ = std::move(blocks);
  }
  changed_.notify_all();
}

void FileTurns::finish() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !blocks_ && !busy_; });
  if (failure_) std::rethrow_exception(failure_);
}

/// Blocks as they come and, while none come, what the sink writes by the clock.
void FileTurns::write_in_turn() {
  std::unique_lock lock(mutex_);
  const auto woken = [this] { return blocks_ || end_; };
  for (;;) {
    const auto due = failure_ ? std::nullopt : sink_.due();
    if (due)
      changed_.wait_until(lock, *due, woken);
    else
      changed_.wait(lock, woken);
    if (end_ && !blocks_) return;
    take_turn(lock);
  }
}

void FileTurns::take_turn(std::unique_lock<std::mutex>& lock) {
  const auto blocks = std::exchange(blocks_, std::nullopt);
  busy_ = true;
  lock.unlock();
  std::exception_ptr failure;
  try {
    const std::lock_guard files(files_);
    if (!blocks)
      sink_.write_due();
    else
      for (const RowBlock& block : *blocks) sink_.write(block);
  } catch (...) {
    failure = std::current_exception();
  }
  lock.lock();
  if (failure) failure_ = failure;
  busy_ = false;
  changed_.notify_all();
}

}  // namespace pairtwist
