// SPDX-License-Identifier: BSD-3-Clause
// A worker's place in a folder of parts: it alone writes parts of its shard, a part and then the
// line of the manifest that makes it count.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "io/file_lock.hpp"
#include "io/parts_found.hpp"
#include "pairtwist/rows.hpp"
#include "pairtwist/shards.hpp"

namespace pairtwist {

class ShardWriter {
 public:
  /// Takes the shard's lock. Throws IoError, with the holder's host and number, if another process
  /// has it, or works on the scan divided into another number of shards.
  ShardWriter(std::string folder, const Shard& shard);

  /// What is there, the parts with points of this worker checked. Parts of this shard that do not
  /// count (no line, or changed since) are removed, and so are temporary files that nobody writes.
  /// Throws IoError; Interrupted, by `work`, before anything is removed.
  FoundParts take_over(const PartsHeader& header, const ResultLayout& layout,
                       const PointSet& own_points, FileWork* work = nullptr);

  /// A part with these blocks, which are in increasing order. Its name and what is known from the
  /// blocks are filled in here. Throws IoError: then nothing counts of it.
  void write(const ResultLayout& layout, const std::vector<RowBlock>& blocks, PartRecord record);

 private:
  FileLock lock_;
  std::string folder_;
  Shard shard_;
  std::size_t next_ = 0;  ///< number of the next part
};

}  // namespace pairtwist
