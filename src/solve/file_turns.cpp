// SPDX-License-Identifier: BSD-3-Clause
#include "solve/file_turns.hpp"

#include <utility>

namespace pairtwist {

StateReaders FileTurns::of(const StateReaders& readers) {
  StateReaders result;
  if (readers.light)
    result.light = [&readers, this](const std::string& path) {
      const std::lock_guard lock(files_);
      return readers.light(path);
    };
  if (readers.atoms)
    result.atoms = [&readers, this](const std::string& path, std::int64_t atoms) {
      const std::lock_guard lock(files_);
      return readers.atoms(path, atoms);
    };
  return result;
}

void FileTurns::write(std::vector<RowBlock> blocks) {
  finish();
  writing_ = std::async(std::launch::async, [this, rows = std::move(blocks)] {
    const std::lock_guard lock(files_);
    for (const RowBlock& block : rows) sink_.write(block);
  });
}

void FileTurns::finish() {
  if (writing_.valid()) writing_.get();
}

}  // namespace pairtwist
