// SPDX-License-Identifier: BSD-3-Clause
// Writes a result file: datasets from a layout, rows of points as batches finish, then the name.
// Not thread-safe; knows nothing of solvers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "io/file_work.hpp"
#include "pairtwist/results.hpp"
#include "pairtwist/rows.hpp"

namespace pairtwist {

class ResultWriter : public ResultSink {
 public:
  struct Options {
    bool force = false;        ///< an existing file may be replaced
    int threads = 1;           ///< that compress
    FileWork* work = nullptr;  ///< is told how far it is, and may interrupt it
  };

  /// Creates a temporary file beside `path` with everything of the layout but the numbers. Throws
  /// IoError if the directory cannot be written to, or `path` exists without `force`.
  ResultWriter(const std::string& path, ResultLayout layout, Options options);
  /// The same without touching the disk: to measure the cost and the size of writing.
  static ResultWriter in_memory(ResultLayout layout);
  /// Without finish(): removes the temporary file. Never throws.
  ~ResultWriter() override;
  ResultWriter(const ResultWriter&) = delete;
  ResultWriter& operator=(const ResultWriter&) = delete;

  const ResultLayout& layout() const;

  /// Each point once. Points in increasing order are compressed once; any order is right. Throws
  /// std::logic_error if the block is not of this layout, IoError if the disk is full, Interrupted.
  void write(const RowBlock& block) override;

  /// Bytes of the file so far, with all that was written.
  std::uint64_t bytes();

  /// Closes and syncs the file and gives it its name (in memory: closes it). Every point must have
  /// its row by now. Nothing but the destructor may follow. Throws IoError; Interrupted.
  void finish();

 private:
  struct Impl;
  explicit ResultWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace pairtwist
