// SPDX-License-Identifier: BSD-3-Clause
// One part of a scan: finished rows in an HDF5 file that never changes (docs/file-format.md). Plain
// and without compression: it is read once, and checked as a whole by its SHA-256.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "io/file_work.hpp"
#include "pairtwist/point_set.hpp"
#include "pairtwist/rows.hpp"

namespace pairtwist {

/// The blocks must be of this layout, in increasing order. The file appears under its name complete
/// and synced, and must not exist. Throws IoError.
void write_part(const std::string& path, const ResultLayout& layout,
                const std::vector<RowBlock>& blocks, const std::string& config_sha256);

/// Whose contents are known to be as they were written: HDF5 is not for damaged files.
class PartReader {
 public:
  /// Throws IoError if the file is not a part of this layout and config.
  PartReader(const std::string& path, const ResultLayout& layout, const std::string& config_sha256);
  PartReader(PartReader&&) noexcept;
  PartReader& operator=(PartReader&&) noexcept;
  ~PartReader();

  const PointSet& points() const;
  /// Rows of points that the part has, all of one of its ranges. Throws IoError; Interrupted, by
  /// `work`, between variables.
  RowBlock read(const PointRange& range, FileWork* work = nullptr) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pairtwist
