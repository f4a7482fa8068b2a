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

void FileTurns::write(RowBlock block) {
  finish();
  writing_ = std::async(std::launch::async, [this, rows = std::move(block)] {
    const std::lock_guard lock(files_);
    sink_.write(rows);
  });
}

void FileTurns::finish() {
  if (writing_.valid()) writing_.get();
}

}  // namespace pairtwist
